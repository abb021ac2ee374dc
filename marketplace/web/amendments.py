"""Changing a booking: days, hours or rate, or the time of a call; the difference first, then the question, and the answer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.amendments import policy, queries, service
from marketplace.bookings import queries as bookings
from marketplace.bookings.sides import reads_for
from marketplace.kit import clock
from marketplace.kit.errors import Refused
from marketplace.kit.ids import Ref
from marketplace.payments import service as payments
from marketplace.web import amendment_page, changing_calls
from marketplace.web.changing import Wish, choice, read
from marketplace.web.forms.amendments import AnswerForm, ProposalForm
from marketplace.web.forms.refusal import show_on, status_of
from marketplace.web.paying import leave_for, say_how_it_went
from marketplace.web.security import actor, signed_in

bp = Blueprint("amendments", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/bookings/<ref>/amendments/new")
@signed_in
def new(ref: Ref) -> Answer:
    """Step one: which days, at which hours and rate; or at which time the call."""
    return _choose(ref, read(request.args))


@bp.get("/bookings/<ref>/amendments/preview")
@signed_in
def preview(ref: Ref) -> Answer:
    """Step two: what that costs, or gives back."""
    return _previewed(ref, read(request.args), ProposalForm())


@bp.post("/bookings/<ref>/amendments")
@signed_in
def create(ref: Ref) -> Answer:
    form, wish = ProposalForm(), read(request.form)
    booking = bookings.visible(ref, actor())
    if not form.validate():
        return _previewed(ref, wish, form, status=400)
    try:
        amendment = service.propose(
            ref,
            wish.wanted(booking),
            wish.money(booking),
            form.message.data or "",
            hours=wish.hours(booking),
            shown=request.form.get("total", type=int),
            by=actor(),
        )
    except Refused as refusal:
        return _previewed(ref, wish, form, status=show_on(form, refusal))
    flash(
        f"{policy.other(amendment)} has been asked. Until the answer, the booking stays as it is.", "success"
    )
    return redirect(url_for(".show", ref=amendment.ref))


@bp.get("/amendments/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return amendment_page.render(queries.visible(ref, actor()))


@bp.post("/amendments/<ref>/acceptance")
@signed_in
def accept(ref: Ref) -> Answer:
    try:
        amendment = service.accept(ref, by=actor())
    except Refused as refusal:
        return _again(ref, refusal)
    said = (
        "Agreed. It holds once the difference is paid."
        if amendment.open
        else "Agreed. The booking is changed."
    )
    flash(said, "success")
    return _back(ref)


@bp.post("/amendments/<ref>/refusal")
@signed_in
def decline(ref: Ref) -> Answer:
    form = AnswerForm()
    if not form.validate():
        return amendment_page.render(queries.visible(ref, actor()), answer_form=form), 400
    try:
        service.decline(ref, form.reason.data or "", by=actor())
    except Refused as refusal:
        return _again(ref, refusal)
    flash("Declined. The booking stays as it is.", "success")
    return _back(ref)


@bp.post("/amendments/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Answer:
    try:
        service.withdraw(ref, by=actor())
    except Refused as refusal:
        return _again(ref, refusal)
    flash("Taken back. The booking stays as it is.", "success")
    return _back(ref)


@bp.post("/amendments/<ref>/abandonment")
@signed_in
def drop(ref: Ref) -> Answer:
    try:
        service.drop(ref, by=actor())
    except Refused as refusal:
        return _again(ref, refusal)
    flash("Given up. The booking stays as it is, and nothing was charged.", "success")
    return _back(ref)


@bp.post("/amendments/<ref>/payment")
@signed_in
def pay(ref: Ref) -> Answer:
    return leave_for(
        lambda: payments.start_change(ref, by=actor()),
        back=url_for("amendments.show", ref=ref),
        again=lambda sentence: amendment_page.render(queries.visible(ref, actor()), sentence=sentence),
    )


@bp.get("/amendments/<ref>/payment/return")
@signed_in
def finish(ref: Ref) -> Response:
    amendment = queries.visible(ref, actor())
    say_how_it_went(
        lambda attempt: attempt.amendment_id == amendment.id,
        paid="Paid. The change holds.",
        too_late="Your payment came after the change had ended. You get all of it back.",
    )
    return _back(ref)


def _choose(ref: Ref, wish: Wish, refusal: Refused | None = None) -> Answer:
    booking = bookings.visible(ref, actor())
    status = status_of(refusal) if refusal else 200
    if booking.is_call:
        return changing_calls.render(booking, wish, refusal), status
    offered = choice(booking, wish, by=actor())
    return render_template("amendments/new.html", booking=booking, choice=offered, refusal=refusal), status


def _previewed(ref: Ref, wish: Wish, form: ProposalForm, status: int = 200) -> Answer:
    """The figures; or the days again, with what is wrong about them."""
    booking = bookings.visible(ref, actor())
    try:
        wanted, rate, hours = wish.wanted(booking), wish.money(booking), wish.hours(booking)
        draft = service.preview(ref, wanted, rate, hours=hours, by=actor())
    except Refused as refusal:
        return _choose(ref, wish, refusal)
    side = reads_for(actor(), booking)
    page = render_template(
        "amendments/preview.html",
        booking=booking,
        draft=draft,
        wish=wish,
        form=form,
        side=side,
        now=clock.now(),
    )
    return page, status


def _again(ref: Ref, refusal: Refused) -> Answer:
    """The change as it is now, with why that did not work. What one may not see stays unseen."""
    page = amendment_page.render(queries.visible(ref, actor()), sentence=refusal.sentence)
    return page, status_of(refusal)


def _back(ref: Ref) -> Response:
    return redirect(url_for(".show", ref=ref))
