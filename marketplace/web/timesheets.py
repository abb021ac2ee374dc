"""Hours: written and submitted by the expert, approved or sent back by the organization."""

from collections.abc import Callable
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from marketplace.accounts.actor import OrganizationRole
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking, BookingState
from marketplace.kit.errors import NotFound, Refused, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations.models import Organization
from marketplace.timesheets import files, policy, queries, service
from marketplace.timesheets.models import Timesheet
from marketplace.web import deliverable_page, timesheet_page
from marketplace.web.conversations import sent_safely
from marketplace.web.desks.organization import to_approve
from marketplace.web.exporting import side
from marketplace.web.filters import short_span
from marketplace.web.forms.attempt import DONE
from marketplace.web.forms.refusal import show_on
from marketplace.web.forms.timesheets import ReturnForm, part_form
from marketplace.web.keeping import attempt_with_files, make_room
from marketplace.web.security import actor, signed_in

bp = Blueprint("timesheets", __name__)
bp.url_value_preprocessor(make_room)
bp.app_template_filter("sheet_address")(timesheet_page.address_of)

Answer = str | Response | tuple[str, int]


@bp.app_template_filter()
def span(booking: Booking) -> str:
    """Its first to its last day."""
    return short_span(booking.first_on, booking.last_on)


@bp.app_template_filter()
def weekday(on: date) -> str:
    """`Mon, 8 Mar`."""
    return str(format_date(on, "EEE, d MMM", locale=get_locale()))


@bp.get("/timesheets")
@signed_in
def index() -> str:
    """As an organization what waits for approval; as an expert what waits to be written."""
    number, whose = page_number(request.args.get("page")), side()
    if isinstance(whose, Organization):
        return _approvals(whose, number)
    if whose is None:
        return render_template("timesheets/none.html")
    return render_template(
        "timesheets/mine.html",
        waiting=queries.to_write(whose.id),
        page=queries.submitted_by(whose.id, number),
    )


def _approvals(organization: Organization, number: int) -> str:
    return render_template(
        "timesheets/approvals.html",
        organization=organization,
        bookings=list(to_approve(organization.id, actor())),
        waiting=queries.to_decide(organization.id),
        page=queries.decided_by(organization.id, number),
        approver=actor().may_as(organization.id, OrganizationRole.APPROVER),
    )


@bp.get("/bookings/<ref>/timesheet")
@signed_in
def show(ref: Ref) -> str:
    """One week: the one that is asked for, or the first that waits for somebody."""
    booking = bookings.visible(ref, actor())
    return timesheet_page.render(booking, timesheet_page.week_for(booking, _asked()))


@bp.post("/bookings/<ref>/timesheet")
@signed_in
def save(ref: Ref) -> Answer:
    """Keep what is written so far."""
    return _write(ref, service.save, "Saved. Nobody else sees it until you submit.")


@bp.post("/bookings/<ref>/timesheet/submission")
@signed_in
def submit(ref: Ref) -> Answer:
    return _write(ref, service.submit, "Submitted. You hear from us as soon as the hours are approved.")


def _asked() -> date | None:
    """The week in the address. What is no date leads nowhere."""
    text = request.args.get("week", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise NotFound("This booking has no days in that week.") from None


def _write(ref: Ref, act: Callable[..., Timesheet], done: str) -> Answer:
    booking = bookings.visible(ref, actor())
    permit(policy.may_write(actor(), booking))
    week = queries.week_of(booking, _asked())
    form, on = timesheet_page.hours_form(week), week.on

    def write() -> None:
        kept = form.kept.data or []
        act(ref, form.written(week.left), form.note.data or "", kept, week_on=on, by=actor())

    status = attempt_with_files(form, write)
    if status != DONE:
        return _again(ref, on, form=form), status
    flash(done, "success")
    return redirect(url_for("timesheets.show", ref=ref, week=week.on.isoformat()))


def _again(ref: Ref, on: date, **forms: Any) -> str:
    """The page as it is by now, with what was typed."""
    booking = bookings.visible(ref, actor())
    return timesheet_page.render(booking, queries.week_of(booking, on), **forms)


@bp.get("/timesheets/files/<ref>")
@signed_in
def file(ref: Ref) -> Response:
    return sent_safely(files.visible(ref, actor()))


@bp.post("/timesheets/files/<ref>/removal")
@signed_in
def remove_file(ref: Ref) -> Response:
    """One that was not handed in yet."""
    sheet = files.remove(ref, by=actor())
    flash("The file is gone.", "success")
    return _back_to(sheet)


@bp.post("/timesheets/<ref>/approval")
@signed_in
def approve(ref: Ref) -> Answer:
    sheet = queries.visible(ref, actor())
    form = ReturnForm()
    try:
        decided = service.approve(ref, seen=_seen(form), by=actor())
    except Refused as refusal:
        return _refused(sheet, refusal, return_form=form)
    flash(_approved(decided), "success")
    return _back_to(sheet)


@bp.post("/timesheets/<ref>/partial-approval")
@signed_in
def approve_days(ref: Ref) -> Answer:
    """Some of the days; the reason is about the others."""
    sheet = queries.visible(ref, actor())
    permit(policy.may_decide(actor(), sheet))
    form = part_form([entry.shift for entry in sheet.entries])
    if not form.validate():
        return _again(sheet.booking.ref, sheet.week_on, parting=form), 400
    try:
        service.approve_days(ref, form.days.data or [], form.reason.data or "", seen=_seen(form), by=actor())
    except Refused as refusal:
        return _refused(sheet, refusal, parting=form)
    name = sheet.booking.expert.name
    flash(f"Approved in part. {name} reads your reason and submits the other days again.", "success")
    return _back_to(sheet)


@bp.post("/timesheets/<ref>/return")
@signed_in
def send_back(ref: Ref) -> Answer:
    form, sheet = ReturnForm(), queries.visible(ref, actor())
    permit(policy.may_decide(actor(), sheet))
    if not form.validate():
        return _answered_again(sheet, return_form=form), 400
    try:
        service.send_back(ref, form.reason.data or "", seen=_seen(form), by=actor())
    except Refused as refusal:
        return _refused(sheet, refusal, return_form=form)
    flash(f"Sent back. {sheet.booking.expert.name} reads your reason and submits again.", "success")
    return _back_to(sheet)


def _seen(form: ReturnForm) -> int | None:
    """Which submission the page showed."""
    text = form.seen.data or ""
    return int(text) if text.isdecimal() else None


def _approved(sheet: Timesheet) -> str:
    said = "Accepted" if sheet.delivers else "Approved"
    if sheet.booking.state is BookingState.COMPLETED:
        return f"{said}. The booking is complete, and the money follows by itself."
    return f"{said}. The money for these days follows by itself."


def _back_to(sheet: Timesheet) -> Response:
    return redirect(timesheet_page.address_of(sheet))


def _refused(sheet: Timesheet, refusal: Refused, **forms: Any) -> Answer:
    status = show_on(next(iter(forms.values())), refusal)
    return _answered_again(sheet, **forms), status


def _answered_again(sheet: Timesheet, **forms: Any) -> str:
    """The page that the answer came from, with what was typed. A deliverable is only ever answered as a whole."""
    ref, on, number = sheet.booking.ref, sheet.week_on, sheet.deliverable
    if number is None:
        return _again(ref, on, **forms)
    return deliverable_page.render(
        bookings.visible(ref, actor()), number, return_form=forms.get("return_form")
    )
