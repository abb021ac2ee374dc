"""No day stands on two sheets: whatever claims it last, in the expert's own hands, has it alone."""

from collections.abc import Iterable

from marketplace.bookings.models import Booking
from marketplace.calendar.models import Shift
from marketplace.db.base import db
from marketplace.timesheets import queries
from marketplace.timesheets.models import Timesheet


def of_days(booking: Booking, shifts: Iterable[Shift], *, keeping: Timesheet) -> None:
    """Other open sheets let go of those days. Called with the booking locked, after it was checked that no closed one has them."""
    gone = {one.id for one in shifts}
    for sheet in queries.sheets_of(booking.id):
        if sheet.open and sheet.id != keeping.id and any(one.shift_id in gone for one in sheet.entries):
            sheet.entries = [one for one in sheet.entries if one.shift_id not in gone]
    db.session.flush()
