"""Use cases: give, refuse; and what payments asks before a page is opened."""

from marketplace.accounts.actor import Actor
from marketplace.approvals import events, policy, queries
from marketplace.approvals.errors import NotApproved
from marketplace.approvals.models import Approval, ApprovalState
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from marketplace.bookings.wording import reason_of
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref


def give(booking_ref: Ref, *, by: Actor) -> Approval:
    """From now on the booking can be paid, once the expert has accepted."""
    with atomic():
        approval = _locked(booking_ref, by)
        permit(policy.may_decide(by, approval))
        approval.become("give")
        approval.decided_by_id = by.user_id
        record(events.ApprovalGiven(approval.ref, booking_ref), by=by)
    return approval


def refuse(booking_ref: Ref, reason: str, *, by: Actor) -> Approval:
    """Say no, with a reason that the colleagues read. The days are given back at once."""
    with atomic():
        approval = _locked(booking_ref, by)
        permit(policy.may_decide(by, approval))
        approval.reason = reason_of(reason, needed=True)
        approval.become("refuse")
        approval.decided_by_id = by.user_id
        record(events.ApprovalRefused(approval.ref, booking_ref, approval.reason), by=by)
        bookings.call_off(approval.booking, by=by)
    return approval


def refuse_unless_approved(booking: Booking) -> None:
    """Called by payments, with the booking locked. Raises `NotApproved`."""
    approval = queries.of_booking(booking.id)
    if approval is not None and approval.state is not ApprovalState.GIVEN:
        raise NotApproved(
            f"This booking is above what {booking.booker.shown_name} may decide alone. "
            "It can be paid once an owner or approver with a higher limit has approved it."
        )


def _locked(booking_ref: Ref, by: Actor) -> Approval:
    """The approval, its booking locked first."""
    found = queries.visible(booking_ref, by)
    locked(Booking, found.booking.ref)
    return locked(Approval, found.ref)
