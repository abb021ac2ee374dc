"""A vendor's money: what its bookings hold, have earned, cost and paid out, from the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.kit.paging import Page
from marketplace.ledger.models import EARNED, AccountKind, LedgerEntry, Posting

PAGE = 20
A = AccountKind


@dataclass(slots=True)
class Books:
    """Balances in one currency, as people say them: all of them positive in the ordinary course of things."""

    currency: str
    balances: dict[AccountKind, int] = field(default_factory=dict)
    credited: int = 0

    def enter(self, account: AccountKind, amount: int, earned: int) -> None:
        """`earned` is the part of `amount` that entries of earning have posted."""
        self.balances[account] = self.balances.get(account, 0) + amount
        if account is A.EXPERT:
            self.credited -= earned

    def _of(self, kind: AccountKind, sign: int) -> Money:
        return Money(sign * self.balances.get(kind, 0), self.currency)

    @property
    def held(self) -> Money:
        """Paid by customers, not earned yet."""
        return self._of(A.BOOKING, -1)

    @property
    def earned(self) -> Money:
        """By experts, so far."""
        return Money(self.credited, self.currency)

    @property
    def owed(self) -> Money:
        """Earned by experts, not in their banks yet."""
        return self._of(A.EXPERT, -1)

    @property
    def paid_out(self) -> Money:
        """In the experts' banks."""
        return self.earned - self.owed

    @property
    def fees(self) -> Money:
        return self._of(A.FEES, -1)

    @property
    def stripe_fees(self) -> Money:
        return self._of(A.STRIPE_FEES, 1)

    @property
    def stripe(self) -> Money:
        """What lies in the platform's balance at Stripe for these bookings."""
        return self._of(A.STRIPE, 1)

    @property
    def connected(self) -> Money:
        """What lies in the experts' balances at Stripe."""
        return self._of(A.CONNECTED, 1)

    @property
    def sum(self) -> Money:
        """Of everything: zero, or the books are wrong."""
        return Money(sum(self.balances.values()), self.currency)


@dataclass(frozen=True, slots=True)
class Line:
    """One booking in the books."""

    booking: Booking
    books: Books


def books_of(vendor_id: int) -> list[Books]:
    """One for each currency that the vendor's bookings were ever paid in."""
    earned = case((LedgerEntry.reference.startswith(EARNED), Posting.amount), else_=0)
    rows = (
        select(Posting.currency, Posting.account, func.sum(Posting.amount), func.sum(earned))
        .join(Posting.entry)
        .where(LedgerEntry.booking.in_(select(Booking.ref).where(Booking.vendor_id == vendor_id)))
        .group_by(Posting.currency, Posting.account)
    )
    found: dict[str, Books] = {}
    for currency, account, amount, credited in db.session.execute(rows):
        found.setdefault(currency, Books(currency)).enter(account, int(amount), int(credited))
    return [found[currency] for currency in sorted(found)]


def lines_of(vendor_id: int, number: int) -> Page[Line]:
    """Bookings through which money has moved, the latest first."""
    moved = select(LedgerEntry.booking).where(LedgerEntry.booking.is_not(None))
    which = (Booking.vendor_id == vendor_id) & Booking.ref.in_(moved)
    total = db.session.scalar(select(func.count(Booking.id)).where(which)) or 0
    rows = select(Booking).where(which).options(joinedload(Booking.expert), joinedload(Booking.organization))
    latest = rows.order_by(Booking.starts_at.desc(), Booking.id.desc())
    found = db.session.scalars(latest.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(_lines(found), number, PAGE, total)


def _lines(bookings: Sequence[Booking]) -> list[Line]:
    lines = {booking.ref: Line(booking, Books(booking.price.currency)) for booking in bookings}
    rows = (
        select(LedgerEntry.booking, Posting.account, LedgerEntry.reference, Posting.amount)
        .join(Posting.entry)
        .where(LedgerEntry.booking.in_(lines))
    )
    for ref, account, reference, amount in db.session.execute(rows):
        lines[ref or ""].books.enter(account, amount, amount if reference.startswith(EARNED) else 0)
    return list(lines.values())
