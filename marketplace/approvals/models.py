"""Approval."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bookings.models import Booking
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime, money
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money


class ApprovalState(StrEnum):
    WANTED = "wanted"
    GIVEN = "given"
    REFUSED = "refused"
    VOID = "void"


S = ApprovalState
LIFECYCLE = Lifecycle(
    "approval",
    [
        Step(S.WANTED, "give", "owner or approver whose limit is high enough", S.GIVEN, "ApprovalGiven"),
        Step(
            S.WANTED, "refuse", "owner or approver whose limit is high enough", S.REFUSED, "ApprovalRefused"
        ),
        Step(S.WANTED, "void", "system, with the booking", S.VOID, "ApprovalVoided"),
    ],
    {
        S.WANTED: "waits for an answer",
        S.GIVEN: "has been given",
        S.REFUSED: "has been refused",
        S.VOID: "ended with the booking",
    },
)


class Approval(Row):
    """What a booking of that total needs before it is paid. `wanted_for` is the limit that it exceeds."""

    __tablename__ = "approval"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    state: Mapped[ApprovalState] = mapped_column(Choice(ApprovalState), default=S.WANTED)
    total: Mapped[Money] = money("total")
    wanted_for: Mapped[Money] = money("wanted_for")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")

    booking: Mapped[Booking] = relationship()
    decided_by: Mapped[User | None] = relationship()

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
        self.decided_at = clock.now()
