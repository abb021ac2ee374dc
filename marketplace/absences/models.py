"""Absence."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bookings.models import Booking, Side
from marketplace.calendar.models import Shift
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step


class AbsenceState(StrEnum):
    SAID = "said"
    SETTLED = "settled"
    CONTRADICTED = "contradicted"
    WITHDRAWN = "withdrawn"
    VOID = "void"


S = AbsenceState
LIFECYCLE = Lifecycle(
    "absence",
    [
        Step(S.SAID, "agree", "the other side", S.SETTLED, "AbsenceSettled"),
        Step(S.SAID, "settle", "system", S.SETTLED, "AbsenceSettled", "24 h without a word"),
        Step(S.SAID, "object", "the other side, or hours handed in", S.CONTRADICTED, "AbsenceContradicted"),
        Step(S.SAID, "withdraw", "whoever said it", S.WITHDRAWN, "AbsenceWithdrawn"),
        Step(S.SAID, "void", "system, when something else has decided", S.VOID, "AbsenceVoided"),
    ],
    {
        S.SAID: "waits for the other side’s word",
        S.SETTLED: "is settled",
        S.CONTRADICTED: "is seen differently by the two sides",
        S.WITHDRAWN: "was taken back",
        S.VOID: "was decided otherwise",
    },
)


class Absence(Row):
    """`side` says that the other did not come on the day of `shift`; `onward`: nor on any booked day after it."""

    __tablename__ = "absence"
    __table_args__ = (Index(None, "state", "answer_by"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    open_for: Mapped[int | None] = mapped_column(unique=True)
    """The booking's id while it is open: the database allows one for each booking."""
    state: Mapped[AbsenceState] = mapped_column(Choice(AbsenceState), default=S.SAID)
    side: Mapped[Side] = mapped_column(Choice(Side))
    onward: Mapped[bool] = mapped_column(default=False)
    said_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    words: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_by: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    rest_given_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    booking: Mapped[Booking] = relationship()
    shift: Mapped[Shift] = relationship()
    said_by: Mapped[User] = relationship()

    @property
    def absent(self) -> Side:
        """Who did not come."""
        return self.side.other

    @property
    def open(self) -> bool:
        return self.state is S.SAID

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
        self.open_for, self.ended_at = None, clock.now()
