"""What cancelling costs, by the standard preset: every edge, and the property that no cent is made or lost."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.bookings.cancellation import Settlement, settle, unpaid
from marketplace.bookings.models import Side
from marketplace.kit.money import CURRENCIES, Money

SECOND = timedelta(seconds=1)


def cancelled(
    notice: timedelta, days: int = 5, rate: int = 64_000, fee: int | None = None, side: Side = Side.CUSTOMER
) -> Settlement:
    """Five days at 640 EUR and the usual tenth as fee, unless said otherwise."""
    kept = rate * days // 10 if fee is None else fee
    return settle("standard", side, rate=Money(rate, "EUR"), days=days, fee=Money(kept, "EUR"), notice=notice)


@pytest.mark.parametrize(
    ("notice", "days", "owed", "back", "fee_back"),
    [
        (timedelta(days=30), 5, 0, 320_000, 32_000),
        (timedelta(days=7), 5, 0, 320_000, 32_000),
        (timedelta(days=7) - SECOND, 5, 160_000, 160_000, 16_000),
        (timedelta(hours=48), 5, 160_000, 160_000, 16_000),
        (timedelta(hours=48) - SECOND, 5, 192_000, 128_000, 12_800),
        (SECOND, 5, 192_000, 128_000, 12_800),
        (timedelta(days=3), 1, 32_000, 32_000, 3_200),
        (SECOND, 1, 64_000, 0, 0),
        (SECOND, 2, 96_000, 32_000, 3_200),
        (SECOND, 7, 256_000, 192_000, 19_200),
        (SECOND, 8, 256_000, 256_000, 25_600),
        (SECOND, 20, 256_000, 1_024_000, 102_400),
    ],
)
def test_by_the_customer(notice: timedelta, days: int, owed: int, back: int, fee_back: int) -> None:
    figures = cancelled(notice, days)
    assert (figures.owed.amount, figures.refund_price.amount, figures.refund_fee.amount) == (
        owed,
        back,
        fee_back,
    )
    assert figures.refund.amount == back + fee_back


@pytest.mark.parametrize("notice", [timedelta(days=8), timedelta(days=3), SECOND])
def test_by_the_expert_everything_goes_back(notice: timedelta) -> None:
    figures = cancelled(notice, side=Side.EXPERT)
    assert figures.owed.amount == 0
    assert figures.refund.amount == 352_000


def test_half_of_an_odd_amount_is_rounded_for_the_customer() -> None:
    figures = cancelled(timedelta(days=3), days=1, rate=64_001, fee=6_401)
    assert (figures.owed.amount, figures.refund_price.amount) == (32_000, 32_001)
    assert figures.refund_fee.amount == 3_201


def test_before_payment_there_is_nothing_to_divide() -> None:
    figures = unpaid("JPY")
    assert not figures.owed
    assert not figures.refund


@pytest.mark.parametrize(
    ("notice", "days", "said"),
    [
        (timedelta(days=7), 5, "seven days or more"),
        (timedelta(days=2), 5, "between two and seven days"),
        (SECOND, 1, "the first day is owed in full."),
        (SECOND, 2, "and half of the second."),
        (SECOND, 5, "half of days 2 to 5."),
        (SECOND, 9, "half of days 2 to 7. What comes after goes back."),
    ],
)
def test_it_says_why(notice: timedelta, days: int, said: str) -> None:
    assert said in cancelled(notice, days).sentence


@given(
    rate=st.integers(0, 10**9),
    days=st.integers(1, 60),
    fee=st.integers(0, 10**10),
    notice=st.timedeltas(timedelta(0), timedelta(days=200)),
    side=st.sampled_from(Side),
    currency=st.sampled_from(list(CURRENCIES)),
)
def test_no_minor_unit_is_made_or_lost(
    rate: int, days: int, fee: int, notice: timedelta, side: Side, currency: str
) -> None:
    paid_fee = Money(fee, currency)
    figures = settle("standard", side, rate=Money(rate, currency), days=days, fee=paid_fee, notice=notice)
    assert figures.owed + figures.refund_price == Money(rate * days, currency)
    assert min(figures.owed.amount, figures.refund_price.amount, figures.refund_fee.amount) >= 0
    assert figures.refund_fee <= paid_fee
    assert figures.refund <= Money(rate * days, currency) + paid_fee


@given(
    rate=st.integers(1, 10**9), days=st.integers(1, 7), hours=st.integers(0, 300), earlier=st.integers(0, 300)
)
def test_within_a_week_of_work_cancelling_earlier_never_costs_more(
    rate: int, days: int, hours: int, earlier: int
) -> None:
    late = cancelled(timedelta(hours=hours), days, rate)
    early = cancelled(timedelta(hours=hours + earlier), days, rate)
    assert early.refund >= late.refund
