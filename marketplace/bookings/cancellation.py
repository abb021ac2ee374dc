"""What a cancellation costs: three presets, as figures. The one in force when a booking is made is kept on it.

By the customer, by the moment of cancelling before the start of the first day:

    flexible    24 hours or more   everything goes back
                later              the first day is owed, the rest goes back
    standard    7 days or more     everything goes back
                48 hours or more   half of the price goes back
                later              the first day is owed in full, and half of the other days among the first seven
                                   booked; what comes after them goes back
    strict      14 days or more    everything goes back
                later              half of the price goes back

Nobody gets back less for cancelling earlier: where a later moment would give more, the earlier one gives as much.
Days are counted on the wall clock of the expert, hours by the clock.

A call is settled like a single day: it is owed where the first day would be.

By the expert everything goes back. The fee goes back in proportion to the price. Half of an odd amount, and
the share of the fee, are rounded half up to a minor unit, which favours the customer; what is owed is the
rest, so that owed and given back always add up to the price.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from marketplace.bookings.models import Side
from marketplace.kit.money import Money, total
from marketplace.kit.period import days_before
from marketplace.organizations.models import CancellationPolicy

COUNTED_DAYS = 7
HALF = 5_000


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a settlement goes by: the preset, the price it is about, and when the work begins, on whose wall clock.

    `prices` are what its days cost, the first one first; of a `call`, which is a single one, its price."""

    policy: CancellationPolicy
    prices: Sequence[Money]
    fee: Money
    starts_at: datetime
    zone: str
    call: bool = False

    @property
    def days(self) -> int:
        return len(self.prices)

    @property
    def price(self) -> Money:
        return summed(self.prices)


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


@dataclass(frozen=True, slots=True)
class Window:
    """What the customer gets who cancels until then. The last one ends with the start."""

    until: datetime
    settlement: Settlement


Back = Callable[[Sequence[Money]], Money]
"""From what the days cost, of which there is at least one, to what goes back of it."""


@dataclass(frozen=True, slots=True)
class Tier:
    """`notice` before the start, at least, `back` of the price goes back. `said` may name what is owed."""

    notice: timedelta
    back: Back
    said: Callable[[Agreed], str]


def summed(prices: Sequence[Money]) -> Money:
    return total(prices, prices[0].currency)


def everything(prices: Sequence[Money]) -> Money:
    return summed(prices)


def half(prices: Sequence[Money]) -> Money:
    return summed(prices).share(HALF)


def all_but_the_first(prices: Sequence[Money]) -> Money:
    return summed(prices) - prices[0]


def short_of_a_week(prices: Sequence[Money]) -> Money:
    """The first day is owed, and half of the others among the first seven."""
    currency = prices[0].currency
    return total(prices[1:COUNTED_DAYS], currency).share(HALF) + total(prices[COUNTED_DAYS:], currency)


def _plainly(sentence: str) -> Callable[[Agreed], str]:
    return lambda _agreed: sentence


def _standard_half(agreed: Agreed) -> str:
    if agreed.days <= COUNTED_DAYS + 1:
        return "It is between two and seven days to the start, so half goes back."
    return (
        "It is between two and seven days to the start, so half goes back; "
        f"of what comes after the first {COUNTED_DAYS + 1} days, all."
    )


def _one_day_owed(agreed: Agreed) -> str:
    rest = "." if agreed.days == 1 else ", and the rest goes back."
    return f"It is less than 24 hours to the start, so {_first(agreed)} is owed{rest}"


def _first(agreed: Agreed) -> str:
    return "the call" if agreed.call else "the first day"


def _short_notice(agreed: Agreed) -> str:
    days = agreed.days
    rest = (
        ""
        if days == 1
        else f", and half of days 2 to {min(days, COUNTED_DAYS)}"
        if days > 2
        else ", and half of the second"
    )
    after = " What comes after goes back." if days > COUNTED_DAYS else ""
    return f"It is less than 48 hours to the start, so {_first(agreed)} is owed in full{rest}.{after}"


NONE = timedelta()
PRESETS: Mapping[CancellationPolicy, Sequence[Tier]] = {
    CancellationPolicy.FLEXIBLE: (
        Tier(
            timedelta(hours=24),
            everything,
            _plainly("It is 24 hours or more to the start, so everything goes back."),
        ),
        Tier(NONE, all_but_the_first, _one_day_owed),
    ),
    CancellationPolicy.STANDARD: (
        Tier(
            timedelta(days=7),
            everything,
            _plainly("It is seven days or more to the start, so everything goes back."),
        ),
        Tier(timedelta(hours=48), half, _standard_half),
        Tier(NONE, short_of_a_week, _short_notice),
    ),
    CancellationPolicy.STRICT: (
        Tier(
            timedelta(days=14),
            everything,
            _plainly("It is 14 days or more to the start, so everything goes back."),
        ),
        Tier(NONE, half, _plainly("It is less than 14 days to the start, so half goes back.")),
    ),
}
WALL_DAYS = timedelta(days=7)
"""So long before the start, and longer, is counted in days of the wall clock; what is shorter, in hours."""


def windows(agreed: Agreed) -> list[Window]:
    """What the customer gets back, and until when; the earliest first."""
    tiers = PRESETS[agreed.policy]
    return [
        Window(_deadline(agreed, tier.notice), _settled(agreed, _at_least(agreed, tiers[n:]), tier))
        for n, tier in enumerate(tiers)
    ]


def settle(agreed: Agreed, side: Side, at: datetime) -> Settlement:
    """Of a paid booking that is cancelled at that moment."""
    if side is Side.EXPERT:
        nothing, price = Money.zero(agreed.fee.currency), agreed.price
        sentence = "The expert cancels, so everything goes back, the fee too."
        return Settlement(nothing, price, agreed.fee, sentence)
    open_ones = [one for one in windows(agreed) if at <= one.until]
    return (open_ones[0] if open_ones else windows(agreed)[-1]).settlement


def unpaid(currency: str) -> Settlement:
    """Before payment there is nothing to give back and nothing to owe."""
    nothing = Money.zero(currency)
    return Settlement(nothing, nothing, nothing, "Nothing has been paid yet, so nothing is owed.")


def _deadline(agreed: Agreed, notice: timedelta) -> datetime:
    if notice >= WALL_DAYS:
        return days_before(agreed.starts_at, notice.days, agreed.zone)
    return agreed.starts_at - notice


def _at_least(agreed: Agreed, tiers: Sequence[Tier]) -> Money:
    """The most that this tier, or a later one, gives back."""
    return Money(max(tier.back(agreed.prices).amount for tier in tiers), agreed.fee.currency)


def _settled(agreed: Agreed, back: Money, tier: Tier) -> Settlement:
    price = agreed.price
    return Settlement(price - back, back, _in_proportion(agreed.fee, back, price), tier.said(agreed))


def _in_proportion(fee: Money, part: Money, whole: Money) -> Money:
    if not whole:
        return fee
    exact = Decimal(fee.amount) * part.amount / whole.amount
    return Money(int(exact.to_integral_value(ROUND_HALF_UP)), fee.currency)
