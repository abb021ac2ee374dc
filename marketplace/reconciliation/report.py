"""What a comparison found, as it is kept: plain values that change no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.kit.ids import Ref
from marketplace.kit.money import Money

KEPT = 500
"""Differences that are kept word for word; beyond them they are only counted."""


@dataclass(frozen=True, slots=True)
class Account:
    """A balance at Stripe: the platform's own, or an expert's. `owner` is empty or the expert's ref; `stripe_id` too, for ours."""

    owner: Ref
    name: str
    stripe_id: str = ""

    @property
    def platform(self) -> bool:
        return not self.owner


@dataclass(frozen=True, slots=True)
class Balance:
    """One balance in one currency: what our books say, and what Stripe says."""

    account: Account
    ours: Money
    stripes: Money

    @property
    def difference(self) -> Money:
        return self.stripes - self.ours


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about which the two disagree.

    `subject` is the ref of our row, or Stripe's id where no row of ours is behind it; `kind` says which: payment, refund,
    transfer, payout, or Stripe's own word.
    """

    account: Account
    subject: str
    kind: str
    booking: Ref
    ours: Money
    stripes: Money
    why: str
    expected: bool
    foreign: bool = False
    """No row of ours is behind it, so that it can only be written into the books by hand."""

    @property
    def difference(self) -> Money:
        return self.stripes - self.ours


@dataclass(frozen=True, slots=True)
class Report:
    balances: Sequence[Balance] = ()
    differences: Sequence[Difference] = ()

    @property
    def flagged(self) -> Sequence[Difference]:
        return [one for one in self.differences if not one.expected]

    @property
    def expected(self) -> Sequence[Difference]:
        return [one for one in self.differences if one.expected]

    def dumped(self) -> dict[str, Any]:
        """As JSON keeps it, those that want somebody first."""
        first = [*self.flagged, *self.expected][:KEPT]
        return {
            "balances": [_sides(one) for one in self.balances],
            "differences": [_sides(one) | {name: getattr(one, name) for name in TOLD} for one in first],
        }

    @staticmethod
    def loaded(kept: dict[str, Any]) -> "Report":
        return Report(
            [Balance(**_loaded(row)) for row in kept.get("balances", ())],
            [
                Difference(**_loaded(row), **{name: row[name] for name in TOLD})
                for row in kept.get("differences", ())
            ],
        )


TOLD = ("subject", "kind", "booking", "why", "expected", "foreign")


def _sides(one: Balance | Difference) -> dict[str, Any]:
    account = [one.account.owner, one.account.name, one.account.stripe_id]
    return {
        "account": account,
        "ours": one.ours.amount,
        "stripes": one.stripes.amount,
        "currency": one.ours.currency,
    }


def _loaded(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "account": Account(*row["account"]),
        "ours": Money(row["ours"], row["currency"]),
        "stripes": Money(row["stripes"], row["currency"]),
    }
