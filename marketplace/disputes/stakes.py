"""What a dispute is about in money: what is still open of a booking, and any division of it, to the cent."""

from dataclasses import dataclass

from marketplace.bookings.models import Booking, BookingState
from marketplace.disputes.errors import NothingOpen
from marketplace.disputes.models import Dispute
from marketplace.kit.errors import Conflict
from marketplace.kit.money import Money, total
from marketplace.payouts import disputed
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets.division import by_price
from marketplace.timesheets.models import TimesheetState


@dataclass(frozen=True, slots=True)
class Stakes:
    """Price and fee that nobody has for good yet; `taken` is the part of the fee that is ours so far."""

    price: Money
    fee: Money
    taken: Money


@dataclass(frozen=True, slots=True)
class Division:
    """Four parts that add up to the price and the fee in dispute."""

    earned: Money
    fee: Money
    back_price: Money
    back_fee: Money

    @property
    def back(self) -> Money:
        """What the customer gets."""
        return self.back_price + self.back_fee


def open_of(booking: Booking) -> Stakes:
    """Of a paid booking: what no transfer has carried away and nothing has given back.

    Raises `NothingOpen`, and `Conflict` in the moment between an approval and its entry in the books.
    """
    held, gone = disputed.waiting(booking), disputed.left(booking)
    currency = booking.price.currency
    waits, carried = (total((one.amount for one in some), currency) for some in (held, gone))
    _check_booked(booking, len(held) + len(gone))
    taken = disputed.fee_taken(booking)
    taken -= _in_proportion(taken, carried, waits + carried)
    price, fee = waits, taken
    if booking.state is BookingState.CONFIRMED:
        price += booking.open_price
        fee += booking.open_fee
    if price.amount <= 0:
        raise NothingOpen(_NOTHING)
    return Stakes(price, fee, taken)


_NOTHING = (
    "The money of this booking has left for the expert or has gone back already, so a dispute could not hold it any more. "
    "Write to the other side, or to the vendor."
)


def division(price: Money, fee: Money, back: Money) -> Division:
    """The fee goes back in proportion to the price, rounded half up to a minor unit, which favours the customer."""
    back_fee = _in_proportion(fee, back, price)
    return Division(price - back, fee - back_fee, back, back_fee)


def of(dispute: Dispute, back: int) -> Division:
    return division(dispute.price, dispute.fee, Money(back, dispute.price.currency))


def by_default(dispute: Dispute) -> int:
    """What goes back when nobody has decided after 30 days.

    The vendor's silence must be worth to nobody more than the booking's own rule: hours handed in count unless somebody shows that
    they are wrong. So what was handed in is paid, and where nothing was, everything goes back. Approved hours stay approved.
    """
    booking = dispute.booking
    if booking.state is BookingState.COMPLETED:
        return 0
    undecided = [one for one in timesheets.sheets_of(booking.id) if not one.decided]
    handed_in = [entry for one in undecided if one.submitted_at is not None for entry in one.entries]
    return by_price(booking, handed_in, booking.open_days).unworked_price.amount


def _check_booked(booking: Booking, transfers: int) -> None:
    """Approved hours become a transfer a moment later; until then the figures would be wrong."""
    sheets = timesheets.sheets_of(booking.id)
    earned = [one for one in sheets if one.state is TimesheetState.APPROVED and one.days_worked]
    if len(earned) > transfers:
        raise Conflict("The approval of the hours is being entered into the books. Try again in a minute.")


def _in_proportion(whole: Money, part: Money, of: Money) -> Money:
    if not of:
        return Money.zero(whole.currency)
    return Money((2 * whole.amount * part.amount + of.amount) // (2 * of.amount), whole.currency)
