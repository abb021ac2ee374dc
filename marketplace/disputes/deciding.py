"""Use cases of the vendor's assessors: take, leave, opine. A conflict of interest bars as it does with claims."""

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.assessing import conflicts
from marketplace.bookings.models import Booking, Side
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.disputes import ending, events, policy, queries, wording
from marketplace.disputes.models import Dispute
from marketplace.events.log import record
from marketplace.kit.errors import NotAllowed, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money


def bar(dispute: Dispute, by: Actor) -> str | None:
    """Why that person may not judge, as a sentence; None when nothing stands against it."""
    booking = dispute.booking
    if by.is_member(booking.organization_id):
        return f"You belong to {booking.organization.name}, so another assessor has to take this one."
    return bar_of_user(dispute, by.user_id) if by.user_id else "Sign in first."


def bar_of_user(dispute: Dispute, user_id: int) -> str | None:
    """The same for somebody who is not asking."""
    person = db.session.get_one(User, user_id)
    return conflicts.conflict(person, dispute.booking.expert)


def reads_thread(dispute: Dispute, by: Actor) -> bool:
    return policy.reads_thread(by, dispute) and bar(dispute, by) is None


def take(ref: Ref, *, by: Actor) -> Dispute:
    """Take it from the queue."""
    with atomic():
        dispute = _locked(ref, by)
        permit(policy.may_take(by, dispute))
        _unbarred(dispute, by)
        dispute.become("take")
        dispute.assessor_id = by.user_id
        record(events.DisputeTaken(dispute.ref, dispute.booking.ref), by=by)
    return dispute


def leave(ref: Ref, *, by: Actor) -> Dispute:
    """Hand it back to the queue; its clock goes on."""
    with atomic():
        dispute = _locked(ref, by)
        permit(policy.may_leave(by, dispute))
        dispute.become("leave")
        dispute.assessor_id = None
        record(events.DisputeLeft(dispute.ref, dispute.booking.ref), by=by)
    return dispute


def opine(ref: Ref, earned: Money, reasons: str, *, by: Actor) -> Dispute:
    """Say how it is divided: `earned` of the price goes to the expert. Both sides read the reasons, and it is carried out."""
    with atomic():
        dispute = _locked(ref, by)
        permit(policy.may_opine(by, dispute))
        _unbarred(dispute, by)
        needed = "Say why. Both sides read this, and it has to hold two years from now."
        dispute.opinion = wording.words_of(reasons, (), needed=needed, field="reasons")
        back = wording.back_of(earned, Side.EXPERT, dispute.price)
        ending.end(dispute, "opine", back, by=by)
    return dispute


def _unbarred(dispute: Dispute, by: Actor) -> None:
    reason = bar(dispute, by)
    if reason is not None:
        raise NotAllowed(reason)


def _locked(ref: Ref, by: Actor) -> Dispute:
    """The dispute, its booking locked first."""
    locked(Booking, queries.visible(ref, by).booking.ref)
    return locked(Dispute, ref)
