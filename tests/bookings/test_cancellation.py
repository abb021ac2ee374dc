"""What cancelling costs, by each preset: every edge, and the properties that no cent is made or lost and waiting never pays."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.bookings.cancellation import PRESETS, Agreed, Settlement, settle, unpaid, windows
from marketplace.bookings.models import Side
from marketplace.kit.money import CURRENCIES, Money
from marketplace.organizations.models import CancellationPolicy

SECOND = timedelta(seconds=1)
START = datetime(2027, 3, 15, 8, 0, tzinfo=UTC)
FLEXIBLE, STANDARD, STRICT = CancellationPolicy


def agreed(
    policy: CancellationPolicy = STANDARD,
    days: int = 5,
    rate: int = 64_000,
    fee: int | None = None,
    starts_at: datetime = START,
    zone: str = "Europe/Berlin",
) -> Agreed:
    """Five days at 640 EUR and the usual tenth as fee, unless said otherwise."""
    kept = rate * days // 10 if fee is None else fee
    return Agreed(policy, [Money(rate, "EUR")] * days, Money(kept, "EUR"), starts_at, zone)


def cancelled(
    notice: timedelta,
    days: int = 5,
    rate: int = 64_000,
    fee: int | None = None,
    side: Side = Side.CUSTOMER,
    policy: CancellationPolicy = STANDARD,
) -> Settlement:
    return settle(agreed(policy, days, rate, fee), side, START - notice)


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
        # Twenty days: half would be more than the last hours ask, so it asks no more than they do.
        (timedelta(days=3), 20, 256_000, 1_024_000, 102_400),
    ],
)
def test_standard(notice: timedelta, days: int, owed: int, back: int, fee_back: int) -> None:
    figures = cancelled(notice, days)
    assert (figures.owed.amount, figures.refund_price.amount, figures.refund_fee.amount) == (
        owed,
        back,
        fee_back,
    )
    assert figures.refund.amount == back + fee_back


@pytest.mark.parametrize(
    ("policy", "notice", "owed"),
    [
        (FLEXIBLE, timedelta(hours=24), 0),
        (FLEXIBLE, timedelta(hours=24) - SECOND, 64_000),
        (FLEXIBLE, SECOND, 64_000),
        (STRICT, timedelta(days=14), 0),
        (STRICT, timedelta(days=14) - SECOND, 160_000),
        (STRICT, SECOND, 160_000),
    ],
)
def test_flexible_and_strict(policy: CancellationPolicy, notice: timedelta, owed: int) -> None:
    assert cancelled(notice, policy=policy).owed.amount == owed


@pytest.mark.parametrize("notice", [timedelta(days=8), timedelta(days=3), SECOND])
@pytest.mark.parametrize("policy", CancellationPolicy)
def test_by_the_expert_everything_goes_back(notice: timedelta, policy: CancellationPolicy) -> None:
    figures = cancelled(notice, side=Side.EXPERT, policy=policy)
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


def test_days_are_counted_on_the_experts_wall_clock() -> None:
    """The clocks change in Berlin on 28 March: seven days before Wednesday at nine is Wednesday at nine, an hour later."""
    start = datetime(2027, 3, 31, 7, 0, tzinfo=UTC)
    berlin, utc = windows(agreed(starts_at=start)), windows(agreed(starts_at=start, zone="UTC"))
    assert berlin[0].until == datetime(2027, 3, 24, 8, 0, tzinfo=UTC)
    assert utc[0].until == datetime(2027, 3, 24, 7, 0, tzinfo=UTC)
    assert berlin[1].until == utc[1].until == start - timedelta(hours=48)


@pytest.mark.parametrize(
    ("policy", "notice", "days", "said"),
    [
        (STANDARD, timedelta(days=7), 5, "seven days or more"),
        (STANDARD, timedelta(days=2), 5, "between two and seven days"),
        (STANDARD, timedelta(days=2), 9, "of what comes after the first 8 days, all."),
        (STANDARD, SECOND, 1, "the first day is owed in full."),
        (STANDARD, SECOND, 2, "and half of the second."),
        (STANDARD, SECOND, 5, "half of days 2 to 5."),
        (STANDARD, SECOND, 9, "half of days 2 to 7. What comes after goes back."),
        (FLEXIBLE, timedelta(days=1), 5, "24 hours or more"),
        (FLEXIBLE, SECOND, 5, "the first day is owed, and the rest goes back."),
        (FLEXIBLE, SECOND, 1, "the first day is owed."),
        (STRICT, timedelta(days=14), 5, "14 days or more"),
        (STRICT, SECOND, 5, "half goes back."),
    ],
)
def test_it_says_why(policy: CancellationPolicy, notice: timedelta, days: int, said: str) -> None:
    assert said in cancelled(notice, days, policy=policy).sentence


bookings = st.builds(
    lambda policy, rate, days, fee, start, zone, currency: Agreed(
        policy, [Money(rate, currency)] * days, Money(fee, currency), start, zone
    ),
    policy=st.sampled_from(CancellationPolicy),
    rate=st.integers(0, 10**9),
    days=st.integers(1, 60),
    fee=st.integers(0, 10**10),
    start=st.datetimes(datetime(2027, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
    currency=st.sampled_from(list(CURRENCIES)),
)
notices = st.timedeltas(timedelta(0), timedelta(days=40))


@given(one=bookings, notice=notices, side=st.sampled_from(Side))
def test_no_minor_unit_is_made_or_lost(one: Agreed, notice: timedelta, side: Side) -> None:
    figures = settle(one, side, one.starts_at - notice)
    assert figures.owed + figures.refund_price == one.price
    assert min(figures.owed.amount, figures.refund_price.amount, figures.refund_fee.amount) >= 0
    assert figures.refund_fee <= one.fee
    assert figures.refund <= one.price + one.fee


@given(one=bookings, notice=notices, earlier=notices)
def test_cancelling_earlier_never_costs_more(one: Agreed, notice: timedelta, earlier: timedelta) -> None:
    late = settle(one, Side.CUSTOMER, one.starts_at - notice)
    early = settle(one, Side.CUSTOMER, one.starts_at - notice - earlier)
    assert early.refund >= late.refund


@given(one=bookings, notice=notices)
def test_what_was_shown_is_what_is_settled(one: Agreed, notice: timedelta) -> None:
    at = one.starts_at - notice
    shown = windows(one)
    assert [window.until for window in shown] == sorted(window.until for window in shown)
    assert shown[-1].until == one.starts_at
    assert len(shown) == len(PRESETS[one.policy])
    still = next(window for window in shown if at <= window.until)
    assert settle(one, Side.CUSTOMER, at) == still.settlement
