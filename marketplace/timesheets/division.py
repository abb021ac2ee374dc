"""What the worked days of a week are worth, and what goes back for the others."""

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.bookings.models import Booking
from marketplace.bookings.quoting import price_of
from marketplace.kit.money import Money
from marketplace.timesheets.models import Entry, Timesheet


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


def divide(booking: Booking, worked: int, some: int, of: int | None = None) -> Division:
    """What `some` of the booking's open days come to, of which so many were worked.

    They are counted, `of` as many as are open; or weighed by what each costs, as days whose hours were changed have a price of
    their own. Each week takes its share of what the weeks before it have left, and the last one takes all of that: however it is
    rounded, the parts of all weeks add up to price and fee to the cent. The earned share is rounded half up; the rest goes back.
    """
    every = of or booking.open_days
    whole_price, whole_fee = booking.open_price.part(some, every), booking.open_fee.part(some, every)
    price, fee = whole_price.part(worked, some), whole_fee.part(worked, some)
    return Division(price, fee, whole_price - price, whole_fee - fee)


def by_price(booking: Booking, entries: Iterable[Entry], days: int) -> Division:
    """The same for `days`, each weighed by its price; where they are all that is open, there may be hours of some only."""
    known = [(price_of(booking, one.shift).amount, one.minutes > 0) for one in entries]
    worked, some = sum(cost for cost, worked in known if worked), sum(cost for cost, _ in known)
    open_ = booking.open_price.amount
    if days == booking.open_days:
        return divide(booking, worked, open_, open_)
    return divide(booking, worked, some, open_)


def of(sheet: Timesheet) -> Division:
    """What a submitted sheet would come to, and an approved one has come to."""
    if sheet.earned_price is None:
        return by_price(sheet.booking, sheet.entries, sheet.days)
    figures = (sheet.earned_price, sheet.earned_fee, sheet.back_price, sheet.back_fee)
    return Division(*(Money(one or 0, sheet.booking.price.currency) for one in figures))
