"""The expert's calendar: what each day looks like, weekly hours, days off."""

from datetime import date

from babel.dates import format_date
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_wtf import FlaskForm

from marketplace.calendar import confirming, freshness, public_holidays, queries, rules, service
from marketplace.calendar.errors import named
from marketplace.calendar.hours import written
from marketplace.calendar.queries import Stretch
from marketplace.kit import clock
from marketplace.kit.errors import Refused
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.web import months
from marketplace.web.experts import coming_weeks
from marketplace.web.forms.calendar import DayOffForm, HoursForm
from marketplace.web.forms.refusal import show_on
from marketplace.web.security import actor, signed_in

bp = Blueprint("calendar", __name__)

SHOWN = 3
"""Months side by side."""

USUAL_WEEK = {weekday: [(9 * 60, 17 * 60)] for weekday in range(5)}
"""Suggested to whoever has no hours yet."""


@bp.app_template_filter()
def month_name(day: date) -> str:
    """`March 2027`."""
    return format_date(day, "LLLL y", locale=get_locale())


@bp.app_template_filter()
def stretch(value: Stretch) -> str:
    """`09:00–17:00`."""
    return written([value])


@bp.app_template_filter()
def confirmed(on: date | None) -> str:
    """`Confirmed free 3 days ago`, `Not confirmed lately`: what customers read of the day an expert last confirmed on."""
    return freshness.said(on, clock.today())


@bp.get("/calendar")
@signed_in
def show() -> ResponseReturnValue:
    return _calendar(DayOffForm())


@bp.route("/calendar/hours", methods=["GET", "POST"])
@signed_in
def hours() -> ResponseReturnValue:
    expert = _mine()
    if expert is None:
        return redirect(url_for("calendar.show"))
    week = queries.weekly_hours(expert.id)
    form = HoursForm.of(week or USUAL_WEEK)
    status = 200
    if form.validate_on_submit():
        try:
            service.set_weekly_hours(expert.ref, form.week, by=actor())
        except Refused as refusal:
            status = show_on(form, refusal)
        else:
            since = "from now on" if expert.published else "once your profile is public"
            flash(f"Your weekly hours are saved. Customers see them {since}.", "success")
            return redirect(url_for("calendar.show"))
    suggested = not week and not form.is_submitted()
    page = render_template("calendar/hours.html", form=form, expert=expert, suggested=suggested)
    return page, max(status, _status(form))


@bp.post("/calendar/days-off")
@signed_in
def add_day_off() -> ResponseReturnValue:
    expert, form = _mine(), DayOffForm()
    if expert is None:
        return redirect(url_for("calendar.show"))
    if not form.validate_on_submit():
        return _calendar(form)
    first, last = form.first_on.data, form.last_on.data or form.first_on.data
    try:
        service.add_day_off(expert.ref, first, last, form.note.data or "", by=actor())
    except Refused as refusal:
        return _calendar(form, show_on(form, refusal))
    flash(f"{named(sorted({first, last}), ' to ')}: you are off.", "success")
    return redirect(url_for("calendar.show", month=f"{first:%Y-%m}"))


@bp.post("/calendar/days-off/<ref>/removal")
@signed_in
def remove_day_off(ref: Ref) -> ResponseReturnValue:
    service.remove_day_off(ref, by=actor())
    flash("Your weekly hours hold on these days again.", "success")
    return redirect(url_for("calendar.show"))


@bp.get("/calendar/confirmation")
@signed_in
def confirmation() -> ResponseReturnValue:
    """Where the mail leads: one button, because a mail program may open every link by itself."""
    expert = _mine()
    if expert is None:
        return redirect(url_for("calendar.show"))
    return render_template(
        "calendar/confirmation.html",
        expert=expert,
        weeks=coming_weeks(expert),
        today=clock.today(expert.timezone),
        **_word(expert),
    )


@bp.post("/calendar/confirmation")
@signed_in
def confirm() -> ResponseReturnValue:
    expert = _mine()
    if expert is not None:
        confirming.confirm(expert.ref, by=actor())
        flash("Thank you. Customers now read “Confirmed free today”.", "success")
    return redirect(url_for("desk.show" if request.form.get("back") == "desk" else "calendar.show"))


def _calendar(form: DayOffForm, status: int | None = None) -> ResponseReturnValue:
    expert = _mine()
    if expert is None:
        return render_template("calendar/none.html")
    today = clock.today(expert.timezone)
    first = months.asked(request.args.get("month"), today)
    shown = Days(first, months.last_day(months.later(first, SHOWN - 1)))
    page = render_template(
        "calendar/show.html",
        expert=expert,
        form=form,
        today=today,
        months=months.of(queries.day_states(expert, shown, private=True)),
        earlier=months.address(months.later(first, -SHOWN), today),
        later=months.address(months.later(first, SHOWN), today),
        week=queries.weekly_hours(expert.id),
        days_off=queries.days_off(expert.id, today),
        dates=len(queries.other_hours(expert.id, today)),
        holiday=next((one for one in public_holidays.coming(expert.id, today) if not one.works), None),
        rules=rules.rules(expert.id),
        **_word(expert),
    )
    return page, status or _status(form)


def _word(expert: Expert) -> dict[str, object]:
    """How old the expert's word is, for the pages on which it can be given anew."""
    on = queries.confirmed_on([expert.id])[expert.id]
    return {"confirmed_on": on, "fresh": freshness.is_fresh(on, clock.today())}


def _mine() -> Expert | None:
    return registry.expert_of(actor().user_id)


def _status(form: FlaskForm) -> int:
    return 400 if form.errors else 200
