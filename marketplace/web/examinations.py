"""Claims as a vendor's assessors review them."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.assessing import load, queries, queue, seats, service
from marketplace.assessing.models import Verdict
from marketplace.assessing.queue import Wish
from marketplace.catalog import queries as catalog
from marketplace.certification import policy
from marketplace.certification import queries as certification
from marketplace.certification.models import Claim, ClaimState
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, NotAllowed, Refused
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations import queries as organizations
from marketplace.programmes.levels import Level
from marketplace.web import examination_page
from marketplace.web.forms.attempt import attempt
from marketplace.web.forms.examinations import DecisionForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("examinations", __name__)


@bp.app_template_filter()
def age(since: datetime) -> str:
    """`5 hours`, `1 day`: how long ago that was."""
    return spell(clock.now() - since)


@bp.app_template_filter()
def spell(length: timedelta) -> str:
    """`less than an hour`, `5 hours`, `1 day`."""
    hours = int(length.total_seconds()) // 3600
    if hours < 1:
        return "less than an hour"
    count, unit = (length.days, "day") if length.days else (hours, "hour")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


@bp.get("/examinations")
@signed_in
def index() -> str:
    """The queue of every vendor whose claims one may read, oldest first."""
    vendors = policy.reviewed_vendors(actor())
    if not vendors:
        raise NotAllowed("Claims are reviewed by the assessors of the vendor.")
    wish = Wish.parse(request.args.to_dict())
    page = queue.queue(vendors, actor(), wish, page_number(request.args.get("page")))
    return render_template(
        "examinations/index.html",
        page=page,
        lines=queue.lines(page.items, actor()),
        wish=wish,
        counts=queue.counts(vendors, actor(), wish),
        products=[product for one in vendors for product in catalog.products_of(one)],
        load=load.load(vendors),
        appeals=len(queries.open_appeals(vendors)),
        levels=list(Level),
        vendors=organizations.vendors_with(vendors),
    )


@bp.route("/examinations/<ref>", methods=["GET", "POST"])
@signed_in
def show(ref: Ref) -> str | Response | tuple[str, int]:
    claim = certification.reviewable(ref, actor())
    form = DecisionForm.about(claim, seats.open_seat_of(claim, actor()), saving="save" in request.form)
    sent: list[Response] = []
    status = attempt(form, lambda: sent.append(_sent(claim, form)))
    if sent:
        return sent[0]
    examination = examination_page.examination(claim, actor(), typed=form.is_submitted())
    return render_template("examinations/show.html", claim=claim, form=form, examination=examination), status


def _sent(claim: Claim, form: DecisionForm) -> Response:
    if form.saving:
        service.save(claim.ref, form.findings, reason=form.reason.data or "", by=actor())
        flash("Saved as it is. Nothing is decided, and nobody is told.", "success")
        return redirect(url_for(".show", ref=claim.ref))
    if claim.state is ClaimState.ASKED:
        _keep_for_later(claim, form)
    done = _asked(claim, form) if form.verdict.data == "ask" else _decided(claim, form)
    if "stop" in request.form:
        flash(done, "success")
        return redirect(url_for(".index"))
    return _next(done, claim)


def _keep_for_later(claim: Claim, form: DecisionForm) -> None:
    """The other of two assessors has asked the expert meanwhile. Raises `Conflict`."""
    service.save(claim.ref, form.findings, reason=form.reason.data or "", by=actor())
    raise Conflict(
        f"{claim.expert.name} has been asked something meanwhile. What you found is kept; decide once the answer is here."
    )


def _asked(claim: Claim, form: DecisionForm) -> str:
    service.ask(claim.ref, form.reason.data or "", findings=form.findings, by=actor())
    return (
        f"{claim.expert.name} has your question. What you found so far is kept, and the clock stands still."
    )


def _decided(claim: Claim, form: DecisionForm) -> str:
    """Carry the decision out; the sentence that says so."""
    name = claim.expert.name
    outcome = service.decide(
        claim.ref,
        Verdict(form.verdict.data),
        level=form.level.data,
        reason=form.reason.data or "",
        findings=form.findings,
        by=actor(),
    )
    if outcome.certificate:
        made = outcome.certificate
        return f"{name} is certified: {made.named_level.label} in {made.skill.name}."
    if outcome.disagreed:
        return f"Kept. Another assessor sees {name}’s claim differently, so somebody has to resolve it."
    return "Kept. The decision follows." if outcome.waits else f"Declined. {name} will read your reason."


def _next(done: str, claim: Claim) -> Response:
    """The next claim that is free is on the desk already, so that nobody else begins with it."""
    following = queue.next_to_decide(actor(), after=claim)
    if following is None:
        flash(f"{done} That was the last one you can take; your queue is empty.", "success")
        return redirect(url_for(".index"))
    try:
        seats.take(following.ref, by=actor())
    except Refused:
        flash(f"{done} Somebody was faster with the next one.", "success")
        return redirect(url_for(".index"))
    flash(f"{done} Here is the next one.", "success")
    return redirect(url_for(".show", ref=following.ref))
