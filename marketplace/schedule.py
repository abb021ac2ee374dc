"""What happens when nobody clicks. Every minute each line looks at the clock and does what is due; twice changes nothing."""

from collections.abc import Callable

import structlog

from marketplace.absences import service as absences
from marketplace.amendments import service as amendments
from marketplace.assessing import tidying as assessing
from marketplace.attestations import imports as attestation_imports
from marketplace.badges import issuing
from marketplace.badges import status as status_lists
from marketplace.bookings import reminding as booking_reminders
from marketplace.bookings import service as bookings
from marketplace.calendar import confirming, public_holidays
from marketplace.calendar import following as linked_calendars
from marketplace.certification import life as certificates
from marketplace.certification import service as claims
from marketplace.conversations import batching
from marketplace.covers import service as covers
from marketplace.db.base import db
from marketplace.disputes import clocks as disputes
from marketplace.events import inbox, outbox
from marketplace.evidence import references, uploads
from marketplace.expenses import reminding as expense_reminders
from marketplace.handovers import offers as handovers
from marketplace.mergers import service as mergers
from marketplace.organizations import invitations
from marketplace.payments import recovery as payments
from marketplace.payouts import arriving, paying, releasing
from marketplace.payouts import service as payout_accounts
from marketplace.reconciliation import service as reconciliation
from marketplace.requests import clocks as requests
from marketplace.reviews import publishing as reviews
from marketplace.saved_searches import looking as saved_searches
from marketplace.search import asked
from marketplace.search import rebuilding as search
from marketplace.timesheets import reminding as timesheet_reminders
from marketplace.timesheets import service as timesheets

log = structlog.get_logger()

EVERY_MINUTE: tuple[Callable[[], object], ...] = (
    inbox.sweep,
    outbox.sweep,
    invitations.expire,
    handovers.expire,
    mergers.expire,
    references.expire,
    claims.lapse_unanswered,
    assessing.release_seats,
    assessing.settle_samples,
    certificates.expire_overdue,
    certificates.warn,
    confirming.ask_lapsing,
    issuing.issue_missing,
    status_lists.renew_lapsing,
    uploads.drop_abandoned,
    asked.drop_old,
    attestation_imports.discard_old,
    public_holidays.roll,  # before search rolls on: what comes into its year is known by then
    search.resume,
    search.roll,
    payments.resume,
    payments.catch_up,  # before bookings lapse: who paid in the last minute has paid in time
    booking_reminders.remind,
    bookings.expire_unanswered,
    bookings.lapse_unpaid,
    requests.remind,
    requests.expire_proposals,
    requests.expire_requests,
    amendments.remind,
    amendments.expire_unanswered,
    amendments.lapse_unpaid,
    covers.remind,
    covers.expire_unanswered,
    covers.finish_past,
    absences.settle_due,
    disputes.refer_unanswered,
    disputes.remind,
    disputes.tell_overdue,
    disputes.close_old,
    timesheets.approve_overdue,
    timesheet_reminders.remind_experts,
    timesheet_reminders.remind_approvers,
    expense_reminders.remind,
    payout_accounts.refresh_unfinished,
    releasing.release_due,
    paying.pay_out_due,
    arriving.check_sent,
    reviews.publish_due,
    reviews.remind_due,
    saved_searches.look_at_due,
    batching.announce_due,
    reconciliation.run_due,
    linked_calendars.read_due,  # last: strangers' hosts take their time
)


def tick() -> None:
    """Go through the table once. A line that fails is logged and does not keep the others from running."""
    for job in EVERY_MINUTE:
        try:
            job()
        except Exception:
            # PostgreSQL answers nothing more in a transaction in which a statement failed.
            db.session.rollback()
            log.exception("scheduled job failed", job=f"{job.__module__}.{job.__name__}")
