"""WeeklyHours, DayOff, Confirmation, LinkedCalendar with its BusyStretches, BusyDay, BusyRule, Shift."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
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


class LinkState(StrEnum):
    NEW = "new"
    WORKING = "working"
    FAILING = "failing"


L = LinkState
LINK = Lifecycle(
    "linked calendar",
    [
        Step(L.NEW, "read", "system", L.WORKING, "BusyTimesChanged", "at once"),
        Step(L.NEW, "fail", "system", L.FAILING, "LinkedCalendarFailed", "after 4 failures in a row"),
        Step(L.WORKING, "read", "system", L.WORKING, "BusyTimesChanged", "every 30 minutes"),
        Step(L.WORKING, "fail", "system", L.FAILING, "LinkedCalendarFailed", "after 4 failures in a row"),
        Step(L.FAILING, "read", "system", L.WORKING, "BusyTimesChanged", "tried at least every 12 hours"),
    ],
    {
        L.NEW: "has not been read yet",
        L.WORKING: "is read",
        L.FAILING: "could not be read lately",
    },
)


class LinkedCalendar(Row):
    """Another calendar of an expert, which we read to learn when they are busy; nothing else of it is kept.

    `address` is a secret of its owner: whoever knows it reads the calendar. `etag` and `modified` are what its host said last time,
    `through` the last day of which the busy times are known, `problem` why it could not be read the last time, and `left_out` how
    many of its events could not be understood.
    """

    __tablename__ = "linked_calendar"
    __table_args__ = (Index(None, "expert_id"), Index(None, "due_at"))

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(2000))
    state: Mapped[LinkState] = mapped_column(Choice(LinkState), default=LinkState.NEW)
    etag: Mapped[str] = mapped_column(String(200), default="")
    modified: Mapped[str] = mapped_column(String(200), default="")
    through: Mapped[date | None]
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    failures: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(300), default="")
    left_out: Mapped[int] = mapped_column(default=0)

    def become(self, verb: str) -> None:
        self.state = LINK.after(self.state, verb)


class BusyStretch(Part):
    """From when to when a linked calendar says that its owner is busy.

    The instants of `floating` ones are written as if the expert lived in UTC: they are times of the clock on their wall, wherever.
    """

    __tablename__ = "busy_stretch"
    __table_args__ = (Index(None, "calendar_id"),)

    calendar_id: Mapped[int] = mapped_column(ForeignKey("linked_calendar.id", ondelete="CASCADE"))
    floating: Mapped[bool]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)


class BusyDay(Part):
    """A day that an expert's linked calendars, all taken together, take from their availability. Counted anew by `busy`."""

    __tablename__ = "busy_day"
    __table_args__ = (UniqueConstraint("expert_id", "on"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    on: Mapped[date]


class BusyRule(Base):
    """From which share of a day's hours on an expert's other appointments take the whole day, in per cent; 0: any of them."""

    __tablename__ = "busy_rule"

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True)
    share: Mapped[int] = mapped_column(SmallInteger)


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
    """One booked stretch: a day's work, or a call. `on` is the date on the expert's wall calendar; `owner` is the booking's ref."""

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
    blocked_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Of a call: when the pause after it is over and another one may begin. None for a day's work."""
    state: Mapped[ShiftState] = mapped_column(Choice(ShiftState), default=ShiftState.REQUESTED)
    worth: Mapped[int | None] = mapped_column(BigInteger)
    """Of a day whose hours were changed: what it costs, in minor units of its booking's currency. None: the booking's day rate."""
    settled: Mapped[bool] = mapped_column(default=False)
    """Its hours are approved: what it comes to is final."""
    given_up: Mapped[bool] = mapped_column(default=False)
    """Given back while its booking went on without it."""
    extra: Mapped[bool] = mapped_column(default=False)
    """Only keeps free what a booked shift of the same owner would gain by a change that is not paid yet; never worked itself."""

    @property
    def is_call(self) -> bool:
        return self.blocked_until is not None

    @property
    def minutes(self) -> int:
        """From the first to the last of it, breaks included; no more than a day has, also when the clocks go back on it."""
        return min(int((self.ends_at - self.starts_at).total_seconds() // 60), 24 * 60)

    @property
    def out_until(self) -> datetime:
        """Until then it keeps others out. The migration's constraint and triggers say the same."""
        return self.blocked_until or self.ends_at

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
