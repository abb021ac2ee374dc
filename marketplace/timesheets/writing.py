"""Putting hours on a timesheet, with everything that can be wrong about them."""

from collections.abc import Mapping

from marketplace.bookings.models import Booking
from marketplace.calendar.models import Shift
from marketplace.db.base import db
from marketplace.db.session import locked
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.timesheets import queries
from marketplace.timesheets.hours import LONGEST
from marketplace.timesheets.models import LIFECYCLE, Entry, Timesheet

LONGEST_NOTE = 2_000
LONGEST_REASON = 1_000


def write(booking: Booking, minutes: Mapping[Ref, int], note: str, *, whole: bool) -> Timesheet:
    """Entries and note on the booking's sheet, which is begun if need be. `whole` asks for every day.

    Raises `Invalid` with the refs of shifts as fields, and `WrongState` when the sheet has been submitted.
    """
    shifts = {shift.ref: shift for shift in queries.shifts_of(booking)}
    _check(shifts, minutes, whole)
    sheet = sheet_for(booking)
    LIFECYCLE.after(sheet.state, "submit")
    sheet.note = note_of(note)
    known = {entry.shift_id: entry for entry in sheet.entries}
    for ref, worked in minutes.items():
        entry = known.get(shifts[ref].id)
        if entry is None:
            sheet.entries.append(Entry(shift=shifts[ref], minutes=worked))
        else:
            entry.minutes = worked
    db.session.flush()
    return sheet


def sheet_for(booking: Booking) -> Timesheet:
    """The booking's, locked; begun if need be."""
    known = queries.timesheet_of(booking.id)
    if known is not None:
        return locked(Timesheet, known.ref)
    sheet = Timesheet(booking=booking)
    db.session.add(sheet)
    db.session.flush()
    return sheet


def _check(shifts: Mapping[Ref, Shift], minutes: Mapping[Ref, int], whole: bool) -> None:
    if minutes.keys() - shifts.keys():
        raise Invalid("These hours belong to another booking.")
    wrong = {ref: _wrong(shifts[ref], worked) for ref, worked in minutes.items()}
    if whole:
        wrong |= dict.fromkeys(shifts.keys() - minutes.keys(), "Write 0 if you did not work that day.")
    fields = {ref: sentence for ref, sentence in wrong.items() if sentence}
    if fields:
        raise Invalid("Some of the hours need another look.", fields)


def _wrong(shift: Shift, worked: int) -> str:
    if not 0 <= worked <= LONGEST:
        return "A day has 24 hours."
    if shift.ends_at > clock.now():
        return "This day is not over yet."
    return ""


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
