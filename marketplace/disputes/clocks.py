"""What happens to disputes when nobody clicks."""

from datetime import datetime, timedelta

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import Booking
from marketplace.db.session import atomic, locked
from marketplace.disputes import ending, events, queries, stakes
from marketplace.disputes.models import LIFECYCLE, Dispute
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.kit.period import add_business_days

HALF_A_DAY = timedelta(hours=12)


def refer_unanswered() -> None:
    """The other side has let its time pass: the wish goes to the vendor at once."""
    for ref in queries.unanswered(clock.now()):
        with atomic():
            dispute = _locked(ref)
            if LIFECYCLE.allows(dispute.state, "refer"):
                dispute.become("refer")
                until = add_business_days(clock.now(), dispute.opinion_business_days)
                dispute.opinion_by = until
                record(events.DisputeReferred(ref, dispute.booking.ref, until.isoformat()), by=SYSTEM)


def remind() -> None:
    """The last business day of a clock begins: whoever it is that has to act is told once, for the answer and for the opinion."""
    for ref in queries.to_remind(clock.now()):
        with atomic():
            dispute = _locked(ref)
            opinion = dispute.waits_for_opinion
            until, number = (dispute.opinion_by, 2) if opinion else (dispute.answer_by, 1)
            if until and dispute.open and dispute.reminders < number and _soon(dispute, until):
                dispute.reminders = number
                fact = events.DisputeReminded(ref, dispute.booking.ref, until.isoformat(), opinion)
                record(fact, by=SYSTEM)


def _soon(dispute: Dispute, until: datetime) -> bool:
    """A clock of one business day alone has half of it left."""
    vendor = dispute.booking.vendor
    whole = (
        dispute.opinion_business_days if dispute.waits_for_opinion else vendor.dispute_answer_business_days
    )
    return until <= (clock.now() + HALF_A_DAY if whole < 2 else add_business_days(clock.now(), 1))


def tell_overdue() -> None:
    """No opinion in time: the vendor's admins are told, once."""
    for ref in queries.without_opinion(clock.now()):
        with atomic():
            dispute = _locked(ref)
            if dispute.overdue and dispute.overdue_since is None:
                dispute.overdue_since = clock.now()
                record(events.OpinionOverdue(ref, dispute.booking.ref), by=SYSTEM)


def close_old() -> None:
    """30 days have passed: the stated rule divides the money (`stakes.by_default`)."""
    for ref in queries.to_close(clock.now()):
        with atomic():
            dispute = _locked(ref)
            if dispute.open:
                ending.end(dispute, "close", stakes.by_default(dispute), by=SYSTEM)


def _locked(ref: Ref) -> Dispute:
    """The dispute, its booking locked first."""
    locked(Booking, queries.visible(ref, SYSTEM).booking.ref)
    return locked(Dispute, ref)
