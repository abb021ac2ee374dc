"""Putting hours on a timesheet, with everything that can be wrong about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from marketplace.calendar.models import Shift
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, WrongState
from marketplace.kit.ids import Ref
from marketplace.kit.period import local
from marketplace.kit.text import clean_line
from marketplace.kit.typed import Typed
from marketplace.timesheets import letting_go
from marketplace.timesheets.hours import clock as hours_of
from marketplace.timesheets.models import LIFECYCLE, Entry, Timesheet, TimesheetState
from marketplace.timesheets.weeks import Week

LONGEST_NOTE = 2_000
LONGEST_REASON = 1_000
LONGEST_DAY_NOTE = 300


@dataclass(frozen=True, slots=True)
class Written:
    """What the expert writes about one day: hours in `minutes`, breaks left out; or from `starts` to `ends` on their own wall
    clock, of which `pause` minutes were no work. 0 minutes is a day not worked."""

    minutes: int | None = None
    starts: time | None = None
    ends: time | None = None
    pause: int = 0
    note: str = ""


Hours = Mapping[Ref, Written | int]
"""By the ref of the shift; a bare number is minutes."""


def write(week: Week, hours: Hours, note: str, *, whole: bool) -> Timesheet:
    """Entries and note on the week's sheet, which is begun if need be. `whole` asks for every day that is left of the week.

    Raises `Invalid` with the refs of shifts as fields, and `WrongState` when nothing of the week can be written any more.
    """
    days = {ref: Written(one) if isinstance(one, int) else one for ref, one in hours.items()}
    LIFECYCLE.after(_state(week), "submit")
    if not week.left:
        raise WrongState("Every day of this week is handed in already, with hours or with a deliverable.")
    shifts = {shift.ref: shift for shift in week.left}
    minutes = _checked(week, shifts, days, whole)
    sheet = begun(week)
    letting_go.of_days(week.booking, [shifts[ref] for ref in days], keeping=sheet)
    sheet.note = note_of(note)
    known = {entry.shift_id: entry for entry in sheet.entries}
    for ref, day in days.items():
        entry = known.get(shifts[ref].id) or Entry(shift=shifts[ref])
        entry.minutes, entry.starts, entry.ends = minutes[ref], day.starts, day.ends
        entry.pause, entry.note = day.pause, clean_line(day.note)
        if entry not in sheet.entries:
            sheet.entries.append(entry)
    db.session.flush()
    return sheet


def begun(week: Week) -> Timesheet:
    """The sheet that is open in this week. Called with the booking locked."""
    for sheet in week.sheets:
        if sheet.open:
            return sheet
    sheet = Timesheet(booking=week.booking, week_on=week.on, part=week.next_part)
    db.session.add(sheet)
    db.session.flush()
    return sheet


def _state(week: Week) -> TimesheetState:
    return week.sheet.state if week.sheet else TimesheetState.DRAFT


def _checked(
    week: Week, shifts: Mapping[Ref, Shift], days: Mapping[Ref, Written], whole: bool
) -> dict[Ref, int]:
    """The minutes of each day. Raises `Invalid`."""
    if days.keys() - shifts.keys():
        raise Invalid("These hours belong to another booking or another week.")
    typed, minutes = Typed(), dict[Ref, int]()
    for ref, day in days.items():
        minutes[ref] = _minutes(typed, week.booking.timezone, shifts[ref], day)
    for ref in (shifts.keys() - days.keys()) if whole else ():
        typed.wrong(ref, "Write 0 if you did not work that day.")
    if typed.mistakes:
        raise Invalid("Some of the hours need another look.", typed.mistakes)
    return minutes


def _minutes(typed: Typed, zone: str, shift: Shift, day: Written) -> int:
    """Worked on that day; what is wrong with it is noted under the shift's ref."""
    typed.line(shift.ref, day.note, LONGEST_DAY_NOTE)
    if shift.ends_at > clock.now():
        typed.wrong(shift.ref, "This day is not over yet.")
    if not 0 <= day.pause <= _length_of(shift, zone):
        typed.wrong(shift.ref, "The break is longer than the day.")
    worked = _between(typed, zone, shift, day) if day.starts or day.ends else day.minutes
    if worked is None:
        typed.wrong(shift.ref, "Write the hours, or from when to when.")
        return 0
    longest = _length_of(shift, zone)
    if not 0 <= worked <= longest:
        typed.wrong(shift.ref, f"A day has 24 hours{'' if longest >= 24 * 60 else ', this one only 23'}.")
    return worked


def _between(typed: Typed, zone: str, shift: Shift, day: Written) -> int:
    """The time that really passed, which is not what the clock says where it is put forward or back in between."""
    if day.starts is None or day.ends is None:
        typed.wrong(shift.ref, "Write both, from when and to when; or only the hours.")
        return 0
    passed = _at(shift, day.ends, zone) - _at(shift, day.starts, zone)
    worked = int(passed.total_seconds() // 60) - day.pause
    if passed <= timedelta():
        typed.wrong(shift.ref, "The end comes after the start. For a night, write the hours instead.")
    elif worked < 0:
        typed.wrong(shift.ref, "The break is longer than the work.")
    elif day.minutes not in (None, worked):
        typed.wrong(
            shift.ref,
            f"From start to end it comes to {hours_of(worked)}. Correct it, or leave the hours empty.",
        )
    return max(worked, 0)


def _at(shift: Shift, wall: time, zone: str) -> datetime:
    return local(shift.on, wall.hour * 60 + wall.minute, zone)


def _length_of(shift: Shift, zone: str) -> int:
    """Minutes of that day: 23 hours where the clocks go forward. More than 24 cannot be written."""
    whole = local(shift.on, 24 * 60, zone) - local(shift.on, 0, zone)
    return min(int(whole.total_seconds() // 60), 24 * 60)


def note_of(text: str) -> str:
    """What the expert adds to the hours. Raises `Invalid`."""
    typed = Typed()
    words = typed.text("note", text, LONGEST_NOTE)
    typed.check()
    return words


def reason_of(text: str) -> str:
    """Why hours are sent back. Raises `Invalid`."""
    typed = Typed()
    words = typed.text("reason", text, LONGEST_REASON, needed="Say what should be different.")
    typed.check()
    return words
