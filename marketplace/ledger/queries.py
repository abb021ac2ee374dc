"""Balances, always derived from the postings."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.ledger.models import AccountKind, LedgerEntry, Posting


def balance(kind: AccountKind, owner: Ref, currency: str) -> Money:
    """What stands in one account; debits are positive, so what we owe somebody is negative."""
    return Money(balances(kind, owner).get(currency, 0), currency)


def balances(kind: AccountKind, owner: Ref = "") -> dict[str, int]:
    """Minor units by currency; currencies that were never posted are missing."""
    rows = (
        select(Posting.currency, func.sum(Posting.amount))
        .where(Posting.account == kind, Posting.owner == owner)
        .group_by(Posting.currency)
        .order_by(Posting.currency)
    )
    return {currency: int(amount) for currency, amount in db.session.execute(rows)}


def owners(kind: AccountKind) -> list[Ref]:
    """Whose accounts of that kind were ever posted to."""
    rows = select(Posting.owner).where(Posting.account == kind).distinct().order_by(Posting.owner)
    return list(db.session.scalars(rows))


def entries_of(booking: Ref) -> Sequence[LedgerEntry]:
    """Every movement of one booking's money, oldest first, with its postings."""
    rows = select(LedgerEntry).where(LedgerEntry.booking == booking).order_by(LedgerEntry.id)
    return db.session.scalars(rows.options(selectinload(LedgerEntry.postings))).all()


def trial_balance(bookings: Collection[Ref] | None = None) -> dict[str, int]:
    """The sum of all postings by currency, of those bookings or of everything: always zero."""
    rows = select(Posting.currency, func.sum(Posting.amount)).group_by(Posting.currency)
    if bookings is not None:
        rows = rows.join(LedgerEntry).where(LedgerEntry.booking.in_(bookings))
    return {currency: int(amount) for currency, amount in db.session.execute(rows)}
