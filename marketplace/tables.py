"""Every table, named once: migrations, tests and relationships see the same whole, whoever was imported first."""

from marketplace.absences import models as absences
from marketplace.accounts import models as accounts
from marketplace.agreements import models as agreements
from marketplace.amendments import models as amendments
from marketplace.approvals import models as approvals
from marketplace.assessing import models as assessing
from marketplace.attestations import models as attestations
from marketplace.attestations import staging as attestation_imports
from marketplace.badges import models as badges
from marketplace.bookings import models as bookings
from marketplace.calendar import models as calendar
from marketplace.calendar import rule_models as booking_rules
from marketplace.catalog import models as catalog
from marketplace.catalog import outcomes
from marketplace.certification import models as certification
from marketplace.conversations import models as conversations
from marketplace.covers import models as covers
from marketplace.disputes import models as disputes
from marketplace.events import models as events
from marketplace.evidence import models as evidence
from marketplace.expenses import models as expenses
from marketplace.feeds import models as feeds
from marketplace.handovers import models as handovers
from marketplace.ledger import models as ledger
from marketplace.mergers import models as mergers
from marketplace.notices import models as notices
from marketplace.organizations import models as organizations
from marketplace.payments import models as payments
from marketplace.payouts import models as payouts
from marketplace.programmes import models as programmes
from marketplace.reconciliation import models as reconciliation
from marketplace.registry import models as registry
from marketplace.registry import ratings
from marketplace.requests import models as requests
from marketplace.reviews import models as reviews
from marketplace.saved_searches import models as saved_searches
from marketplace.search import asked_models as asked
from marketplace.search import models as search
from marketplace.search import vocabulary
from marketplace.shortlists import models as shortlists
from marketplace.timesheets import models as timesheets

PACKAGES = (
    accounts,
    organizations,
    events,
    ledger,
    catalog,
    outcomes,
    registry,
    calendar,
    booking_rules,
    programmes,
    attestations,
    attestation_imports,
    handovers,
    evidence,
    certification,
    badges,
    assessing,
    search,
    vocabulary,
    asked,
    bookings,
    requests,
    amendments,
    agreements,
    approvals,
    covers,
    expenses,
    payments,
    timesheets,
    payouts,
    reconciliation,
    conversations,
    disputes,
    absences,
    ratings,
    reviews,
    saved_searches,
    shortlists,
    feeds,
    mergers,
    notices,
)
