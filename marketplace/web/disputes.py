"""Disputes: opened from a booking, answered by the other side, judged by an assessor; a vendor's list of them."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.wrappers import Response as FileResponse
from werkzeug.wrappers import Response

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.sides import speaks_for
from marketplace.conversations import queries as conversations
from marketplace.disputes import deciding, policy, queries, service, stakes
from marketplace.disputes.models import LIFECYCLE, Dispute, Topic
from marketplace.disputes.queries import Shown
from marketplace.disputes.wording import Wish
from marketplace.kit.errors import NotFound, Refused, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.web import conversation_page, dispute_page
from marketplace.web.context import worn_vendor
from marketplace.web.conversations import sent_safely
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.disputes import OfferForm, OpeningForm, OpinionForm, StatementForm, money_in
from marketplace.web.forms.refusal import status_of
from marketplace.web.keeping import attempt_with_files, make_room
from marketplace.web.security import actor, signed_in

bp = Blueprint("disputes", __name__)
bp.url_value_preprocessor(make_room)

Answer = str | Response | tuple[str, int]


@bp.app_template_global()
def dispute_stands(dispute: Dispute) -> str:
    """To follow "it": `waits for the other side`."""
    return LIFECYCLE.said[dispute.state]


@bp.get("/disputes")
@signed_in
def index() -> str:
    """Those of the vendor whose hat is worn."""
    vendor = worn_vendor()
    if not actor().is_staff(vendor.id, *policy.READERS):
        raise NotFound
    wanted = request.args.get("show", "")
    shown = Shown(wanted) if wanted in set(Shown) else Shown.WAITING
    page = queries.page_of(vendor.id, shown, page_number(request.args.get("page")))
    figures = queries.figures_of(vendor.id)
    return render_template(
        "disputes/index.html", vendor=vendor, page=page, shown=shown, figures=figures, states=queries.STATES
    )


@bp.route("/bookings/<ref>/disputes/new", methods=["GET", "POST"])
@signed_in
def new(ref: Ref) -> Answer:
    booking = bookings.visible(ref, actor())
    permit(policy.may_open(actor(), booking))
    side = speaks_for(actor(), booking) or Side.CUSTOMER
    form, opened = OpeningForm.of(side, booking.price.currency), list[Dispute]()
    status = attempt_with_files(
        form, lambda: opened.append(service.begin(ref, _wish(form, booking), by=actor()))
    )
    if status == DONE:
        flash("The other side has been told. Until it has ended, everything else stands still.", "success")
        return redirect(url_for(".show", ref=opened[0].ref))
    return _opening(bookings.visible(ref, actor()), side, form, status)


def _wish(form: OpeningForm, booking: Booking) -> Wish:
    amount = money_in(form.amount, booking.price.currency)
    return Wish(Topic(form.topic.data), amount, form.text.data or "", form.kept.data or [])


def _opening(booking: Booking, side: Side, form: OpeningForm, status: int) -> Answer:
    """With what can be asked for; or why there is nothing."""
    try:
        at_stake, nothing = stakes.open_of(booking), ""
    except Refused as refusal:
        at_stake, nothing = None, refusal.sentence
    page = render_template(
        "disputes/new.html", booking=booking, side=side, form=form, stakes=at_stake, nothing=nothing
    )
    return page, status


@bp.get("/disputes/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return dispute_page.render(queries.visible(ref, actor()))


@bp.get("/disputes/<ref>/conversation")
@signed_in
def conversation(ref: Ref) -> str:
    """What the two wrote to each other, read for the opinion alone."""
    dispute = queries.visible(ref, actor())
    if not deciding.reads_thread(dispute, actor()):
        raise NotFound
    booking = dispute.booking
    matter = conversations.about(booking.ref, SYSTEM)  # not theirs to read otherwise
    messages = conversations.everything(conversations.conversation_of(booking.ref))
    lines = conversation_page.lines(matter, messages)
    return render_template("disputes/conversation.html", dispute=dispute, booking=booking, lines=lines)


@bp.get("/disputes/files/<ref>")
@signed_in
def file(ref: Ref) -> FileResponse:
    return sent_safely(queries.file(ref, actor()))


@bp.post("/disputes/<ref>/statements")
@signed_in
def add(ref: Ref) -> Answer:
    form = StatementForm()
    permit(policy.may_speak(actor(), queries.visible(ref, actor())))
    return _said(ref, form, service.add, "Added. The other side has been told.")


@bp.post("/disputes/<ref>/contest")
@signed_in
def contest(ref: Ref) -> Answer:
    form = StatementForm()
    permit(policy.may_contest(actor(), queries.visible(ref, actor())))
    return _said(
        ref,
        form,
        service.contest,
        "Answered. The vendor gives its opinion now; you can still agree until then.",
    )


@bp.post("/disputes/<ref>/offer")
@signed_in
def offer(ref: Ref) -> Answer:
    dispute = queries.visible(ref, actor())
    permit(policy.may_speak(actor(), dispute))
    currency = dispute.price.currency
    form = OfferForm.of(speaks_for(actor(), dispute.booking), currency)
    status = attempt(
        form,
        lambda: service.offer(ref, money_in(form.amount, currency), form.words.data or "", by=actor()),
    )
    if status == DONE:
        return _back(ref, "Offered. If the other side agrees, it is carried out at once.")
    return dispute_page.render(queries.visible(ref, actor()), offer_form=form), status


@bp.post("/disputes/<ref>/opinion")
@signed_in
def opine(ref: Ref) -> Answer:
    dispute = queries.visible(ref, actor())
    permit(policy.may_opine(actor(), dispute))
    currency = dispute.price.currency
    form = OpinionForm.of(currency)
    status = attempt(
        form,
        lambda: deciding.opine(ref, money_in(form.amount, currency), form.reasons.data or "", by=actor()),
    )
    if status == DONE:
        return _back(ref, "Decided. Both sides read your reasons, and the money follows.")
    return dispute_page.render(queries.visible(ref, actor()), opinion_form=form), status


@bp.post("/disputes/<ref>/agreement")
@signed_in
def agree(ref: Ref) -> Answer:
    return _done(ref, service.agree, "Agreed. It is being carried out.")


@bp.post("/disputes/<ref>/offer/acceptance")
@signed_in
def take_offer(ref: Ref) -> Answer:
    shown = request.form.get("back", type=int)
    return _done(
        ref,
        lambda named, by: service.take_offer(named, shown=-1 if shown is None else shown, by=by),
        "Agreed. It is being carried out.",
    )


@bp.post("/disputes/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Answer:
    return _done(ref, service.withdraw, "Taken back. Everything goes on as it was.")


@bp.post("/disputes/<ref>/assessor")
@signed_in
def take(ref: Ref) -> Answer:
    return _done(ref, deciding.take, "It is yours. Read both sides, then say how the money is divided.")


@bp.post("/disputes/<ref>/assessor/leaving")
@signed_in
def leave(ref: Ref) -> Answer:
    return _done(ref, deciding.leave, "Back in the queue. Its clock goes on.")


def _said(ref: Ref, form: StatementForm, act: Callable[..., object], done: str) -> Answer:
    status = attempt_with_files(
        form, lambda: act(ref, form.text.data or "", form.kept.data or [], by=actor())
    )
    if status == DONE:
        return _back(ref, done)
    return dispute_page.render(queries.visible(ref, actor()), statement_form=form), status


def _done(ref: Ref, act: Callable[..., Dispute], said: str) -> Answer:
    """What one may not see stays unseen; why it did not work stands above the dispute as it is now."""
    dispute = queries.visible(ref, actor())
    try:
        act(dispute.ref, by=actor())
    except Refused as refusal:
        page = dispute_page.render(queries.visible(ref, actor()), sentence=refusal.sentence)
        return page, status_of(refusal)
    return _back(ref, said)


def _back(ref: Ref, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for(".show", ref=ref))
