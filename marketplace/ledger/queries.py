"""Balances, always derived from the postings."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.ledger.models import EARNED, AccountKind, LedgerEntry, Posting


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


def by_reference(
    kind: AccountKind, owner: Ref = "", *, since: datetime | None = None
) -> Sequence[tuple[str, str, int]]:
    """What each entry did to one account: its reference, the currency, minor units."""
    rows = _by_reference(kind, owner)
    return _triples(rows if since is None else rows.where(LedgerEntry.at >= since))


def by_references(
    kind: AccountKind, owner: Ref, names: Collection[str], beginnings: Collection[str] = ()
) -> Sequence[tuple[str, str, int]]:
    """The same, of entries with those references, or with references that begin so."""
    begins = [LedgerEntry.reference.startswith(one, autoescape=True) for one in beginnings]
    return _triples(_by_reference(kind, owner).where(or_(LedgerEntry.reference.in_(names), *begins)))


def _by_reference(kind: AccountKind, owner: Ref) -> Select[str, str, int]:
    summed = select(LedgerEntry.reference, Posting.currency, func.sum(Posting.amount)).join(Posting.entry)
    summed = summed.where(Posting.account == kind, Posting.owner == owner)
    return summed.group_by(LedgerEntry.reference, Posting.currency)


def _triples(rows: Select[str, str, int]) -> Sequence[tuple[str, str, int]]:
    return [(reference, currency, int(amount)) for reference, currency, amount in db.session.execute(rows)]


def entries_of(booking: Ref) -> Sequence[LedgerEntry]:
    """Every movement of one booking's money, oldest first, with its postings."""
    rows = select(LedgerEntry).where(LedgerEntry.booking == booking).order_by(LedgerEntry.id)
    return db.session.scalars(rows.options(selectinload(LedgerEntry.postings))).all()


def earned_for(booking: Ref, currency: str, *, but: Collection[Ref]) -> Money:
    """What became the expert's for a booking, whether it has left or not, without what the causes `but` brought."""
    rows = (
        select(func.sum(Posting.amount))
        .join(Posting.entry)
        .where(LedgerEntry.booking == booking, Posting.account == AccountKind.EXPERT)
        .where(LedgerEntry.reference.startswith(EARNED))
        .where(LedgerEntry.reference.not_in([f"{EARNED}{one}" for one in but]))
    )
    return Money(-int(db.session.scalar(rows) or 0), currency)


def trial_balance(bookings: Collection[Ref] | None = None) -> dict[str, int]:
    """The sum of all postings by currency, of those bookings or of everything: always zero."""
    rows = select(Posting.currency, func.sum(Posting.amount)).group_by(Posting.currency)
    if bookings is not None:
        rows = rows.join(LedgerEntry).where(LedgerEntry.booking.in_(bookings))
    return {currency: int(amount) for currency, amount in db.session.execute(rows)}
