"""Proposals: days and a rate, the figures, the words; then versions to and fro, until somebody says yes or no."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.agreements.errors import AgreementChanged
from marketplace.bookings.models import Side
from marketplace.kit.errors import Refused, permit
from marketplace.kit.ids import Ref
from marketplace.requests import accepting, matching, policy, proposing, queries
from marketplace.requests.models import Proposal, Request
from marketplace.web import offering, proposal_page, proposed_agreement
from marketplace.web.forms.agreements import AgreeForm
from marketplace.web.forms.refusal import show_on, status_of
from marketplace.web.forms.requests import OurTermsForm, ReasonForm, TermsForm
from marketplace.web.offering import Wish, read
from marketplace.web.security import actor, signed_in

bp = Blueprint("proposals", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/requests/<ref>/proposals/new")
@signed_in
def new(ref: Ref) -> Answer:
    """Step one: which days, at which rate."""
    return _choose(queries.visible(ref, actor()), None, read(request.args))


@bp.get("/requests/<ref>/proposals/preview")
@signed_in
def preview(ref: Ref) -> Answer:
    """Step two: what that comes to, for both."""
    return _previewed(queries.visible(ref, actor()), None, read(request.args), _form(None))


@bp.post("/requests/<ref>/proposals")
@signed_in
def create(ref: Ref) -> Answer:
    return _offered(queries.visible(ref, actor()), None)


@bp.get("/proposals/<ref>/versions/new")
@signed_in
def new_version(ref: Ref) -> Answer:
    proposal = queries.proposal(ref, actor())
    return _choose(proposal.request, proposal, read(request.args))


@bp.get("/proposals/<ref>/versions/preview")
@signed_in
def preview_version(ref: Ref) -> Answer:
    proposal = queries.proposal(ref, actor())
    return _previewed(proposal.request, proposal, read(request.args), _form(proposal))


@bp.post("/proposals/<ref>/versions")
@signed_in
def create_version(ref: Ref) -> Answer:
    proposal = queries.proposal(ref, actor())
    return _offered(proposal.request, proposal)


@bp.get("/proposals/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return proposal_page.render(queries.proposal(ref, actor()))


@bp.post("/proposals/<ref>/acceptance")
@signed_in
def accept(ref: Ref) -> Answer:
    number, form = request.form.get("version", default=0, type=int), AgreeForm()
    proposal = queries.proposal(ref, actor())
    if policy.side_of(actor(), proposal) is Side.CUSTOMER and not form.validate():
        return proposal_page.render(proposal, agree_form=form), 400
    try:
        booking = accepting.accept(ref, number, policy_shown=request.form.get("policy", "")[:24], by=actor())
    except Refused as refusal:
        return _again(ref, refusal)
    flash("Agreed. The days are held, and booked once they are paid.", "success")
    return redirect(url_for("bookings.show", ref=booking.ref))


@bp.post("/proposals/<ref>/refusal")
@signed_in
def decline(ref: Ref) -> Answer:
    said = "Declined, and told kindly."
    return _ended(ref, lambda reason: proposing.decline(ref, reason, by=actor()), said)


@bp.post("/proposals/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Answer:
    said = "Taken back. While the request is open, you can propose again."
    return _ended(ref, lambda reason: proposing.withdraw(ref, reason, by=actor()), said)


def _choose(one: Request, proposal: Proposal | None, wish: Wish, refusal: Refused | None = None) -> Answer:
    if proposal is None:
        expert = proposing.proposer(one, actor())
    else:
        permit(policy.may_counter(actor(), proposal))
        proposal.check_open()
        expert = proposal.expert
    certificate = matching.certificate_for(one, expert)
    latest = proposal.latest if proposal else None
    page = render_template(
        "proposals/new.html",
        brief=one,
        proposal=proposal,
        choice=offering.choice(one, expert, certificate, wish, latest),
        refusal=refusal,
    )
    return page, status_of(refusal) if refusal else 200


def _previewed(
    one: Request, proposal: Proposal | None, wish: Wish, form: TermsForm, status: int = 200
) -> Answer:
    """The figures; or the days again, with what is wrong about them."""
    expert = proposal.expert if proposal else proposing.proposer(one, actor())
    try:
        terms = wish.terms(offering.currency(expert, proposal.latest if proposal else None))
        if proposal is None:
            offer = proposing.preview(one.ref, terms, by=actor())
        else:
            offer = proposing.preview_counter(proposal.ref, terms, by=actor())
    except Refused as refusal:
        return _choose(one, proposal, wish, refusal)
    side = policy.side_of(actor(), proposal) if proposal else Side.EXPERT
    words = proposed_agreement.of_offer(one, offer.quote, offer.certificate, side)
    if isinstance(form, OurTermsForm):
        form.name(one.organization, expert, words.number)
    page = render_template(
        "proposals/preview.html",
        brief=one,
        proposal=proposal,
        expert=expert,
        side=side,
        words=words,
        offer=offer.quote,
        wish=wish,
        form=form,
    )
    return page, status


def _offered(one: Request, proposal: Proposal | None) -> Answer:
    form, wish = _form(proposal), read(request.form)
    if not form.validate():
        return _previewed(one, proposal, wish, form, 400)
    expert = proposal.expert if proposal else proposing.proposer(one, actor())
    latest = proposal.latest if proposal else None
    try:
        shown, number = request.form.get("total", type=int), request.form.get("agreement", type=int)
        terms = wish.terms(offering.currency(expert, latest), form.message.data or "", shown, number)
        if proposal is None:
            made = proposing.propose(one.ref, terms, by=actor())
        else:
            number = request.form.get("version", default=0, type=int)
            made = proposing.counter(proposal.ref, number, terms, by=actor())
    except AgreementChanged as changed:
        if isinstance(form, OurTermsForm):
            form.agreed.data = False
        return _previewed(one, proposal, wish, form, show_on(form, changed))
    except Refused as refusal:
        return _previewed(one, proposal, wish, form, show_on(form, refusal))
    flash(f"Sent. {policy.named(made, made.answers)} answers by the time you see below.", "success")
    return redirect(url_for(".show", ref=made.ref))


def _form(proposal: Proposal | None) -> TermsForm:
    """Customers tick that they agree; experts agree by proposing."""
    ours = proposal is not None and policy.side_of(actor(), proposal) is Side.CUSTOMER
    return OurTermsForm() if ours else TermsForm()


def _ended(ref: Ref, act: Callable[[str], object], said: str) -> Answer:
    form = ReasonForm()
    if not form.validate():
        return proposal_page.render(queries.proposal(ref, actor()), reason_form=form), 400
    try:
        act(form.reason.data or "")
    except Refused as refusal:
        return _again(ref, refusal)
    flash(said, "success")
    return redirect(url_for(".show", ref=ref))


def _again(ref: Ref, refusal: Refused) -> Answer:
    """The proposal as it is now, with why that did not work. What one may not see stays unseen."""
    page = proposal_page.render(queries.proposal(ref, actor()), sentence=refusal.sentence)
    return page, status_of(refusal)
