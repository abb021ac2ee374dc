"""The pages of a booking's deliverables: all of them, and one with what was agreed, what was handed in, and the answer."""

from dataclasses import dataclass

from flask import render_template

from marketplace.bookings.models import Booking
from marketplace.bookings.policy import is_expert
from marketplace.timesheets import delivering, division, files, policy, queries
from marketplace.timesheets.division import Division
from marketplace.timesheets.models import LIFECYCLE, Timesheet, TimesheetState
from marketplace.web.forms.deliverables import DeliverableForm
from marketplace.web.forms.timesheets import ReturnForm
from marketplace.web.security import actor
from marketplace.web.timesheet_steps import steps


@dataclass(frozen=True, slots=True)
class Promised:
    """One deliverable as it was agreed on, and the sheet with which it was handed in, as the reader may see it."""

    number: int
    title: str
    accepted_when: str
    sheet: Timesheet | None


def promised(booking: Booking) -> list[Promised]:
    handed_in = queries.deliveries_of(booking.id)
    return [
        Promised(number, one["title"], one.get("accepted_when", ""), handed_in.get(number))
        for number, one in enumerate(booking.deliverables, 1)
    ]


def form_for(booking: Booking, number: int) -> DeliverableForm:
    return DeliverableForm.of(delivering.open_days(booking), queries.delivery_of(booking.id, number))


def hands_in(booking: Booking, sheet: Timesheet | None) -> bool:
    """Whether the reader is the expert, with something to hand in."""
    if policy.may_write(actor(), booking) is not True:
        return False
    return sheet is None or LIFECYCLE.allows(sheet.state, "submit")


def render(
    booking: Booking,
    number: int,
    *,
    form: DeliverableForm | None = None,
    return_form: ReturnForm | None = None,
) -> str:
    """Of an actor who may see the booking. Raises `NotFound` when it has no deliverable of that number."""
    delivering.check_number(booking, number)
    one = promised(booking)[number - 1]
    sheet, back = one.sheet, return_form or ReturnForm(formdata=None)
    back.seen.data = str(sheet.submissions) if sheet else ""
    decides = _decides(sheet)
    return render_template(
        "deliverables/show.html",
        booking=booking,
        one=one,
        sheet=sheet,
        mine=is_expert(actor(), booking),
        steps=steps(booking, sheet, delivers=True),
        parts=_parts(sheet),
        days=delivering.open_days(booking),
        form=(form or form_for(booking, number)) if hands_in(booking, sheet) else None,
        refused=_unshown(booking, sheet, form),
        files=files.shown(sheet, actor()) if sheet else [],
        decides=decides,
        beyond=_beyond(sheet) if sheet and decides else "",
        last=sheet is not None and sheet.days == booking.open_days,
        return_form=back,
    )


def _unshown(booking: Booking, sheet: Timesheet | None, form: DeliverableForm | None) -> list[str]:
    """What was wrong with a form that is not on the page any more."""
    return list(form.form_errors) if form and not hands_in(booking, sheet) else []


def _parts(sheet: Timesheet | None) -> Division | None:
    if sheet is None or sheet.open or sheet.state is TimesheetState.SETTLED:
        return None
    return division.of(sheet)


def _decides(sheet: Timesheet | None) -> bool:
    submitted = sheet is not None and sheet.state is TimesheetState.SUBMITTED
    return submitted and sheet is not None and policy.may_decide(actor(), sheet) is True


def _beyond(sheet: Timesheet) -> str:
    """Why somebody who decides may not accept so much alone."""
    verdict = policy.may_approve(actor(), sheet)
    return verdict if isinstance(verdict, str) else ""
