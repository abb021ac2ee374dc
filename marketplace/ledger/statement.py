"""Accounts as people read them: what came, what went, what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.ledger.models import AccountKind, LedgerEntry

OWED = frozenset({AccountKind.BOOKING, AccountKind.EXPERT, AccountKind.FEES})
"""Accounts of what we owe or have earned stand in credit: they are shown the other way round, as more when they grow."""


@dataclass(frozen=True, slots=True)
class Movement:
    at: datetime
    what: str
    amount: Money
    left: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """One account over some entries, in one currency."""

    account: AccountKind
    movements: Sequence[Movement]
    left: Money


def statement(entries: Iterable[LedgerEntry], account: AccountKind, owner: Ref, currency: str) -> Statement:
    """What those entries, oldest first, did to that account."""
    sign = -1 if account in OWED else 1
    left, movements = Money.zero(currency), []
    for entry in entries:
        for posting in entry.postings:
            if (posting.account, posting.owner, posting.currency) == (account, owner, currency):
                amount = Money(sign * posting.amount, currency)
                left += amount
                movements.append(Movement(entry.at, entry.what, amount, left))
    return Statement(account, movements, left)
