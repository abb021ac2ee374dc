"""What a call costs by the minute, and what is owed for one that is called off. Arithmetic only: no database."""

from datetime import timedelta

import pytest

from marketplace.bookings import calls, cancellation
from marketplace.bookings.cancellation import Agreed
from marketplace.bookings.models import Side
from marketplace.kit.money import Money
from marketplace.organizations.models import CancellationPolicy
from tests.bookings.calling import at


@pytest.mark.parametrize(
    ("rate", "minutes", "price"),
    [
        (Money(8_000, "EUR"), 45, 6_000),
        (Money(9_999, "EUR"), 30, 5_000),  # 49.995 is rounded half up
        (Money(10_001, "EUR"), 90, 15_002),
        (Money(12_345, "JPY"), 30, 6_173),
        (Money(25_001, "KWD"), 45, 18_751),
    ],
)
def test_the_price_is_the_hours_rate_by_the_minute(rate: Money, minutes: int, price: int) -> None:
    assert calls.price_of(rate, minutes) == Money(price, rate.currency)


@pytest.mark.parametrize(
    ("policy", "ahead", "back"),
    [
        (CancellationPolicy.FLEXIBLE, timedelta(hours=24), 6_001),
        (CancellationPolicy.FLEXIBLE, timedelta(hours=23), 0),
        (CancellationPolicy.STANDARD, timedelta(days=7), 6_001),
        (CancellationPolicy.STANDARD, timedelta(days=3), 3_001),
        (CancellationPolicy.STANDARD, timedelta(hours=47), 0),
        (CancellationPolicy.STRICT, timedelta(days=14), 6_001),
        (CancellationPolicy.STRICT, timedelta(hours=1), 3_001),
    ],
)
def test_cancelling_a_call(policy: CancellationPolicy, ahead: timedelta, back: int) -> None:
    """Halves of an odd amount favour the customer; owed and given back add up."""
    price, fee, starts_at = Money(6_001, "EUR"), Money(600, "EUR"), at(10)
    agreed = Agreed(policy, [price], fee, starts_at, "Europe/Berlin", call=True)
    found = cancellation.settle(agreed, Side.CUSTOMER, starts_at - ahead)
    assert found.refund_price == Money(back, "EUR")
    assert found.owed + found.refund_price == price
    assert "day is owed" not in found.sentence
    assert ("the call is owed" in found.sentence) == (back == 0)
    assert cancellation.settle(agreed, Side.EXPERT, starts_at).refund == price + fee
