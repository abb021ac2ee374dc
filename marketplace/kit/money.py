"""Money: an integer of minor units and a currency. Never a float, never two currencies at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from marketplace.kit.errors import Invalid

CURRENCIES = {"EUR": 2, "GBP": 2, "USD": 2, "CHF": 2, "SEK": 2, "JPY": 0, "KWD": 3}
"""Currency to its number of minor digits (ISO 4217). Offered on screen in this order."""

LARGEST = 10**11
"""Refuse anything above: a slip of the keyboard, not a price."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`amount` in minor units (cents, yen, fils) of `currency` (ISO 4217, upper case)."""

    amount: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> Self:
        """`"1,250.50", "EUR"` to 125050 cents. Raises `Invalid` on anything that is not a plain, exact amount."""
        digits = digits_of(currency)
        plain = _plain(text, digits_of(currency))
        if plain is None or len(plain) > 20:
            raise Invalid("Write the amount in figures, like 640 or 640.50.")
        minor = Decimal(plain).scaleb(digits)
        if minor != minor.to_integral_value():
            raise Invalid(f"{currency} amounts have at most {digits} digits after the point.")
        if not 0 <= minor <= LARGEST:
            raise Invalid("That amount is outside what we can handle.")
        return cls(int(minor), currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * times, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    def share(self, basis_points: int) -> "Money":
        """That many hundredths of a percent of it, rounded half up to a minor unit."""
        exact = Decimal(self.amount) * basis_points / 10_000
        return Money(int(exact.to_integral_value(ROUND_HALF_UP)), self.currency)

    def part(self, some: int, of: int) -> "Money":
        """So many of so many equal parts of it, rounded half up to a minor unit."""
        return Money((2 * self.amount * some + of) // (2 * of), self.currency)

    def decimal(self) -> Decimal:
        """In major units, exact: for showing, never for computing."""
        return Decimal(self.amount).scaleb(-digits_of(self.currency))

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.amount


def _plain(typed: str, digits: int) -> str | None:
    """The amount with a point and nothing else, however thousands are set apart; None when it could mean two things or nothing.

    A comma before exactly three digits sets thousands apart; before one or two it is the decimal comma of most of Europe.
    """
    bare = re.sub(r"[\s'’]", "", typed)
    if digits == 3 and re.fullmatch(r"[0-9]{1,3},[0-9]{3}", bare):
        return None  # thousands, or thousandths
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?|[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", bare):
        return bare.replace(",", "")
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}|[0-9]{1,3}(\.[0-9]{3})+,[0-9]{1,2}", bare):
        return bare.replace(".", "").replace(",", ".")
    return None


def digits_of(currency: str) -> int:
    """Minor digits of a currency we deal in. Raises `Invalid` for any other."""
    try:
        return CURRENCIES[currency]
    except KeyError:
        raise Invalid(f"We do not deal in {currency!r}.") from None


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Their sum, zero of `currency` when there are none."""
    return sum(amounts, Money.zero(currency))
