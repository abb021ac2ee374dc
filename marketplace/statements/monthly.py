"""Statements of a month, from the ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.ledger.models import AccountKind, LedgerEntry, Posting
from marketplace.ledger.statement import OWED
from marketplace.organizations.models import Organization, Vendor
from marketplace.registry.models import Expert
from marketplace.statements.month import Month

A = AccountKind
TITLES = {
    A.BOOKING: "Held for bookings",
    A.EXPERT: "Earned, not in the bank yet",
    A.FEES: "Our fees",
    A.STRIPE_FEES: "Stripe’s fees",
}
OF_VENDOR = (A.BOOKING, A.EXPERT, A.FEES, A.STRIPE_FEES)


@dataclass(frozen=True, slots=True)
class Line:
    """`reference` is the entry's in the ledger: it names what caused it. `left` is what the account held afterwards."""

    at: datetime
    what: str
    booking: Ref
    reference: str
    amount: Money
    left: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """One account in one currency. What we owe, or have earned, is shown as more when it grows."""

    account: AccountKind
    opening: Money
    lines: Sequence[Line]
    closing: Money

    @property
    def title(self) -> str:
        return TITLES[self.account]

    @property
    def came(self) -> Money:
        return self._sum(1)

    @property
    def went(self) -> Money:
        return self._sum(-1)

    def _sum(self, sign: int) -> Money:
        amounts = (one.amount.amount for one in self.lines)
        return Money(sum(sign * one for one in amounts if sign * one > 0), self.opening.currency)


def of_expert(expert: Expert, month: Month) -> Sequence[Statement]:
    return list(_statements(A.EXPERT, Posting.owner == expert.ref, month))


def of_organization(organization: Organization, month: Month) -> Sequence[Statement]:
    theirs = select(Booking.ref).where(Booking.organization_id == organization.id)
    return list(_statements(A.BOOKING, LedgerEntry.booking.in_(theirs), month))


def of_vendor(vendor: Vendor, month: Month) -> Sequence[Statement]:
    theirs = LedgerEntry.booking.in_(select(Booking.ref).where(Booking.vendor_id == vendor.id))
    return [one for account in OF_VENDOR for one in _statements(account, theirs, month)]


def _statements(account: AccountKind, whose: ColumnElement[bool], month: Month) -> Iterator[Statement]:
    """One for each currency in which the account holds something or held it that month."""
    sign = -1 if account in OWED else 1
    mine = (Posting.account == account) & whose
    before = _before(mine, month.start)
    entries: dict[str, list[tuple[LedgerEntry, int]]] = {}
    rows = select(LedgerEntry, Posting.currency, func.sum(Posting.amount)).join(LedgerEntry.postings)
    rows = rows.where(mine, LedgerEntry.at >= month.start, LedgerEntry.at < month.end)
    for entry, currency, amount in db.session.execute(
        rows.group_by(LedgerEntry.id, Posting.currency).order_by(LedgerEntry.id)
    ):
        entries.setdefault(currency, []).append((entry, int(amount)))
    for currency in sorted(before.keys() | entries.keys()):
        opening = left = Money(sign * before.get(currency, 0), currency)
        lines = []
        for entry, amount in entries.get(currency, ()):
            change = Money(sign * amount, currency)
            left += change
            lines.append(Line(entry.at, entry.what, entry.booking or "", entry.reference, change, left))
        if opening or lines:
            yield Statement(account, opening, lines, left)


def _before(mine: ColumnElement[bool], start: datetime) -> dict[str, int]:
    rows = select(Posting.currency, func.sum(Posting.amount)).join(Posting.entry)
    rows = rows.where(mine, LedgerEntry.at < start).group_by(Posting.currency)
    return {currency: int(amount) for currency, amount in db.session.execute(rows)}
