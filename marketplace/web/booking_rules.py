"""What an expert sets beside weekly hours and days off: how they are booked, other hours on a date, public holidays."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.calendar import other_hours, public_holidays, queries
from marketplace.calendar import rules as booking_rules
from marketplace.calendar.errors import named
from marketplace.calendar.rule_models import BookingRule
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.booking_rules import HolidaysForm, OtherHoursForm, RulesForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("booking_rules", __name__, url_prefix="/calendar")


@bp.route("/rules", methods=["GET", "POST"])
@signed_in
def edit() -> ResponseReturnValue:
    expert = _mine()
    if expert is None:
        return redirect(url_for("calendar.show"))
    form = RulesForm.of(booking_rules.rules(expert.id))
    status = attempt(form, lambda: booking_rules.set_rules(expert.ref, form.rules, by=actor()))
    if status == DONE:
        flash("Saved. It holds for everybody who looks at your days from now on.", "success")
        return redirect(url_for("calendar.show"))
    return render_template("booking_rules/edit.html", form=form), status


@bp.route("/other-hours", methods=["GET", "POST"])
@signed_in
def hours() -> ResponseReturnValue:
    expert, form = _mine(), OtherHoursForm()
    if expert is None:
        return redirect(url_for("calendar.show"))
    status = attempt(
        form,
        lambda: other_hours.set_hours(expert.ref, form.on.data, form.hours.data or [], by=actor()),
    )
    if status == DONE:
        flash(f"{named([form.on.data])}: these hours hold instead of your weekly ones.", "success")
        return redirect(url_for(".hours"))
    today = clock.today(expert.timezone)
    page = render_template(
        "booking_rules/hours.html",
        form=form,
        expert=expert,
        today=today,
        dates=queries.other_hours(expert.id, today),
    )
    return page, status


@bp.post("/other-hours/<ref>/removal")
@signed_in
def remove_hours(ref: Ref) -> ResponseReturnValue:
    other_hours.remove(ref, by=actor())
    flash("Your weekly hours hold on that date again.", "success")
    return redirect(url_for(".hours"))


@bp.route("/holidays", methods=["GET", "POST"])
@signed_in
def holidays() -> ResponseReturnValue:
    expert = _mine()
    if expert is None:
        return redirect(url_for("calendar.show"))
    kept = db.session.get(BookingRule, expert.id)
    form = HolidaysForm.of(kept.country if kept else "", kept.region if kept else "")
    status = attempt(
        form,
        lambda: public_holidays.choose(
            expert.ref, form.country.data or "", form.region.data or "", by=actor()
        ),
    )
    if status == DONE:
        flash(
            "Public holidays are off by themselves from now on." if form.country.data else "Saved.", "success"
        )
        return redirect(url_for(".holidays"))
    coming = public_holidays.coming(expert.id, clock.today(expert.timezone))
    return render_template("booking_rules/holidays.html", form=form, holidays=coming), status


@bp.post("/holidays/<day>")
@signed_in
def change_holiday(day: str) -> ResponseReturnValue:
    expert = _mine()
    if expert is None:
        raise NotFound
    changed = public_holidays.change(expert.ref, _date(day), request.form.get("works") == "1", by=actor())
    said = "you work" if changed.works else "you are off"
    flash(f"{changed.name}: {said}.", "success")
    return redirect(url_for(".holidays", _anchor="coming"))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def _mine() -> Expert | None:
    return registry.expert_of(actor().user_id)
