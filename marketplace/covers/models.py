"""Cover."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bookings.models import Booking
from marketplace.certification.models import Certificate
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime, money
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money
from marketplace.registry.models import Expert


class CoverState(StrEnum):
    ASKED = "asked"
    STANDING_BY = "standing_by"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LEFT = "left"
    OVER = "over"
    CALLED = "called"
    MISSED = "missed"
    OUTDATED = "outdated"


S = CoverState
OPEN = (S.ASKED, S.STANDING_BY)
LIFECYCLE = Lifecycle(
    "cover",
    [
        Step(S.ASKED, "agree", "backup", S.STANDING_BY, "CoverAgreed"),
        Step(S.ASKED, "decline", "backup", S.DECLINED, "CoverDeclined"),
        Step(S.ASKED, "withdraw", "booker", S.WITHDRAWN, "CoverWithdrawn"),
        Step(S.ASKED, "expire", "system", S.EXPIRED, "CoverExpired", "72 h, a call 24 h, or when it begins"),
        Step(S.ASKED, "finish", "system, with the booking", S.OVER, "CoverFinished"),
        Step(
            S.ASKED,
            "outdate",
            "system, when the call gets another time or length",
            S.OUTDATED,
            "CoverOutdated",
        ),
        Step(
            S.STANDING_BY,
            "call",
            "system, when the expert cancels, declines, does not answer, gives up the rest or does not come",
            S.CALLED,
            "CoverCalled",
        ),
        Step(S.STANDING_BY, "miss", "system, when they cannot be asked any more", S.MISSED, "CoverMissed"),
        Step(
            S.STANDING_BY,
            "outdate",
            "system, when the call gets another time or length",
            S.OUTDATED,
            "CoverOutdated",
        ),
        Step(S.STANDING_BY, "leave", "backup", S.LEFT, "CoverLeft"),
        Step(S.STANDING_BY, "withdraw", "booker", S.WITHDRAWN, "CoverWithdrawn"),
        Step(
            S.STANDING_BY,
            "finish",
            "system, with the booking",
            S.OVER,
            "CoverFinished",
            "when the last day, or the call, is over",
        ),
    ],
    {
        S.ASKED: "waits for an answer",
        S.STANDING_BY: "is agreed on",
        S.DECLINED: "has been declined",
        S.WITHDRAWN: "has been taken back",
        S.EXPIRED: "was not answered in time",
        S.LEFT: "has been given up by the backup",
        S.OVER: "is over",
        S.CALLED: "has been called",
        S.MISSED: "could not be called",
        S.OUTDATED: "was about another time of the call",
    },
)


class Cover(Row):
    """Somebody who stands by for a booking. `total` for `days`, a call counting as one, and `template_number`, are the price and
    the words agreed to.

    `overlap_days` are days on which both work, should the expert give up the rest of a booking that has begun; `overlap_total`
    is what they come to, on top.
    """

    __tablename__ = "cover"
    __table_args__ = (Index(None, "state", "respond_by"), Index(None, "expert_id", "state"))

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    open_for: Mapped[int | None] = mapped_column(unique=True)
    """The booking's id while it is open: the database allows one for each booking."""
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    state: Mapped[CoverState] = mapped_column(Choice(CoverState), default=S.ASKED)
    named_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    total: Mapped[Money] = money("total")
    days: Mapped[int]
    overlap_days: Mapped[int] = mapped_column(default=0)
    overlap_total: Mapped[Money] = money("overlap_total")
    template_number: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    respond_by: Mapped[datetime] = mapped_column(UTCDateTime)
    reminders: Mapped[int] = mapped_column(default=0)
    called_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"))
    """The booking that it became."""
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    booking: Mapped[Booking] = relationship(foreign_keys=booking_id)
    called: Mapped[Booking | None] = relationship(foreign_keys=called_id)
    expert: Mapped[Expert] = relationship()
    certificate: Mapped[Certificate] = relationship()
    named_by: Mapped[User] = relationship()

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
        if not self.open:
            self.open_for, self.ended_at = None, clock.now()
