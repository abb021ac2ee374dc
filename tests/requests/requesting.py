"""Bruno's requests for the leave year, and what Ana and Emil propose."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from marketplace.accounts.actor import SYSTEM
from marketplace.catalog.plans import Need
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.requests import briefs, inviting, proposing, queries
from marketplace.requests.models import Audience, Proposal, Request
from marketplace.requests.proposing import Terms
from marketplace.requests.writing import Plan
from tests import make
from tests.bookings.asking import WEEK
from tests.cast import Cast

RATE = Money(64_000, "EUR")
LOWER = Money(60_000, "EUR")
FIRST, LAST = date(2027, 3, 15), date(2027, 3, 26)


def plan(cast: Cast, **other: Any) -> Plan:
    given: dict[str, Any] = {
        "title": "Close the leave year",
        "brief": "Three sites, two systems. Our lead is away.",
        "needs": [Need(cast.leave.ref, 3)],
        "first_on": FIRST,
        "last_on": LAST,
        "days": 3,
    }
    return Plan(**(given | other))


def drafted(cast: Cast, **other: Any) -> Request:
    return briefs.draft(cast.nordwind.ref, plan(cast, **other), by=cast.actor("bruno"))


def published(cast: Cast, **other: Any) -> Request:
    """Bruno's request to everybody who matches."""
    return briefs.publish(drafted(cast, **other).ref, by=cast.actor("bruno"))


def invited(cast: Cast, *slugs: str, **other: Any) -> Request:
    """To these alone; Ana, when nobody is named."""
    request = drafted(cast, audience=Audience.INVITED, **other)
    for slug in slugs or (cast.ana.slug,):
        inviting.invite(request.ref, slug, by=cast.actor("bruno"))
    return briefs.publish(request.ref, by=cast.actor("bruno"))


def certify_emil(cast: Cast) -> None:
    make.certificate(cast.emil, cast.leave)


def proposed(
    cast: Cast,
    request: Request,
    days: Sequence[date] = WEEK[:3],
    rate: Money = RATE,
    *,
    who: str = "ana",
    message: str = "I have closed twelve of these.",
) -> Proposal:
    return proposing.propose(request.ref, Terms(days, rate, message), by=cast.actor(who))


def countered(
    cast: Cast,
    proposal: Proposal,
    days: Sequence[date] = WEEK[:3],
    rate: Money = LOWER,
    *,
    who: str = "bruno",
) -> Proposal:
    terms = Terms(days, rate, "Could you?")
    return proposing.counter(proposal.ref, proposal.latest.number, terms, by=cast.actor(who))


def now(proposal: Proposal | str) -> Proposal:
    db.session.rollback()
    return queries.proposal(proposal if isinstance(proposal, str) else proposal.ref, SYSTEM)


def request_now(request: Request | str) -> Request:
    db.session.rollback()
    return queries.visible(request if isinstance(request, str) else request.ref, SYSTEM)
