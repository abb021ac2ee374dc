"""Claims as a vendor's assessors review them."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.certification import policy, queries, service
from marketplace.certification.models import Claim
from marketplace.kit import clock
from marketplace.kit.errors import NotAllowed, Refused
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.registry import queries as registry
from marketplace.web.forms.refusal import show_on
from marketplace.web.forms.reviews import DecisionForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("reviews", __name__)


@bp.app_template_filter()
def age(since: datetime) -> str:
    """`5 hours`, `1 day`: how long ago that was."""
    waited = clock.now() - since
    hours = int(waited.total_seconds()) // 3600
    if hours < 1:
        return "less than an hour"
    count, unit = (waited.days, "day") if waited.days else (hours, "hour")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


@bp.get("/reviews")
@signed_in
def index() -> str:
    """The queue of every vendor whose claims one may read, oldest first."""
    vendors = policy.reviewed_vendors(actor())
    if not vendors:
        raise NotAllowed("Claims are reviewed by the assessors of the vendor.")
    page = queries.queue(vendors, page_number(request.args.get("page")))
    return render_template("reviews/index.html", page=page, several=len(vendors) > 1)


@bp.route("/reviews/<ref>", methods=["GET", "POST"])
@signed_in
def show(ref: Ref) -> str | Response | tuple[str, int]:
    claim = queries.reviewable(ref, actor())
    form = DecisionForm()
    form.offer(claim.named_level)
    status = 200
    if form.is_submitted():
        status = 400
        if form.validate():
            try:
                return _next(_decided(claim, form), claim)
            except Refused as refusal:
                status = show_on(form, refusal)
    return _page(claim, form), status


def _decided(claim: Claim, form: DecisionForm) -> str:
    """Carry the decision out; the sentence that says so."""
    name, reason = claim.expert.name, form.reason.data or ""
    if form.verdict.data == "decline":
        service.decline(claim.ref, reason=reason, by=actor())
        return f"Declined. {name} will read your reason."
    made = service.certify(claim.ref, level=form.level.data, reason=reason, by=actor())
    return f"{name} is certified: {made.named_level.label} in {made.skill.name}."


def _next(done: str, claim: Claim) -> Response:
    following = queries.next_to_decide(actor(), after=claim)
    if following is None:
        flash(f"{done} That was the last one; the queue is empty.", "success")
        return redirect(url_for("reviews.index"))
    flash(f"{done} Here is the next one.", "success")
    return redirect(url_for("reviews.show", ref=following.ref))


def _page(claim: Claim, form: DecisionForm) -> str:
    return render_template(
        "reviews/show.html",
        claim=claim,
        form=form,
        verdict=policy.may_decide(actor(), claim),
        expert=registry.expert_of(claim.expert.user_id),
        held=queries.live(claim.expert_id),
        earlier=queries.earlier_claims(claim),
        certificate=queries.certificate_for(claim.id),
        following=queries.next_to_decide(actor(), after=claim),
    )
