"""What a cancellation costs: the *standard* preset, as figures.

By the customer, counted from the moment of cancelling to the start of the first day:

    7 days or more        everything goes back
    2 to 7 days           half of the price goes back
    less than 48 hours    the first day is owed in full, and half of the other days among the first seven
                          booked; what comes after them goes back

By the expert everything goes back. The fee goes back in proportion to the price. Half of an odd amount, and
the share of the fee, are rounded half up to a minor unit, which favours the customer; what is owed is the
rest, so that owed and given back always add up to the price.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from marketplace.bookings.models import Side
from marketplace.kit.money import Money

FREE_BEFORE = timedelta(days=7)
HALF_BEFORE = timedelta(hours=48)
COUNTED_DAYS = 7
HALF = 5_000


@dataclass(frozen=True, slots=True)
class Settlement:
    """`owed` is the part of the price that the expert keeps; the two refunds go back to the customer."""

    owed: Money
    refund_price: Money
    refund_fee: Money
    sentence: str

    @property
    def refund(self) -> Money:
        return self.refund_price + self.refund_fee


Preset = Callable[[Money, int, timedelta], tuple[Money, str]]
"""From rate, days and notice to what goes back of the price, and why."""


def standard(rate: Money, days: int, notice: timedelta) -> tuple[Money, str]:
    if notice >= FREE_BEFORE:
        return rate * days, "It is seven days or more to the start, so everything goes back."
    if notice >= HALF_BEFORE:
        return (rate * days).share(HALF), "It is between two and seven days to the start, so half goes back."
    half_owed = min(days, COUNTED_DAYS) - 1
    later = max(days - COUNTED_DAYS, 0)
    return (rate * half_owed).share(HALF) + rate * later, _short_notice(days)


def _short_notice(days: int) -> str:
    rest = (
        ""
        if days == 1
        else f", and half of days 2 to {min(days, COUNTED_DAYS)}"
        if days > 2
        else ", and half of the second"
    )
    after = " What comes after goes back." if days > COUNTED_DAYS else ""
    return f"It is less than 48 hours to the start, so the first day is owed in full{rest}.{after}"


PRESETS: Mapping[str, Preset] = {"standard": standard}


def settle(policy: str, side: Side, *, rate: Money, days: int, fee: Money, notice: timedelta) -> Settlement:
    """By the preset frozen on a paid booking; `notice` is the time left before the start."""
    price = rate * days
    if side is Side.EXPERT:
        back, sentence = price, "The expert cancels, so everything goes back, the fee too."
    else:
        back, sentence = PRESETS[policy](rate, days, notice)
    return Settlement(price - back, back, _in_proportion(fee, back, price), sentence)


def unpaid(currency: str) -> Settlement:
    """Before payment there is nothing to give back and nothing to owe."""
    nothing = Money.zero(currency)
    return Settlement(nothing, nothing, nothing, "Nothing has been paid yet, so nothing is owed.")


def _in_proportion(fee: Money, part: Money, whole: Money) -> Money:
    if not whole:
        return fee
    exact = Decimal(fee.amount) * part.amount / whole.amount
    return Money(int(exact.to_integral_value(ROUND_HALF_UP)), fee.currency)
