"""Timesheet and Entry."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bookings.models import Booking
from marketplace.calendar.models import Shift
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step


class TimesheetState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    SETTLED = "settled"


S = TimesheetState
LIFECYCLE = Lifecycle(
    "timesheet",
    [
        Step(S.DRAFT, "submit", "expert", S.SUBMITTED, "TimesheetSubmitted"),
        Step(S.SENT_BACK, "submit", "expert", S.SUBMITTED, "TimesheetSubmitted"),
        Step(S.SUBMITTED, "send_back", "approver", S.SENT_BACK, "TimesheetSentBack"),
        Step(S.SUBMITTED, "approve", "approver", S.APPROVED, "TimesheetApproved", "after 5 business days"),
        Step(
            S.DRAFT, "settle", "both sides or an assessor, by ending a dispute", S.SETTLED, "TimesheetSettled"
        ),
        Step(
            S.SENT_BACK,
            "settle",
            "both sides or an assessor, by ending a dispute",
            S.SETTLED,
            "TimesheetSettled",
        ),
        Step(
            S.SUBMITTED,
            "settle",
            "both sides or an assessor, by ending a dispute",
            S.SETTLED,
            "TimesheetSettled",
        ),
    ],
    {
        S.DRAFT: "has not been submitted",
        S.SUBMITTED: "waits for approval",
        S.SENT_BACK: "has been sent back",
        S.APPROVED: "has been approved",
        S.SETTLED: "has been settled with a dispute",
    },
)


class Timesheet(Row):
    """The hours of one booking."""

    __tablename__ = "timesheet"
    __table_args__ = (Index(None, "state", "approve_by"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    state: Mapped[TimesheetState] = mapped_column(Choice(TimesheetState), default=TimesheetState.DRAFT)
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    approve_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    booking: Mapped[Booking] = relationship()
    decided_by: Mapped[User | None] = relationship()
    entries: Mapped[list["Entry"]] = relationship(
        back_populates="timesheet", cascade="all, delete-orphan", order_by="Entry.shift_id"
    )

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)

    @property
    def overdue(self) -> bool:
        """The approver's window has passed. It stands still while a dispute is open."""
        if self.state is not TimesheetState.SUBMITTED or self.approve_by is None:
            return False
        if self.booking.disputed_at is not None:
            return False
        return self.approve_by <= clock.now()

    @property
    def minutes(self) -> int:
        return sum(entry.minutes for entry in self.entries)

    @property
    def days_worked(self) -> int:
        return sum(entry.minutes > 0 for entry in self.entries)


class Entry(Part):
    """Minutes worked in one shift, breaks not counted."""

    __tablename__ = "timesheet_entry"
    __table_args__ = (
        UniqueConstraint("timesheet_id", "shift_id"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    )

    timesheet_id: Mapped[int] = mapped_column(ForeignKey("timesheet.id", ondelete="CASCADE"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    minutes: Mapped[int]

    timesheet: Mapped[Timesheet] = relationship(back_populates="entries")
    shift: Mapped[Shift] = relationship()
