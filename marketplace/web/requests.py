"""Requests: the customer's list or the expert's board, writing one, its page, and what its customer does with it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import queries as bookings
from marketplace.catalog import queries as catalog
from marketplace.kit.errors import Conflict, NotAllowed, NotFound, Refused, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Organization
from marketplace.registry import queries as registry
from marketplace.requests import briefs, inviting, policy, queries
from marketplace.requests.lifecycles import RequestState
from marketplace.requests.models import Request
from marketplace.web import request_page
from marketplace.web.booking_directly import who_is_free
from marketplace.web.choosing import pick
from marketplace.web.context import hat
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.refusal import status_of
from marketplace.web.forms.requests import ReasonForm, RequestForm, request_form
from marketplace.web.request_plans import begun_with, plan_of
from marketplace.web.security import actor, signed_in

bp = Blueprint("requests", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/requests")
@signed_in
def index() -> str:
    """Those of the hat that is worn."""
    worn = hat()
    if worn and worn.kind == "organization" and (team := organizations.organization(worn.ref)):
        page = queries.of_organization(team.id, page_number(request.args.get("page")))
        writes = policy.may_write(actor(), team) is True
        return render_template("requests/index.html", page=page, writes=writes)
    expert = registry.expert_of(actor().user_id)
    found = queries.board(expert) if expert else []
    proposals = queries.proposals_by(expert.id) if expert else []
    asked = {one.id: queries.invitation_of(one, expert.id if expert else None) for one in found}
    return render_template("requests/board.html", found=found, proposals=proposals, asked=asked)


@bp.route("/requests/new", methods=["GET", "POST"])
@signed_in
def new() -> Answer:
    organization = writes_for(request.values.get("organization", ""))
    start = begun_with(request.values, actor())
    if start.blueprint and start.blueprint.call_minutes:
        flash(
            f"“{start.blueprint.title}” is one call: it needs no request. Choose somebody, then a time.",
            "info",
        )
        return redirect(who_is_free(start.blueprint))
    form = request_form(catalog.offered_skills(), start.plan)
    made: list[Request] = []
    plan = form.plan(start.plan.blueprint)
    status = attempt(form, lambda: made.append(briefs.draft(organization.ref, plan, by=actor())))
    if status != DONE:
        return _form(form, status, organization=organization, start=start)
    if start.expert:
        _try(lambda: inviting.invite(made[0].ref, start.expert, by=actor()))
    return _kept(made[0].ref)


@bp.route("/requests/<ref>/edit", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Answer:
    one = queries.visible(ref, actor())
    permit(policy.may_lead(actor(), one))
    if one.state is not RequestState.DRAFT:
        raise Conflict("It is published, so its words stay. Close it and start another one from it.")
    form = request_form(catalog.offered_skills(), plan_of(one))
    status = attempt(form, lambda: briefs.revise(ref, form.plan(), by=actor()))
    if status != DONE:
        return _form(form, status, organization=one.organization, one=one)
    return _kept(ref)


@bp.get("/requests/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return request_page.render(queries.visible(ref, actor()))


@bp.post("/requests/<ref>/publication")
@signed_in
def publish(ref: Ref) -> Answer:
    return _act(ref, lambda: briefs.publish(ref, by=actor()), "Published. Experts can propose from now on.")


@bp.post("/requests/<ref>/extension")
@signed_in
def extend(ref: Ref) -> Answer:
    return _act(ref, lambda: briefs.extend(ref, by=actor()), "Experts have more time to answer.")


@bp.post("/requests/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Answer:
    return _act(ref, lambda: briefs.withdraw(ref, by=actor()), "The draft is thrown away.")


@bp.post("/requests/<ref>/closure")
@signed_in
def close(ref: Ref) -> Answer:
    said = "Closed. Whoever proposed or was invited has been told."
    return _said(ref, lambda reason: briefs.close(ref, reason, by=actor()), said)


@bp.post("/requests/<ref>/refusal")
@signed_in
def decline(ref: Ref) -> Answer:
    """An invited expert says no."""
    said = "Declined, which counts as an answer. You can still propose while the request is open."
    return _said(ref, lambda reason: inviting.decline(ref, reason, by=actor()), said)


def writes_for(wanted: Ref) -> Organization:
    """The organization for which the person writes requests: the one named, of the hat worn, or the first."""
    offered = bookings.organizations_booking(actor())
    worn = hat()
    found = pick(wanted or (worn.ref if worn and worn.kind == "organization" else ""), offered)
    if found is None:
        raise NotAllowed(
            "Requests are written by organizations. Found yours, or ask its owner to make you a booker."
        )
    return found


def _kept(ref: Ref) -> Response:
    """The draft is there; published, too, when that was the button."""
    if "publish" in request.form:
        done = _try(lambda: briefs.publish(ref, by=actor()))
        flash("Published. Experts can propose from now on." if done else "Kept as a draft.", "success")
    else:
        flash("Kept as a draft. Publish it when it is ready; until then only your team sees it.", "success")
    return redirect(url_for(".show", ref=ref))


def _try(act: Callable[[], object]) -> bool:
    """What was typed is kept already; what does not work now is said on the next page."""
    try:
        act()
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return False
    return True


def _act(ref: Ref, act: Callable[[], object], said: str) -> Answer:
    try:
        act()
    except NotFound:
        raise
    except Refused as refusal:
        page = request_page.render(queries.visible(ref, actor()), sentence=refusal.sentence)
        return page, status_of(refusal)
    flash(said, "success")
    return redirect(url_for(".show", ref=ref))


def _said(ref: Ref, act: Callable[[str], object], said: str) -> Answer:
    form = ReasonForm()
    if not form.validate():
        return request_page.render(queries.visible(ref, actor()), reason_form=form), 400
    return _act(ref, lambda: act(form.reason.data or ""), said)


def _form(form: RequestForm, status: int, **more: object) -> tuple[str, int]:
    return render_template("requests/edit.html", form=form, **more), status
