"""What the worked days are worth, and what goes back for the others."""

from dataclasses import dataclass

from marketplace.bookings.models import Booking
from marketplace.kit.money import Money


@dataclass(frozen=True, slots=True)
class Division:
    """A booking's price and fee in two parts each, which add up to the whole, to the cent."""

    price: Money
    fee: Money
    unworked_price: Money
    unworked_fee: Money

    @property
    def unworked(self) -> Money:
        """What the customer gets back."""
        return self.unworked_price + self.unworked_fee


def divide(booking: Booking, days_worked: int) -> Division:
    """The earned share is computed once, in proportion to days, rounded half up; the rest goes back."""
    price = _share(booking.price, days_worked, booking.days)
    fee = _share(booking.fee, days_worked, booking.days)
    return Division(price, fee, booking.price - price, booking.fee - fee)


def _share(whole: Money, part: int, of: int) -> Money:
    return Money((2 * whole.amount * part + of) // (2 * of), whole.currency)
