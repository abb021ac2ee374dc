import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kit.errors import Invalid
from marketplace.kit.money import CURRENCIES, Money, total

currencies = st.sampled_from(sorted(CURRENCIES))
amounts = st.integers(min_value=0, max_value=10**10)


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("640", "EUR", 64_000),
        ("640.5", "EUR", 64_050),
        ("1,250.50", "USD", 125_050),
        ("1 250", "SEK", 125_000),
        ("12'500.05", "CHF", 1_250_005),
        ("640,50", "EUR", 64_050),
        ("1.250,50", "EUR", 125_050),
        ("1,250", "EUR", 125_000),
        ("64000", "JPY", 64_000),
        ("12.345", "KWD", 12_345),
        ("0", "EUR", 0),
    ],
)
def test_what_people_type_becomes_minor_units(typed: str, currency: str, minor: int) -> None:
    assert Money.parse(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "free",
        "-1",
        "1e30",
        "NaN",
        "Infinity",
        "12.345",
        "1,25,0",
        "1.2.3",
        "sNaN",
        "1e999999999",
        "９",
        "9" * 40,
        "💶",
    ],
)
def test_what_is_no_exact_amount_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Money.parse(typed, "EUR")
    assert refusal.value.sentence.endswith(".")


def test_yen_have_no_cents() -> None:
    with pytest.raises(Invalid):
        Money.parse("100.5", "JPY")


def test_a_currency_we_do_not_deal_in_is_refused() -> None:
    with pytest.raises(Invalid):
        Money.parse("1", "DOGE")


def test_two_currencies_never_mix() -> None:
    with pytest.raises(ValueError, match="do not mix"):
        Money(1, "EUR") + Money(1, "USD")


def test_ten_percent_of_an_odd_cent_rounds_half_up() -> None:
    assert Money(64_005, "EUR").share(1000) == Money(6_401, "EUR")


@given(amounts, currencies)
def test_what_is_shown_reads_back_as_the_same_amount(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert Money.parse(str(money.decimal()), currency) == money


@given(st.lists(amounts), currencies)
def test_a_total_is_the_sum_of_its_parts(parts: list[int], currency: str) -> None:
    assert total((Money(part, currency) for part in parts), currency).amount == sum(parts)


@given(amounts, currencies, st.integers(0, 10_000))
def test_a_share_never_exceeds_the_whole(amount: int, currency: str, basis_points: int) -> None:
    assert Money.zero(currency) <= Money(amount, currency).share(basis_points) <= Money(amount, currency)
