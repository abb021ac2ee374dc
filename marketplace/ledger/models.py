"""LedgerEntry and Posting."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.ledger.errors import Unchangeable

EARNED = "earned:"
"""References that begin so post what becomes an expert's; what follows is its cause."""


class AccountKind(StrEnum):
    STRIPE = "stripe"
    STRIPE_FEES = "stripe_fees"
    FEES = "fees"
    BOOKING = "booking"
    EXPERT = "expert"
    CONNECTED = "connected"
    BANK = "bank"
    ADJUSTMENTS = "adjustments"


class LedgerEntry(Row):
    """One movement of money and what caused it. `reference` is unique: nothing is posted twice."""

    __tablename__ = "ledger_entry"
    __table_args__ = (Index(None, "booking"),)

    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    reference: Mapped[str] = mapped_column(String(120), unique=True)
    what: Mapped[str] = mapped_column(String(120))
    booking: Mapped[Ref | None] = mapped_column(String(12))

    postings: Mapped[list["Posting"]] = relationship(back_populates="entry", order_by="Posting.id")


class Posting(Part):
    """`amount` minor units of `currency` into (positive) or out of an account."""

    __tablename__ = "posting"
    __table_args__ = (Index(None, "account", "owner", "currency"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    account: Mapped[AccountKind] = mapped_column(Choice(AccountKind))
    owner: Mapped[Ref] = mapped_column(String(12), default="")
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))

    entry: Mapped[LedgerEntry] = relationship(back_populates="postings")


def _refuse(_mapper: object, _connection: object, target: LedgerEntry | Posting) -> None:
    raise Unchangeable(f"{type(target).__name__} {target.id} has been posted: post its reverse instead")


for _kind in (LedgerEntry, Posting):
    event.listen(_kind, "before_update", _refuse)
    event.listen(_kind, "before_delete", _refuse)
