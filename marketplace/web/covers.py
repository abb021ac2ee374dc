"""A backup for a booking: who could, what that would mean, the question, the answer, the hand-over note."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from marketplace.agreements import facts, placeholders
from marketplace.bookings import queries as bookings
from marketplace.covers import handing_over, policy, queries, service
from marketplace.covers.models import Cover
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, NotFound, Refused, permit
from marketplace.kit.ids import Ref
from marketplace.web.filters import day, money
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.covers import NamingForm, NoteForm, RestForm
from marketplace.web.forms.refusal import show_on, status_of
from marketplace.web.security import actor, signed_in

bp = Blueprint("covers", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/bookings/<ref>/covers/new")
@signed_in
def new(ref: Ref) -> Answer:
    """Who could stand by; with a name, what naming them would mean."""
    return _choose(ref, NamingForm(), request.args.get("expert", ""))


@bp.post("/bookings/<ref>/covers")
@signed_in
def create(ref: Ref) -> Answer:
    form, expert = NamingForm(), request.form.get("expert", "")
    permit(policy.may_name(actor(), bookings.visible(ref, actor())))
    if not form.validate():
        return _choose(ref, form, expert, status=400)
    shown, read = request.form.get("total", type=int), request.form.get("agreement", type=int)
    try:
        overlap = request.form.get("overlap", 0, type=int)
        cover = service.name(ref, expert, overlap, shown=shown, read=read, by=actor())
    except Refused as refusal:
        form.agreed.data = False
        return _choose(ref, form, expert, status=show_on(form, refusal))
    flash(f"{cover.expert.name} has been asked to stand by.", "success")
    return redirect(url_for(".show", ref=cover.ref))


@bp.get("/covers/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return _shown(queries.visible(ref, actor()))


@bp.post("/covers/<ref>/agreement")
@signed_in
def agree(ref: Ref) -> Answer:
    return _act(ref, service.agree, "Thank you. You hear from us only if you are needed.")


@bp.post("/covers/<ref>/refusal")
@signed_in
def decline(ref: Ref) -> Answer:
    return _act(ref, service.decline, "Declined.")


@bp.post("/covers/<ref>/departure")
@signed_in
def leave(ref: Ref) -> Answer:
    return _act(ref, service.leave, "You stand by no more. The customer knows.")


@bp.post("/covers/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Answer:
    return _act(ref, service.withdraw, "Taken back. You can name somebody else.")


@bp.post("/covers/<ref>/note")
@signed_in
def write_note(ref: Ref) -> Answer:
    cover, form = queries.visible(ref, actor()), NoteForm()
    permit(policy.may_write_note(actor(), cover))
    if not form.validate():
        return _shown(cover, note_form=form), 400
    try:
        service.write_note(ref, form.note.data or "", by=actor())
    except Refused as refusal:
        status = show_on(form, refusal)
        return _shown(queries.visible(ref, actor()), note_form=form), status
    flash("Saved. Your backup and the customer read it.", "success")
    return redirect(url_for(".show", ref=ref))


@bp.route("/covers/<ref>/rest", methods=["GET", "POST"])
@signed_in
def give_rest(ref: Ref) -> Answer:
    """The first expert can come until a certain day only: what that means, then the yes."""
    cover, form = queries.visible(ref, actor()), RestForm()
    permit(policy.may_give_rest(actor(), cover))
    choices = [SelectChoice(one.isoformat(), day(one)) for one in handing_over.last_days(cover)]
    form.last.choices = choices
    last = form.last.data or request.args.get("last") or (choices[-1].value if choices else "")
    status = attempt(form, lambda: _give(ref, last, form.reason.data or ""))
    if status == DONE:
        flash(f"Thank you for saying so. {cover.expert.name} is asked for the rest.", "success")
        return redirect(url_for(".show", ref=ref))
    form.last.data = last
    rest, sentence = _rest(ref, last)
    page = render_template(
        "covers/rest.html", cover=cover, booking=cover.booking, form=form, rest=rest, sentence=sentence
    )
    return page, status


def _give(ref: Ref, last: str, reason: str) -> None:
    handing_over.give_rest(ref, date.fromisoformat(last), reason, by=actor())


def _rest(ref: Ref, last: str) -> tuple[handing_over.Rest | None, str]:
    """What it would mean, or why it cannot be."""
    try:
        return handing_over.preview(ref, date.fromisoformat(last), by=actor()), ""
    except ValueError:
        return None, "Choose your last day."
    except Refused as refusal:
        return None, refusal.sentence


def _act(ref: Ref, act: Callable[..., Cover], done: str) -> Answer:
    try:
        act(ref, by=actor())
    except NotFound:
        raise
    except Refused as refusal:
        return _shown(queries.visible(ref, actor()), sentence=refusal.sentence), status_of(refusal)
    flash(done, "success")
    return redirect(url_for(".show", ref=ref))


def _shown(cover: Cover, *, sentence: str = "", note_form: NoteForm | None = None) -> str:
    return render_template(
        "covers/show.html",
        cover=cover,
        booking=cover.booking,
        sees=policy.sees_booking(actor(), cover),
        days=service.stood_for(cover),
        whole_instead=service.whole_instead(cover.booking),
        may=policy.allowed(actor(), cover),
        sentence=sentence,
        note_form=note_form or NoteForm(formdata=None, data={"note": cover.note}),
    )


def _choose(ref: Ref, form: NamingForm, expert: str, status: int = 200) -> Answer:
    booking = bookings.visible(ref, actor())
    permit(policy.may_name(actor(), booking))
    sentence, offer = "", None
    if expert:
        try:
            offer = service.offer(booking, expert)
            form.overlap.choices = _overlaps(offer)
        except Conflict as gone:
            sentence, status = gone.sentence, status_of(gone)
    page = render_template(
        "covers/new.html",
        booking=booking,
        ahead=service.days_ahead(booking),
        whole_instead=service.whole_instead(booking),
        begun=booking.starts_at <= clock.now(),
        candidates=() if offer else service.candidates(booking),
        offer=offer,
        agreement=_filled(offer, booking.message) if offer else "",
        form=form,
        sentence=sentence,
    )
    return page, status


def _overlaps(offer: service.Offer) -> list[SelectChoice]:
    """With what each would come to at most."""
    more = [
        SelectChoice(
            str(number), f"{number} {'day' if number == 1 else 'days'}, {money(total)} more with fee"
        )
        for number, total in enumerate(offer.overlaps, 1)
    ]
    return [SelectChoice("0", "None: nothing more"), *more]


def _filled(offer: service.Offer, purpose: str) -> str:
    values = facts.of_quote(
        offer.quote, offer.booking.organization, offer.who.certificate, purpose, actor().name
    )
    return placeholders.filled(offer.wording.text, values)
