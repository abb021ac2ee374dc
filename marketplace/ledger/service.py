"""Posting, the only way money moves in the books."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.db.base import db
from marketplace.db.session import in_atomic
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.ledger.errors import Unbalanced
from marketplace.ledger.models import AccountKind, LedgerEntry, Posting


@dataclass(frozen=True, slots=True)
class Line:
    """`amount` into the account (positive, a debit) or out of it.

    `owner` is the ref of the booking or expert, empty for the platform's own accounts.
    """

    account: AccountKind
    owner: Ref
    amount: Money


def post(reference: str, what: str, lines: Sequence[Line], *, booking: Ref | None) -> LedgerEntry:
    """Write one movement in the caller's transaction; what stands under `reference` already stays as it is.

    Lines of nothing are left out. Raises `Unbalanced` unless the rest sum to zero in each currency.
    """
    if not in_atomic():
        raise RuntimeError("money moves in the transaction that moves it")
    known = db.session.scalar(select(LedgerEntry).where(LedgerEntry.reference == reference))
    if known is not None:
        return known
    _check(lines)
    entry = LedgerEntry(reference=reference, what=what, booking=booking)
    entry.postings = [
        Posting(account=one.account, owner=one.owner, amount=one.amount.amount, currency=one.amount.currency)
        for one in lines
        if one.amount
    ]
    db.session.add(entry)
    db.session.flush()
    return entry


def move(
    amount: Money, *, out_of: tuple[AccountKind, Ref], into: tuple[AccountKind, Ref]
) -> tuple[Line, Line]:
    """The two lines that carry `amount` from one account to another."""
    return Line(*into, amount), Line(*out_of, -amount)


def _check(lines: Sequence[Line]) -> None:
    sums: dict[str, int] = {}
    for one in lines:
        sums[one.amount.currency] = sums.get(one.amount.currency, 0) + one.amount.amount
    if any(sums.values()):
        raise Unbalanced(f"the lines leave {sums}")
