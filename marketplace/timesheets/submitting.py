"""What begins when a sheet is handed in, of hours or with a deliverable: the approver's time."""

from marketplace.kit import clock
from marketplace.kit.period import add_business_days
from marketplace.timesheets.events import TimesheetSubmitted
from marketplace.timesheets.models import Timesheet


def await_answer(sheet: Timesheet) -> None:
    booking = sheet.booking
    sheet.submissions += 1
    sheet.submitted_at, sheet.reminders = clock.now(), 0
    sheet.approve_by = add_business_days(clock.now(), booking.approval_business_days)
    sheet.automatic = booking.organization.auto_approval
    sheet.decided_at, sheet.decided_by_id = None, None


def submitted(sheet: Timesheet) -> TimesheetSubmitted:
    until = sheet.approve_by.isoformat() if sheet.approve_by else ""
    week = sheet.week_on.isoformat()
    return TimesheetSubmitted(
        sheet.ref, sheet.booking.ref, sheet.minutes, until, week, sheet.automatic, sheet.title
    )
