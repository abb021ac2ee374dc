"""WeeklyHours, DayOff, Confirmation, Shift."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db.base import Base, Part, Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit.ids import Ref
from marketplace.kit.lifecycle import Lifecycle, Step


class WeeklyHours(Part):
    """A stretch of a weekday (Monday is 0), in minutes of the wall clock in the expert's time zone."""

    __tablename__ = "weekly_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(
            "0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440", name="minutes"
        ),
        Index(None, "expert_id", "weekday"),
    )

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    start_minute: Mapped[int]
    end_minute: Mapped[int]


class DayOff(Row):
    """Days on which the weekly hours do not hold, first and last included."""

    __tablename__ = "day_off"
    __table_args__ = (Index(None, "expert_id", "last_on"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(120), default="")


class ConfirmationState(StrEnum):
    CONFIRMED = "confirmed"
    ASKED = "asked"


AVAILABILITY = Lifecycle(
    "availability",
    [
        Step(
            ConfirmationState.CONFIRMED,
            "confirm",
            "expert",
            ConfirmationState.CONFIRMED,
            "AvailabilityConfirmed",
        ),
        Step(
            ConfirmationState.CONFIRMED,
            "ask",
            "system",
            ConfirmationState.ASKED,
            "ConfirmationAsked",
            "after 10 days; after 14 it counts no more",
        ),
        Step(
            ConfirmationState.ASKED,
            "confirm",
            "expert",
            ConfirmationState.CONFIRMED,
            "AvailabilityConfirmed",
        ),
    ],
    {
        ConfirmationState.CONFIRMED: "is confirmed",
        ConfirmationState.ASKED: "waits for the expert’s word",
    },
)


class Confirmation(Base):
    """When an expert last said that their calendar is right, and whether they have been asked since.

    `confirmed_at` is None for whoever never has.
    """

    __tablename__ = "confirmation"

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[ConfirmationState] = mapped_column(
        Choice(ConfirmationState), default=ConfirmationState.CONFIRMED
    )
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    def become(self, verb: str) -> None:
        self.state = AVAILABILITY.after(self.state, verb)


class ShiftState(StrEnum):
    REQUESTED = "requested"
    HELD = "held"
    BOOKED = "booked"
    RELEASED = "released"


TAKEN = (ShiftState.HELD, ShiftState.BOOKED)
"""States in which a shift keeps others out. The migration's constraint and triggers name the same two."""

LIFECYCLE = Lifecycle(
    "shift",
    [
        Step(ShiftState.REQUESTED, "hold", "expert, by accepting", ShiftState.HELD, "BookingAccepted"),
        Step(ShiftState.HELD, "book", "customer, by paying", ShiftState.BOOKED, "BookingConfirmed"),
        Step(ShiftState.REQUESTED, "release", "either", ShiftState.RELEASED, "BookingDeclined"),
        Step(ShiftState.HELD, "release", "either", ShiftState.RELEASED, "BookingLapsed"),
        Step(ShiftState.BOOKED, "release", "either", ShiftState.RELEASED, "BookingCancelled"),
    ],
    {
        ShiftState.REQUESTED: "is only asked for",
        ShiftState.HELD: "is held",
        ShiftState.BOOKED: "is booked",
        ShiftState.RELEASED: "has been given back",
    },
)


class Shift(Row):
    """One booked stretch. `on` is the date on the expert's wall calendar; `owner` is the booking's ref."""

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="forward"),
        Index(None, "expert_id", "on"),
        Index(None, "owner"),
    )

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    owner: Mapped[Ref] = mapped_column(String(12))
    on: Mapped[date]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[ShiftState] = mapped_column(Choice(ShiftState), default=ShiftState.REQUESTED)

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
