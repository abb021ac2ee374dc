"""What worked days are worth: parts that add up, to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.bookings.models import Booking
from marketplace.bookings.service import settle_days
from marketplace.kit.money import Money
from marketplace.timesheets.division import divide


def booking(price: int, fee: int, days: int, currency: str = "EUR") -> Booking:
    nothing = {"settled_days": 0, "settled_price": 0, "settled_fee": 0}
    return Booking(price=Money(price, currency), fee=Money(fee, currency), days=days, **nothing)


@given(st.data(), st.integers(0, 10**11), st.integers(0, 10**10), st.integers(1, 60))
def test_earned_and_returned_are_the_whole(data: st.DataObject, price: int, fee: int, days: int) -> None:
    worked = data.draw(st.integers(0, days))
    parts = divide(booking(price, fee, days), worked, days)
    assert parts.price.amount + parts.unworked_price.amount == price
    assert parts.fee.amount + parts.unworked_fee.amount == fee
    assert (
        min(parts.price.amount, parts.unworked_price.amount, parts.fee.amount, parts.unworked_fee.amount) >= 0
    )


def test_every_worked_day_is_paid_at_the_day_rate() -> None:
    parts = divide(booking(3 * 64_000, 19_200, 3), 2, 3)
    assert parts.price == Money(128_000, "EUR")
    assert parts.unworked == Money(64_000 + 6_400, "EUR")


def test_an_odd_cent_of_the_fee_is_earned_not_returned() -> None:
    parts = divide(booking(200, 5, 2), 1, 2)
    assert (parts.fee.amount, parts.unworked_fee.amount) == (3, 2)


@pytest.mark.parametrize(("worked", "earned"), [(0, 0), (3, 192_000)])
def test_all_or_nothing(worked: int, earned: int) -> None:
    parts = divide(booking(192_000, 19_200, 3), worked, 3)
    assert parts.price.amount == earned
    assert bool(parts.unworked) is (worked == 0)


@given(
    st.integers(0, 10**9),
    st.integers(0, 10**8),
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), min_size=1),
)
def test_week_by_week_nothing_is_lost_and_nothing_is_made(
    price: int, fee: int, weeks: list[tuple[int, int]]
) -> None:
    whole = booking(price, fee, sum(days for days, _ in weeks))
    parts = []
    for days, worked in weeks:
        found = divide(whole, min(worked, days), days)
        settle_days(whole, days, found.whole_price, found.whole_fee)
        parts.append(found)
    assert sum(one.whole_price.amount for one in parts) == price
    assert sum(one.whole_fee.amount for one in parts) == fee
    assert all(min(one.price.amount, one.fee.amount, one.unworked.amount) >= 0 for one in parts)
    assert (whole.open_days, bool(whole.open_price), bool(whole.open_fee)) == (0, False, False)
