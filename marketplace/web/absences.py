"""Somebody did not come: said from a booking, answered by the other side."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.absences import policy, queries, service, settling
from marketplace.absences.models import LIFECYCLE, Absence
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.bookings.sides import named, speaks_for
from marketplace.calendar import queries as calendar
from marketplace.covers import queries as covers
from marketplace.covers.models import CoverState
from marketplace.disputes import policy as disputes
from marketplace.kit.errors import Refused, permit
from marketplace.kit.ids import Ref
from marketplace.notices.about_absences import consequence
from marketplace.web.booking_history import history_of
from marketplace.web.forms.absences import AbsenceForm, WordForm
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.refusal import status_of
from marketplace.web.security import actor, signed_in

bp = Blueprint("absences", __name__)

Answer = str | Response | tuple[str, int]


@bp.app_template_global()
def absence_stands(absence: Absence) -> str:
    """To follow "it": `waits for the other side’s word`."""
    return LIFECYCLE.said[absence.state]


@bp.route("/bookings/<ref>/absences/new", methods=["GET", "POST"])
@signed_in
def new(ref: Ref) -> Answer:
    booking = bookings.visible(ref, actor())
    permit(policy.may_say(actor(), booking))
    shifts = [one for one in calendar.booked_shifts(ref) if policy.is_late(booking, one) is True]
    form, made = AbsenceForm.of(shifts), list[Absence]()

    def say() -> None:
        day, onward = form.day.data or "", bool(form.onward.data)
        made.append(service.say(ref, day, form.words.data or "", onward=onward, by=actor()))

    status = attempt(form, say)
    if status == DONE:
        flash(
            "The other side has been asked. Unless they answer within 24 hours, it counts as you said.",
            "success",
        )
        return redirect(url_for(".show", ref=made[0].ref))
    booking = bookings.visible(ref, actor())
    side = speaks_for(actor(), booking)
    return render_template("absences/new.html", booking=booking, side=side, form=form, shifts=shifts), status


@bp.get("/absences/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return _render(queries.visible(ref, actor()))


@bp.post("/absences/<ref>/agreement")
@signed_in
def agree(ref: Ref) -> Answer:
    return _done(ref, service.agree, "Settled. What follows is being carried out.")


@bp.post("/absences/<ref>/objection")
@signed_in
def object_(ref: Ref) -> Answer:
    form = WordForm()
    permit(policy.may_answer(actor(), queries.visible(ref, actor())))
    status = attempt(form, lambda: service.object_(ref, form.words.data or "", by=actor()))
    if status == DONE:
        return _back(ref, "Said. Nothing is decided by this; either of you can open a dispute.")
    return _render(queries.visible(ref, actor()), form=form), status


@bp.post("/absences/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Answer:
    return _done(ref, service.withdraw, "Taken back. The booking goes on as it was.")


@bp.post("/absences/<ref>/rest")
@signed_in
def give_up_rest(ref: Ref) -> Answer:
    return _done(ref, service.give_up_rest, "Given up. Everything for these days goes back to the card.")


def _render(absence: Absence, *, sentence: str = "", form: WordForm | None = None) -> str:
    """`sentence` says why the last click did not work."""
    booking = absence.booking
    return render_template(
        "absences/show.html",
        absence=absence,
        booking=booking,
        sayer=named(booking, absence.side),
        absent=named(booking, absence.absent),
        consequence=consequence(absence),
        ahead=settling.ahead(booking),
        backup=_backup(booking),
        may=_may(absence),
        sentence=sentence,
        form=form or WordForm(formdata=None),
        happened=history_of({absence.ref}),
    )


def _backup(booking: Booking) -> str:
    """Who stands by, if anybody does."""
    cover = covers.open_on(booking.id)
    return cover.expert.name if cover and cover.state is CoverState.STANDING_BY else ""


def _may(absence: Absence) -> set[str]:
    """What the reader may do with it now."""
    by = actor()
    answers = absence.open and policy.may_answer(by, absence) is True
    found = {"agree", "object"} if answers else set[str]()
    if absence.open and policy.may_withdraw(by, absence) is True:
        found.add("withdraw")
    if policy.may_give_up(by, absence) is True and settling.ahead(absence.booking):
        found.add("rest")
    if disputes.may_open(by, absence.booking) is True:
        found.add("dispute")
    return found


def _done(ref: Ref, act: Callable[..., Absence], said: str) -> Answer:
    absence = queries.visible(ref, actor())
    try:
        act(absence.ref, by=actor())
    except Refused as refusal:
        return _render(queries.visible(ref, actor()), sentence=refusal.sentence), status_of(refusal)
    return _back(ref, said)


def _back(ref: Ref, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for(".show", ref=ref))
