"""Hours: written and submitted by the expert, approved or sent back by the organization."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from marketplace.accounts.actor import OrganizationRole
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.kit.errors import Refused, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Organization
from marketplace.registry import queries as registry
from marketplace.timesheets import policy, queries, service
from marketplace.timesheets.models import Timesheet
from marketplace.web import timesheet_page
from marketplace.web.context import hat
from marketplace.web.filters import day
from marketplace.web.forms.refusal import show_on
from marketplace.web.forms.timesheets import ReturnForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("timesheets", __name__)

Answer = str | Response | tuple[str, int]


@bp.app_template_filter()
def span(booking: Booking) -> str:
    """Its first to its last day, as short as it can be said: `8–12 Mar 2027`, `29 Mar – 2 Apr 2027`."""
    first = booking.starts_at.astimezone(ZoneInfo(booking.timezone)).date()
    last = booking.ends_at.astimezone(ZoneInfo(booking.timezone)).date()
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_short(last, 'd MMM y')}"
    return f"{_short(first, 'd MMM' if first.year == last.year else 'd MMM y')} – {_short(last, 'd MMM y')}"


@bp.app_template_filter()
def weekday(on: date) -> str:
    """`Mon, 8 Mar`."""
    return _short(on, "EEE, d MMM")


def _short(on: date, pattern: str) -> str:
    return str(format_date(on, pattern, locale=get_locale()))


@bp.get("/timesheets")
@signed_in
def index() -> str:
    """As an organization what waits for approval; as an expert what waits to be written."""
    number, worn = page_number(request.args.get("page")), hat()
    if worn and worn.kind == "organization" and (organization := organizations.organization(worn.ref)):
        return _approvals(organization, number)
    expert = registry.expert_of(actor().user_id)
    if expert is None:
        return render_template("timesheets/none.html")
    return render_template(
        "timesheets/mine.html",
        waiting=queries.to_write(expert.id),
        page=queries.submitted_by(expert.id, number),
    )


def _approvals(organization: Organization, number: int) -> str:
    return render_template(
        "timesheets/approvals.html",
        organization=organization,
        waiting=queries.to_decide(organization.id),
        page=queries.decided_by(organization.id, number),
        approver=actor().may_as(organization.id, OrganizationRole.APPROVER),
    )


@bp.get("/bookings/<ref>/timesheet")
@signed_in
def show(ref: Ref) -> str:
    return timesheet_page.render(bookings.visible(ref, actor()))


@bp.post("/bookings/<ref>/timesheet")
@signed_in
def save(ref: Ref) -> Answer:
    """Keep what is written so far."""
    return _write(ref, service.save, "Saved. Nobody else sees it until you submit.")


@bp.post("/bookings/<ref>/timesheet/submission")
@signed_in
def submit(ref: Ref) -> Answer:
    return _write(ref, service.submit, "Submitted. You hear from us as soon as the hours are approved.")


def _write(ref: Ref, act: Callable[..., Timesheet], done: str) -> Answer:
    booking = bookings.visible(ref, actor())
    form = timesheet_page.hours_form(booking, queries.timesheet_of(booking.id))
    if not form.validate_on_submit():
        return timesheet_page.render(booking, form=form), 400
    try:
        act(ref, form.minutes(queries.shifts_of(booking)), form.note.data or "", by=actor())
    except Refused as refusal:
        status = show_on(form, refusal)
        return timesheet_page.render(bookings.visible(ref, actor()), form=form), status
    flash(done, "success")
    return redirect(url_for("timesheets.show", ref=ref))


@bp.post("/timesheets/<ref>/approval")
@signed_in
def approve(ref: Ref) -> Answer:
    booking = queries.visible(ref, actor()).booking.ref
    try:
        service.approve(ref, by=actor())
    except Refused as refusal:
        return _refused(booking, ReturnForm(formdata=None), refusal)
    flash("Approved. The booking is complete, and the money follows by itself.", "success")
    return redirect(url_for("timesheets.show", ref=booking))


@bp.post("/timesheets/<ref>/return")
@signed_in
def send_back(ref: Ref) -> Answer:
    form, sheet = ReturnForm(), queries.visible(ref, actor())
    permit(policy.may_decide(actor(), sheet))
    booking, name = sheet.booking.ref, sheet.booking.expert.name
    if not form.validate():
        return timesheet_page.render(sheet.booking, return_form=form), 400
    try:
        service.send_back(ref, form.reason.data or "", by=actor())
    except Refused as refusal:
        return _refused(booking, form, refusal)
    flash(f"Sent back. {name} reads your reason and submits again.", "success")
    return redirect(url_for("timesheets.show", ref=booking))


def _refused(booking: Ref, form: ReturnForm, refusal: Refused) -> Answer:
    status = show_on(form, refusal)
    return timesheet_page.render(bookings.visible(booking, actor()), return_form=form), status
