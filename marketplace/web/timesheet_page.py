"""The page of one booking's hours, as it looks to whoever looks at it."""

from dataclasses import dataclass

from flask import render_template
from flask_wtf import FlaskForm

from marketplace.bookings.models import Booking
from marketplace.calendar.models import Shift
from marketplace.kit import clock
from marketplace.timesheets import division, policy, queries
from marketplace.timesheets.models import LIFECYCLE, Entry, Timesheet, TimesheetState
from marketplace.web.forms.timesheets import HoursForm, ReturnForm, form_for
from marketplace.web.security import actor
from marketplace.web.timesheet_steps import steps


@dataclass(frozen=True, slots=True)
class Day:
    """A booked day and what is written about it. `over` once its shift has ended."""

    shift: Shift
    entry: Entry | None

    @property
    def planned(self) -> int:
        """Minutes from the first to the last of the shift, breaks included."""
        return int((self.shift.ends_at - self.shift.starts_at).total_seconds() // 60)

    @property
    def over(self) -> bool:
        return self.shift.ends_at <= clock.now()

    @property
    def longer(self) -> int:
        """Minutes written beyond the plan."""
        return max(0, self.entry.minutes - self.planned) if self.entry else 0


def days_of(booking: Booking, sheet: Timesheet | None) -> list[Day]:
    written = {entry.shift_id: entry for entry in sheet.entries} if sheet else {}
    return [Day(shift, written.get(shift.id)) for shift in queries.shifts_of(booking)]


def hours_form(booking: Booking, sheet: Timesheet | None) -> HoursForm:
    """Asks for the days that are over."""
    days = [day for day in days_of(booking, sheet) if day.over]
    written = {day.shift.ref: day.entry.minutes for day in days if day.entry}
    return form_for([day.shift for day in days], written, sheet.note if sheet else "")


def render(booking: Booking, *, form: HoursForm | None = None, return_form: ReturnForm | None = None) -> str:
    sheet = queries.timesheet_of(booking.id)
    writable = sheet is None or LIFECYCLE.allows(sheet.state, "submit")
    writes = writable and policy.may_write(actor(), booking) is True
    decides = _decides(sheet)
    return render_template(
        "timesheets/show.html",
        booking=booking,
        sheet=sheet,
        days=days_of(booking, sheet),
        steps=steps(booking, sheet),
        form=(form or hours_form(booking, sheet)) if writes else None,
        complete=policy.may_submit(actor(), booking) is True,
        decides=decides,
        beyond=_beyond(sheet) if sheet and decides else "",
        refused=_unshown(form if not writes else None, return_form if not decides else None),
        return_form=return_form or ReturnForm(formdata=None),
        parts=division.divide(booking, sheet.days_worked) if sheet and not writable else None,
    )


def _unshown(*forms: FlaskForm | None) -> list[str]:
    """What was wrong with forms that are not on the page any more."""
    return [sentence for form in forms if form for sentence in form.form_errors]


def _beyond(sheet: Timesheet) -> str:
    """Why somebody who decides may not approve so much alone."""
    verdict = policy.may_approve(actor(), sheet)
    return verdict if isinstance(verdict, str) else ""


def _decides(sheet: Timesheet | None) -> bool:
    if sheet is None or sheet.state is not TimesheetState.SUBMITTED:
        return False
    return policy.may_decide(actor(), sheet) is True
