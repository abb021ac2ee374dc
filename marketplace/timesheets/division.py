"""What the worked days of a week are worth, and what goes back for the others."""

from dataclasses import dataclass

from marketplace.bookings.models import Booking
from marketplace.kit.money import Money
from marketplace.timesheets.models import Timesheet


@dataclass(frozen=True, slots=True)
class Division:
    """What some days of a booking come to, in two parts each of price and fee."""

    price: Money
    fee: Money
    unworked_price: Money
    unworked_fee: Money

    @property
    def unworked(self) -> Money:
        """What the customer gets back."""
        return self.unworked_price + self.unworked_fee

    @property
    def whole_price(self) -> Money:
        return self.price + self.unworked_price

    @property
    def whole_fee(self) -> Money:
        return self.fee + self.unworked_fee


def divide(booking: Booking, days_worked: int, days: int) -> Division:
    """Those `days` out of what is still open of the booking, of which so many were worked.

    Each week takes its share of what the weeks before it have left, and the last one takes all of that: however it is rounded,
    the parts of all weeks add up to price and fee to the cent. The earned share is rounded half up; the rest goes back.
    """
    whole_price = booking.open_price.part(days, booking.open_days)
    whole_fee = booking.open_fee.part(days, booking.open_days)
    price, fee = whole_price.part(days_worked, days), whole_fee.part(days_worked, days)
    return Division(price, fee, whole_price - price, whole_fee - fee)


def of(sheet: Timesheet) -> Division:
    """What a submitted sheet would come to, and an approved one has come to."""
    if sheet.earned_price is None:
        return divide(sheet.booking, sheet.days_worked, sheet.days)
    figures = (sheet.earned_price, sheet.earned_fee, sheet.back_price, sheet.back_fee)
    return Division(*(Money(one or 0, sheet.booking.price.currency) for one in figures))
