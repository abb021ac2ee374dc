"""Who may hand in an expense, decide about it, take it back."""

from datetime import timedelta

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.approvals import policy as approving
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState
from marketplace.bookings.policy import is_expert, undisputed
from marketplace.expenses import bounds
from marketplace.expenses.models import Expense
from marketplace.kit import clock
from marketplace.kit.money import Money

AFTERWARDS = timedelta(days=30)
"""So long after a booking has ended its last receipts may come in, also where it was called off once it had been paid for."""


def may_hand_in(actor: Actor, booking: Booking) -> bool | str:
    if not is_expert(actor, booking):
        return "Only the expert hands in expenses of a booking."
    if booking.expenses_percent == 0:
        return f"This booking was made without expenses: {booking.vendor.name} allows none."
    if booking.state is BookingState.CONFIRMED:
        return True
    stood = booking.state is BookingState.COMPLETED or called_off(booking)
    if not stood or booking.ended_at is None:
        return f"This booking {LIFECYCLE.said[booking.state]}, so there are no expenses to hand in."
    if booking.ended_at + AFTERWARDS <= clock.now():
        return f"This booking ended more than {AFTERWARDS.days} days ago. Write to the customer instead."
    return True


def called_off(booking: Booking) -> bool:
    """After it was confirmed: until then nobody had a reason to spend anything."""
    return booking.state is BookingState.CANCELLED and booking.confirmed_at is not None


def may_change(actor: Actor, expense: Expense) -> bool | str:
    """Correct it, or take it back. What was handed in in time can be mended at any time."""
    return is_expert(actor, expense.booking) or "Only the expert can change this expense."


def may_decide(actor: Actor, expense: Expense) -> bool | str:
    booking = expense.booking
    if is_expert(actor, booking):
        return "You cannot decide about your own expenses."
    if not actor.may_as(booking.organization_id, OrganizationRole.APPROVER):
        return f"Only an approver or the owner of {booking.organization.name} decides about expenses."
    return undisputed(booking)


def may_approve(actor: Actor, expense: Expense, amount: Money) -> bool | str:
    """More than the approver decides alone needs somebody with a higher limit, in however many pieces: what they have approved for
    the same booking counts. Sending back costs nothing."""
    allowed = may_decide(actor, expense)
    if allowed is not True:
        return allowed
    booking = expense.booking
    return approving.within(actor, booking, amount, bounds.approved_by(actor, booking, expense))
