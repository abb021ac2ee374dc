"""A booking's weeks: which days belong to which sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from marketplace.bookings.models import Booking
from marketplace.calendar.models import Shift
from marketplace.kit import clock
from marketplace.kit.period import local
from marketplace.timesheets.models import Timesheet, TimesheetState


@dataclass(frozen=True, slots=True)
class Week:
    """`shifts` are the booked days of the week that begins `on` a Monday, `sheets` the hours written about them, part by part.

    `covered` are the ids of shifts that are submitted or approved, as hours or with a deliverable. `delivered` are deliverables
    that were handed in for some of its days, `parts` is the highest part there is.
    """

    booking: Booking
    on: date
    shifts: Sequence[Shift]
    sheets: Sequence[Timesheet]
    covered: frozenset[int]
    delivered: Sequence[Timesheet] = ()
    parts: int = 0

    @property
    def left(self) -> Sequence[Shift]:
        """The days that are still to be written or submitted."""
        return [shift for shift in self.shifts if shift.id not in self.covered]

    @property
    def sheet(self) -> Timesheet | None:
        """The one that is not decided, and otherwise the last."""
        undecided = [one for one in self.sheets if not one.decided]
        decided = [] if self.left else list(self.sheets[-1:])
        return next(iter(undecided + decided), None)

    @property
    def settled(self) -> Sequence[Timesheet]:
        return [one for one in self.sheets if one.decided]

    @property
    def waits(self) -> bool:
        """For an approver."""
        return bool(self.waiting)

    @property
    def waiting(self) -> Sequence[Timesheet]:
        """What does."""
        every = (*self.sheets, *self.delivered)
        return [one for one in every if one.state is TimesheetState.SUBMITTED]

    @property
    def to_write(self) -> bool:
        """For the expert: days are left, and no hours of the week wait for an approver."""
        return bool(self.left) and not any(one.state is TimesheetState.SUBMITTED for one in self.sheets)

    @property
    def done(self) -> bool:
        return not self.left and not self.waits

    @property
    def begun(self) -> bool:
        return bool(self.shifts) and self.shifts[0].starts_at <= clock.now()

    @property
    def first_on(self) -> date:
        """Its first booked day, like `last_on`."""
        return self.shifts[0].on if self.shifts else self.on

    @property
    def last_on(self) -> date:
        return self.shifts[-1].on if self.shifts else self.on

    @property
    def over_at(self) -> datetime:
        """When the last day that is left is over, and the sheet can be submitted."""
        return (self.left or self.shifts)[-1].ends_at

    @property
    def over(self) -> bool:
        return self.over_at <= clock.now()

    @property
    def due_on(self) -> date:
        """The Monday after; after a later day, the next Monday all the same."""
        return self.on + timedelta(days=7)

    @property
    def next_part(self) -> int:
        return self.parts + 1

    def due(self, days_later: int, minute: int) -> datetime:
        """So many days after the due day, at that minute of the expert's day."""
        return local(self.due_on + timedelta(days=days_later), minute, self.booking.timezone)

    def days_of(self, sheet: Timesheet | None) -> Sequence[Shift]:
        """The days that a sheet is about; of an open one, or one not begun, what is left of the week."""
        if sheet is None or sheet.open:
            return self.left
        return [entry.shift for entry in sheet.entries]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(booking: Booking, shifts: Sequence[Shift], sheets: Sequence[Timesheet]) -> list[Week]:
    """Those of which something is left, written or delivered, the earliest first."""
    closed = [one for one in sheets if not one.open]
    covered = frozenset(entry.shift_id for one in closed for entry in one.entries)
    mondays = {monday_of(shift.on) for shift in shifts}
    mondays |= {one.week_on for one in closed if not one.delivers}
    found = [
        Week(
            booking,
            monday,
            [shift for shift in shifts if monday_of(shift.on) == monday],
            [one for one in sheets if one.week_on == monday and not one.delivers],
            covered,
            [one for one in closed if one.delivers and _about(one, monday)],
            max((one.part for one in sheets if one.week_on == monday), default=0),
        )
        for monday in sorted(mondays)
    ]
    return [week for week in found if week.left or week.sheets or week.delivered]


def _about(sheet: Timesheet, monday: date) -> bool:
    return any(monday_of(entry.shift.on) == monday for entry in sheet.entries)
