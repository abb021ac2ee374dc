"""The money of a booking as a line of stations: paid, held, released, on its way, in the bank; and what went back."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.bookings.models import Booking
from marketplace.kit.money import Money
from marketplace.payments import queries as payments
from marketplace.payments.models import Refund, RefundState
from marketplace.payouts import earnings, timeline
from marketplace.payouts.timeline import Stop


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


def stations(booking: Booking) -> Sequence[Stop]:
    """None before anything is paid. The expert's part only while there is, or may be, one."""
    way = earnings.way_of(booking)
    if way.payment is None:
        return []
    every = timeline.stops(way)
    return every[:1] if way.transfer is None and booking.ended_at else every


def returns(booking: Booking) -> Sequence[Return]:
    return [_return(one) for one in payments.refunds_of(booking.id)]


def _return(refund: Refund) -> Return:
    return Return(refund.amount, REFUNDED[refund.state], refund.state is RefundState.FAILED)
