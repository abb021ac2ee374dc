"""Appeals as the vendor's staff decide them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.assessing import appeals, queries
from marketplace.assessing.models import Appeal, AppealState
from marketplace.certification import policy
from marketplace.certification import queries as certification
from marketplace.kit.errors import NotAllowed, NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.web.forms.appeals import VerdictForm
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.security import actor, signed_in
from marketplace.web.trail import trail

bp = Blueprint("appeals", __name__, url_prefix="/appeals")


@bp.get("")
@signed_in
def index() -> str:
    """Those that wait, the oldest first, and the latest that were decided."""
    vendors = policy.reviewed_vendors(actor())
    if not vendors:
        raise NotAllowed("Appeals are decided by the assessors of the vendor.")
    waiting = queries.open_appeals(vendors)
    bars = appeals.bars(waiting, actor())
    return render_template(
        "appeals/index.html",
        waiting=[(one, bars[one.id]) for one in waiting],
        closed=queries.closed_appeals(vendors, page_number(request.args.get("page"))),
    )


@bp.route("/<ref>", methods=["GET", "POST"])
@signed_in
def show(ref: Ref) -> Response | tuple[str, int]:
    appeal = _reviewable(ref)
    form = VerdictForm.about(appeal)
    status = attempt(form, lambda: _decide(appeal, form))
    if status == DONE:
        flash(f"{appeal.expert.name} will read your reason.", "success")
        return redirect(url_for(".show", ref=ref))
    return render_template(
        "appeals/show.html",
        appeal=appeal,
        claim=appeal.claim,
        form=form,
        bar=appeals.bar(appeal, actor()) if appeal.state is AppealState.OPEN else None,
        findings=queries.visible_assessments(appeal.claim, actor()),
        made=[one for one in certification.certificates_for(appeal.claim.id) if one != appeal.certificate],
        trail=trail(appeal.claim, actor()),
    ), status


def _reviewable(ref: Ref) -> Appeal:
    """For staff only: the expert reads about it on the page of the claim."""
    appeal = queries.appeal(ref, actor())
    if appeal.claim.skill.vendor_id not in policy.reviewed_vendors(actor()):
        raise NotFound
    return appeal


def _decide(appeal: Appeal, form: VerdictForm) -> None:
    reason = form.reason.data or ""
    if form.verdict.data == "grant":
        level = form.level.data if appeal.certificate is None else None
        appeals.grant(appeal.ref, level=level, reason=reason, by=actor())
    else:
        appeals.dismiss(appeal.ref, reason=reason, by=actor())
