"""The money of a booking as a line of stations: paid, held, released, on its way, in the bank; and what went back."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.bookings.models import Booking
from marketplace.kit.money import Money
from marketplace.payments import queries as payments
from marketplace.payments.models import Refund, RefundState
from marketplace.payouts import earnings
from marketplace.payouts.earnings import Share
from marketplace.payouts.timeline import Stop
from marketplace.timesheets.models import TimesheetState
from marketplace.web.filters import day


@dataclass(frozen=True, slots=True)
class Way:
    """`title` says of what the money is: a week's, a deliverable's, an expense's. `alone` is a way that is the whole booking's."""

    amount: Money
    title: str
    stops: Sequence[Stop]
    alone: bool


@dataclass(frozen=True, slots=True)
class Return:
    """Money on its way back, or back."""

    amount: Money
    label: str
    failed: bool


REFUNDED = {
    RefundState.STARTED: "goes back to the customer",
    RefundState.SENT: "is on its way back to the customer",
    RefundState.SUCCEEDED: "went back to the customer",
    RefundState.FAILED: "could not be sent back yet; we look into it",
}


def stations(booking: Booking) -> Sequence[Way]:
    """None before anything is paid. The expert's part only while there is, or may be, one; week by week where there are several."""
    shares = earnings.earning_of(booking).shares
    if shares[0].way.payment is None:
        return []
    return [_way(booking, share, alone=len(shares) == 1) for share in shares]


def _way(booking: Booking, share: Share, *, alone: bool) -> Way:
    stops = share.stops
    if share.transfer is None and booking.ended_at:
        stops = stops[:1]
    return Way(share.amount, titled(share), stops, alone and share.expense is None)


def titled(share: Share) -> str:
    """What is not approved has no week yet."""
    if share.expense:
        return f"Expense, {share.expense.category.label}"
    if share.sheet is None or share.sheet.state is not TimesheetState.APPROVED:
        return "Still to come" if share.transfer is None else "Divided anew"
    return share.sheet.title or f"Week of {day(share.sheet.week_on)}"


def returns(booking: Booking) -> Sequence[Return]:
    return [_return(one) for one in payments.refunds_of(booking.id)]


def _return(refund: Refund) -> Return:
    return Return(refund.amount, REFUNDED[refund.state], refund.state is RefundState.FAILED)
