"""Timesheet, its entries and its files."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bookings.models import Booking
from marketplace.calendar.models import Shift
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.evidence.kept import KeptFile
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money


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


OPEN = (TimesheetState.DRAFT, TimesheetState.SENT_BACK)
DECIDED = (TimesheetState.APPROVED, TimesheetState.SETTLED)


class Timesheet(Row):
    """The hours of one week of a booking, or what an approver has left open of it.

    A week has one sheet (`part` 1). Where only some of its days are approved, the others go on in a sheet of their own
    (`part` 2, and so on), so that each sheet is decided as a whole. At most one sheet of hours of a week is open.

    A sheet may stand for a `deliverable` instead of hours: its entries are the days that it is worth, whichever weeks they lie in.
    """

    __tablename__ = "timesheet"
    __table_args__ = (
        UniqueConstraint("booking_id", "week_on", "part"),
        Index(None, "booking_id", "deliverable", unique=True),
        Index(None, "state", "approve_by"),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    week_on: Mapped[date]
    """The Monday of its week, on the expert's wall calendar."""
    part: Mapped[int] = mapped_column(default=1)
    deliverable: Mapped[int | None]
    """Its number among those of the booking, from 1."""
    state: Mapped[TimesheetState] = mapped_column(Choice(TimesheetState), default=TimesheetState.DRAFT)
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    submissions: Mapped[int] = mapped_column(default=0)
    """How often it was handed in, so that nobody approves other hours than those they looked at."""
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    approve_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    automatic: Mapped[bool] = mapped_column(default=True)
    """Whether it counts as approved when nobody answers by then: the organization's choice of the day it was submitted."""
    reminders: Mapped[int] = mapped_column(default=0)
    """Sent to the approvers since it was submitted."""
    late_reminders: Mapped[int] = mapped_column(default=0)
    """Sent to the expert since it was due."""
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    earned_price: Mapped[int | None]
    """Once approved, like the other three: minor units of the booking's currency."""
    earned_fee: Mapped[int | None]
    back_price: Mapped[int | None]
    back_fee: Mapped[int | None]

    booking: Mapped[Booking] = relationship()
    decided_by: Mapped[User | None] = relationship()
    entries: Mapped[list["Entry"]] = relationship(
        back_populates="timesheet", cascade="all, delete-orphan", order_by="Entry.shift_id"
    )

    files: Mapped[list["TimesheetFile"]] = relationship(
        back_populates="timesheet", cascade="all, delete-orphan", order_by="TimesheetFile.id"
    )

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)

    @property
    def delivers(self) -> bool:
        """A deliverable instead of hours."""
        return self.deliverable is not None

    @property
    def title(self) -> str:
        """What is handed over; empty for hours."""
        return self.booking.deliverables[self.deliverable - 1]["title"] if self.deliverable else ""

    @property
    def accepted_when(self) -> str:
        """The criteria that were agreed on for it."""
        return self.booking.deliverables[self.deliverable - 1]["accepted_when"] if self.deliverable else ""

    @property
    def overdue(self) -> bool:
        """The approver's window has passed. It stands still while a dispute is open."""
        if self.state is not TimesheetState.SUBMITTED or not self.automatic or self.approve_by is None:
            return False
        if self.booking.disputed_at is not None:
            return False
        return self.approve_by <= clock.now()

    @property
    def open(self) -> bool:
        """Still in the expert's hands."""
        return self.state in OPEN

    @property
    def decided(self) -> bool:
        """For good: by an approver, or with a dispute."""
        return self.state in DECIDED

    @property
    def earned(self) -> Money:
        """Once approved: what the expert gets."""
        return Money(self.earned_price or 0, self.booking.price.currency)

    @property
    def days(self) -> int:
        return len(self.entries)

    @property
    def minutes(self) -> int:
        return sum(entry.minutes for entry in self.entries)

    @property
    def days_worked(self) -> int:
        return sum(entry.minutes > 0 for entry in self.entries)


class Entry(Part):
    """Minutes worked in one shift, breaks not counted. `starts` and `ends` are the expert's wall clock, where they were written."""

    __tablename__ = "timesheet_entry"
    __table_args__ = (
        UniqueConstraint("timesheet_id", "shift_id"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    )

    timesheet_id: Mapped[int] = mapped_column(ForeignKey("timesheet.id", ondelete="CASCADE"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    minutes: Mapped[int]
    starts: Mapped[time | None] = mapped_column(Time)
    ends: Mapped[time | None] = mapped_column(Time)
    pause: Mapped[int] = mapped_column(default=0)
    """Minutes of break, already taken off."""
    note: Mapped[str] = mapped_column(String(300), default="")

    timesheet: Mapped[Timesheet] = relationship(back_populates="entries")
    shift: Mapped[Shift] = relationship()


class TimesheetFile(KeptFile):
    """`submission` is the one that it came with, or will come with while the sheet is in the expert's hands."""

    __tablename__ = "timesheet_file"

    timesheet_id: Mapped[int] = mapped_column(ForeignKey("timesheet.id", ondelete="CASCADE"), index=True)
    submission: Mapped[int]

    timesheet: Mapped[Timesheet] = relationship(back_populates="files")

    @property
    def handed_in(self) -> bool:
        return self.submission <= self.timesheet.submissions
