"""What a dispute does to the hours of its booking: they wait for it, and end with it or go on as they were."""

from datetime import datetime

from marketplace.accounts.actor import Actor
from marketplace.bookings.models import Booking
from marketplace.db.session import locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.period import working_moment
from marketplace.timesheets import queries
from marketplace.timesheets.events import TimesheetSettled
from marketplace.timesheets.models import LIFECYCLE, Timesheet, TimesheetState


def settle(booking: Booking, *, by: Actor) -> None:
    """Whatever nobody has approved is decided with the dispute. Called with the booking locked."""
    for one in queries.sheets_of(booking.id):
        if LIFECYCLE.allows(one.state, "settle"):
            sheet = locked(Timesheet, one.ref)
            sheet.become("settle")
            sheet.decided_at, sheet.decided_by_id = clock.now(), by.user_id
            record(TimesheetSettled(sheet.ref, booking.ref), by=by)


def go_on(booking: Booking, since: datetime) -> None:
    """The approvers get back the time since then, in which they could not answer. Called with the booking locked."""
    for one in queries.sheets_of(booking.id):
        if one.state is TimesheetState.SUBMITTED and one.approve_by and one.submitted_at:
            sheet = locked(Timesheet, one.ref)
            stood_still = clock.now() - max(since, one.submitted_at)
            sheet.approve_by = working_moment(one.approve_by + stood_still)
