"""A hand-over as its person sees it: what would be attested, line by line, and their word on it."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.accounts import queries as accounts
from marketplace.handovers import answers, offers, queries
from marketplace.handovers.models import Handover
from marketplace.kit.errors import Refused
from marketplace.registry import queries as registry
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.handovers import AnswerForm
from marketplace.web.forms.refusal import status_of
from marketplace.web.person import person
from marketplace.web.security import actor, signed_in

bp = Blueprint("handover_answers", __name__, url_prefix="/hand-over")

Page = tuple[str, int] | Response


@bp.app_template_global()
def handed_to_me() -> Sequence[tuple[Handover, str]]:
    """What whoever is signed in is offered and has not answered, each with its address."""
    if actor().visitor:
        return []
    return [
        (one, url_for("handover_answers.show", token=offers.token(one)))
        for one in queries.waiting_for(person())
    ]


@bp.get("/<token>")
def show(token: str) -> Page:
    handover = offers.from_token(token)
    return _page(handover, token, AnswerForm.of(handover))


@bp.post("/<token>/acceptance")
@signed_in
def accept(token: str) -> Page:
    handover = offers.from_token(token)
    form = AnswerForm.of(handover)

    def take() -> None:
        employment = form.employment(handover)
        answers.accept(token, form.lines.data or [], employment=employment, by=person())

    status = attempt(form, take)
    if status == DONE:
        flash("It is yours. Nothing of it is public; your claims can rest on it from now on.", "success")
        return redirect(url_for("claims.index"))
    return _page(offers.from_token(token), token, form, status)


@bp.post("/<token>/refusal")
@signed_in
def decline(token: str) -> Page:
    try:
        handover = answers.decline(token, by=person())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        handover = offers.from_token(token)
        return _page(handover, token, AnswerForm.of(handover), status_of(refusal))
    flash(f"Declined. {handover.team.name} states nothing about you.", "success")
    return redirect(url_for("desk.show"))


def _page(handover: Handover, token: str, form: AnswerForm, status: int = 200) -> Page:
    """What would be stated is shown to nobody but the owner of the address."""
    verified = set() if actor().visitor else accounts.verified_addresses(person())
    profile = registry.expert_of(actor().user_id) if verified else None
    return render_template(
        "handover_answers/show.html",
        handover=handover,
        token=token,
        form=form,
        terms=answers.terms(handover),
        theirs=handover.email in verified,
        published=profile is not None and profile.published,
    ), status
