"""Dispute, Statement and the files that come with it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bookings.models import Booking, Side
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime, money
from marketplace.evidence.kept import KeptFile
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money
from marketplace.timesheets.models import Timesheet


class Topic(StrEnum):
    HOURS = "hours"
    QUALITY = "quality"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {"hours": "The hours", "quality": "The quality of the work", "other": "Something else"}[self]


class DisputeState(StrEnum):
    ASKED = "asked"
    REFERRED = "referred"
    TAKEN = "taken"
    SETTLED = "settled"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


S = DisputeState
OPEN = (S.ASKED, S.REFERRED, S.TAKEN)
CARRIED_OUT = (S.SETTLED, S.DECIDED, S.CLOSED)
"""Ended with a division of the money."""

LIFECYCLE = Lifecycle(
    "dispute",
    [
        Step(S.ASKED, "contest", "the other side", S.REFERRED, "DisputeContested"),
        Step(S.ASKED, "offer", "the other side", S.REFERRED, "DisputeOffered"),
        Step(S.ASKED, "refer", "system", S.REFERRED, "DisputeReferred", "5 business days without an answer"),
        Step(S.REFERRED, "offer", "either side", S.REFERRED, "DisputeOffered"),
        Step(S.TAKEN, "offer", "either side", S.TAKEN, "DisputeOffered"),
        Step(S.REFERRED, "take", "assessor without a conflict", S.TAKEN, "DisputeTaken"),
        Step(S.TAKEN, "leave", "that assessor or admin", S.REFERRED, "DisputeLeft"),
        Step(S.TAKEN, "opine", "that assessor", S.DECIDED, "DisputeDecided"),
        *(Step(one, "settle", "both sides, by agreeing", S.SETTLED, "DisputeSettled") for one in OPEN),
        *(Step(one, "withdraw", "whoever opened it", S.WITHDRAWN, "DisputeWithdrawn") for one in OPEN),
        *(
            Step(one, "close", "system", S.CLOSED, "DisputeClosed", "30 days after it was opened")
            for one in OPEN
        ),
    ],
    {
        S.ASKED: "waits for the other side",
        S.REFERRED: "waits for the vendor’s opinion",
        S.TAKEN: "is with one of the vendor’s assessors",
        S.SETTLED: "was settled by agreement",
        S.DECIDED: "was decided by the vendor’s opinion",
        S.CLOSED: "was closed after 30 days",
        S.WITHDRAWN: "was taken back",
    },
)


class Dispute(Row):
    """`side` opened it. `price` and `fee` are what was still open of the booking then, and are divided when it ends.

    `asked`, `offered` and `back` are parts of `price` that would go, or go, back to the customer, in minor units; the fee follows
    in proportion (`division`).
    """

    __tablename__ = "dispute"
    __table_args__ = (Index(None, "state", "answer_by"), Index(None, "state", "opinion_by"))

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    timesheet_id: Mapped[int | None] = mapped_column(
        ForeignKey("timesheet.id", ondelete="SET NULL"), index=True
    )
    """The hours it is about, where it is about some."""
    open_for: Mapped[int | None] = mapped_column(unique=True)
    """The booking's id while it is open: the database allows one for each booking."""
    state: Mapped[DisputeState] = mapped_column(Choice(DisputeState), default=S.ASKED)
    side: Mapped[Side] = mapped_column(Choice(Side))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    topic: Mapped[Topic] = mapped_column(Choice(Topic))
    price: Mapped[Money] = money("price")
    fee: Mapped[Money] = money("fee")
    fee_taken: Mapped[int] = mapped_column(BigInteger, default=0)
    """The part of `fee` that was ours already, with hours that were approved."""
    asked: Mapped[int] = mapped_column(BigInteger)
    answer_by: Mapped[datetime] = mapped_column(UTCDateTime)
    opinion_business_days: Mapped[int]
    reminders: Mapped[int] = mapped_column(default=0)
    """1 once whoever has to answer was reminded, 2 once whoever has to give the opinion was."""
    opinion_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    overdue_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the admins were told that there is no opinion."""
    offered: Mapped[int | None] = mapped_column(BigInteger)
    offer_side: Mapped[Side | None] = mapped_column(Choice(Side))
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    back: Mapped[int | None] = mapped_column(BigInteger)
    opinion: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    booking: Mapped[Booking] = relationship()
    timesheet: Mapped[Timesheet | None] = relationship()
    opened_by: Mapped[User] = relationship(foreign_keys=[opened_by_id])
    assessor: Mapped[User | None] = relationship(foreign_keys=[assessor_id])
    statements: Mapped[list["Statement"]] = relationship(back_populates="dispute", order_by="Statement.id")

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def waits_for_opinion(self) -> bool:
        return self.state in (S.REFERRED, S.TAKEN)

    @property
    def overdue(self) -> bool:
        return self.waits_for_opinion and self.opinion_by is not None and self.opinion_by <= clock.now()

    @property
    def answering(self) -> Side:
        """The side that did not open it."""
        return self.side.other

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
        if not self.open:
            self.open_for, self.ended_at = None, clock.now()


class Statement(Row):
    """What one side says about it, with files. None are taken back: the assessor reads them all."""

    __tablename__ = "dispute_statement"

    dispute_id: Mapped[int] = mapped_column(ForeignKey("dispute.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    side: Mapped[Side] = mapped_column(Choice(Side))
    text: Mapped[str] = mapped_column(Text)

    dispute: Mapped[Dispute] = relationship(back_populates="statements")
    author: Mapped[User] = relationship()
    files: Mapped[list["StatementFile"]] = relationship(
        back_populates="statement", order_by="StatementFile.id"
    )


class StatementFile(KeptFile):
    """What shows what one side says."""

    __tablename__ = "dispute_file"

    statement_id: Mapped[int] = mapped_column(ForeignKey("dispute_statement.id"), index=True)

    statement: Mapped[Statement] = relationship(back_populates="files")
