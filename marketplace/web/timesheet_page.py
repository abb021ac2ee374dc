"""The page of one week's hours, as it looks to whoever looks at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for
from flask_wtf import FlaskForm

from marketplace.bookings import policy as bookings
from marketplace.bookings.models import Booking
from marketplace.calendar.models import Shift
from marketplace.kit import clock
from marketplace.timesheets import division, files, policy, queries
from marketplace.timesheets.models import Entry, Timesheet, TimesheetState
from marketplace.timesheets.weeks import Week
from marketplace.web.filters import short_span
from marketplace.web.forms.timesheets import HoursForm, PartForm, ReturnForm, form_for, part_form
from marketplace.web.security import actor
from marketplace.web.timesheet_steps import steps


@dataclass(frozen=True, slots=True)
class Day:
    """A booked day and what is written about it. `over` once its shift has ended."""

    shift: Shift
    entry: Entry | None

    @property
    def over(self) -> bool:
        return self.shift.ends_at <= clock.now()

    @property
    def longer(self) -> int:
        """Minutes written beyond the plan."""
        return max(0, self.entry.minutes - self.shift.minutes) if self.entry else 0


@dataclass(frozen=True, slots=True)
class Settled:
    """Days of the same week that were approved before the others."""

    sheet: Timesheet
    days: list[Day]


def days_of(shifts: Iterable[Shift], sheet: Timesheet | None) -> list[Day]:
    written = {entry.shift_id: entry for entry in sheet.entries} if sheet else {}
    return [Day(shift, written.get(shift.id)) for shift in shifts]


def hours_form(week: Week) -> HoursForm:
    """Asks for the days that are over."""
    sheet = week.sheet
    written = {entry.shift_id: entry for entry in sheet.entries} if sheet else {}
    return form_for(
        [one for one in week.left if one.ends_at <= clock.now()], written, sheet.note if sheet else ""
    )


def week_for(booking: Booking, on: date | None) -> Week | None:
    """The one that is asked for, otherwise the one with something to do for whoever looks. None while the booking has no days: it
    is not paid yet, or called off. Raises `NotFound`."""
    if on is not None:
        return queries.week_of(booking, on)
    every = queries.weeks_of(booking)
    writing = [week for week in every if week.to_write and week.begun]
    waiting = [week for week in every if week.waits]
    first = [*writing, *waiting] if bookings.is_expert(actor(), booking) else [*waiting, *writing]
    begun = [week for week in every if week.begun]
    return next(iter([*first, *begun[-1:], *every]), None)


def address_of(sheet: Timesheet) -> str:
    """Where it is read and answered."""
    ref = sheet.booking.ref
    if sheet.delivers:
        return url_for("deliverables.show", ref=ref, number=sheet.deliverable)
    return url_for("timesheets.show", ref=ref, week=sheet.week_on.isoformat())


def render(
    booking: Booking,
    week: Week | None,
    *,
    form: HoursForm | None = None,
    return_form: ReturnForm | None = None,
    parting: PartForm | None = None,
) -> str:
    sheet = week.sheet if week else None
    writes = week is not None and week.to_write and policy.may_write(actor(), booking) is True
    decides = _decides(sheet)
    days = days_of(week.days_of(sheet), sheet) if week else []
    return render_template(
        "timesheets/show.html",
        booking=booking,
        week=week,
        sheet=sheet,
        days=days,
        weeks=_tabs(booking, week),
        settled=_settled(week, sheet),
        files=files.shown(sheet, actor()) if sheet else [],
        steps=steps(booking, sheet),
        form=(form or (hours_form(week) if week else None)) if writes else None,
        complete=week is not None and policy.may_submit(actor(), week) is True,
        decides=decides,
        beyond=_beyond(sheet) if sheet and decides else "",
        last=sheet is not None and sheet.days == booking.open_days,
        refused=_unshown(form if not writes else None, *((return_form, parting) if not decides else ())),
        return_form=_seen(return_form or ReturnForm(formdata=None), sheet),
        part_form=_seen(parting or part_form([day.shift for day in days], formdata=None), sheet),
        parts=_parts(sheet),
    )


def _parts(sheet: Timesheet | None) -> division.Division | None:
    """A dispute divides as it likes, and says so itself."""
    if sheet is None or sheet.open or sheet.state is TimesheetState.SETTLED:
        return None
    return division.of(sheet)


def _seen(form: ReturnForm, sheet: Timesheet | None) -> ReturnForm:
    """The answer is about the submission that this page shows."""
    form.seen.data = str(sheet.submissions) if sheet else ""
    return form


def _tabs(booking: Booking, shown: Week | None) -> list[tuple[str, str, bool]]:
    """The booking's weeks, where it has several."""
    every = queries.weeks_of(booking)
    return [
        (
            short_span(week.first_on, week.last_on),
            url_for("timesheets.show", ref=booking.ref, week=week.on.isoformat()),
            shown is not None and week.on == shown.on,
        )
        for week in every
        if len(every) > 1
    ]


def _settled(week: Week | None, shown: Timesheet | None) -> list[Settled]:
    every = week.settled if week else ()
    return [Settled(one, days_of(week.days_of(one), one)) for one in every if week and one is not shown]


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
