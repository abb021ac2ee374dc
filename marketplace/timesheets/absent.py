"""Days on which one side did not come: owed as planned, or not the booking's any more. Called with the booking locked."""

from collections.abc import Collection

from marketplace.bookings.models import Booking
from marketplace.calendar.models import Shift
from marketplace.db.base import db
from marketplace.timesheets import letting_go, queries, writing
from marketplace.timesheets.models import Entry
from marketplace.timesheets.weeks import monday_of


def owe(booking: Booking, shift: Shift) -> None:
    """The expert was there: the planned time stands in the hours, unless they have been handed in already."""
    week = queries.week_of(booking, monday_of(shift.on))
    if shift.id in week.covered:
        return
    sheet = writing.begun(week)
    letting_go.of_days(booking, [shift], keeping=sheet)
    entry = next((one for one in sheet.entries if one.shift_id == shift.id), None)
    if entry is None:
        sheet.entries.append(Entry(shift=shift, minutes=shift.minutes))
    else:
        entry.minutes = max(entry.minutes, shift.minutes)
    db.session.flush()


def forget(booking: Booking, shifts: Collection[Shift]) -> None:
    """What was written so far about days that are given back. A sheet about nothing else goes with them."""
    gone = {one.id for one in shifts}
    for sheet in queries.sheets_of(booking.id):
        left = [entry for entry in sheet.entries if entry.shift_id not in gone]
        if sheet.open or left or sheet.decided:
            sheet.entries = left
        else:
            db.session.delete(sheet)
    db.session.flush()
