"""An organization and its team."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from marketplace.feeds import policy as feeds
from marketplace.kit.errors import NotFound
from marketplace.organizations import policy, queries, team
from marketplace.organizations import service as organizations
from marketplace.organizations.errors import LastOwner
from marketplace.organizations.models import Membership, Organization
from marketplace.web.context import hat
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.refusal import status_of
from marketplace.web.forms.teams import (
    ApprovalsForm,
    InviteMemberForm,
    LimitForm,
    MemberRolesForm,
    OrganizationForm,
)
from marketplace.web.security import actor, signed_in

bp = Blueprint("organizations", __name__, url_prefix="/organizations")

Page = tuple[str, int] | Response


@bp.get("")
@signed_in
def mine() -> Response:
    """The organization whose hat is worn."""
    worn = hat()
    if worn and worn.kind == "organization":
        return redirect(url_for(".show", ref=worn.ref))
    return redirect(url_for(".new"))


@bp.route("/new", methods=["GET", "POST"])
@signed_in
def new() -> Page:
    form = OrganizationForm()

    def found() -> None:
        made = organizations.found(form.name.data or "", form.country.data or "", by=actor())
        session["hat"] = f"organization:{made.ref}"

    status = attempt(form, found)
    if status == DONE:
        flash(f"{form.name.data} is here. Invite those who book, approve and pay.", "success")
        return redirect(url_for(".show", ref=session["hat"].partition(":")[2]))
    return render_template("organizations/new.html", form=form), status


@bp.get("/<ref>")
@signed_in
def show(ref: str) -> Page:
    return _team(queries.visible_organization(ref, actor()), InviteMemberForm(formdata=None))


@bp.route("/<ref>/details", methods=["GET", "POST"])
@signed_in
def edit(ref: str) -> Page:
    organization = _managed(ref)
    form = OrganizationForm(obj=organization)

    def save() -> None:
        organizations.revise(ref, name=form.name.data or "", country=form.country.data or "", by=actor())

    status = attempt(form, save)
    if status == DONE:
        flash("Saved.", "success")
        return redirect(url_for(".show", ref=ref))
    return render_template("organizations/edit.html", form=form, organization=organization), status


@bp.route("/<ref>/approvals", methods=["GET", "POST"])
@signed_in
def approvals(ref: str) -> Page:
    """How its approvers work."""
    organization = _managed(ref)
    form = ApprovalsForm(obj=organization)
    status = attempt(form, lambda: organizations.set_auto_approval(ref, form.auto_approval.data, by=actor()))
    if status == DONE:
        flash("Saved. It holds for hours that are submitted from now on.", "success")
        return redirect(url_for(".show", ref=ref))
    return render_template("organizations/approvals.html", form=form, organization=organization), status


@bp.post("/<ref>/invitations")
@signed_in
def invite(ref: str) -> Page:
    organization = _managed(ref)
    form = InviteMemberForm()
    status = attempt(
        form,
        lambda: organizations.invite_member(ref, form.email.data or "", form.roles.data or [], by=actor()),
    )
    if status == DONE:
        flash(f"An invitation is on its way to {form.email.data}.", "success")
        return redirect(url_for(".show", ref=ref))
    return _team(organization, form, status)


@bp.route("/<ref>/members/<member>", methods=["GET", "POST"])
@signed_in
def member(ref: str, member: str) -> Page:
    organization = _managed(ref)
    seat = _seat(organization, member)
    form = MemberRolesForm(data={"roles": [role.value for role in seat.roles]})
    status = attempt(form, lambda: team.change_roles(ref, member, form.roles.data or [], by=actor()))
    if status == DONE:
        flash(f"{seat.user.shown_name}'s roles are changed.", "success")
        return redirect(url_for(".show", ref=ref))
    limit = LimitForm(formdata=None, data=LimitForm.of(seat).data)
    page = render_template("organizations/member.html", form=form, limit=limit, team=organization, seat=seat)
    return page, status


@bp.post("/<ref>/members/<member>/limit")
@signed_in
def limit(ref: str, member: str) -> Page:
    """What a member decides alone."""
    organization = _managed(ref)
    seat = _seat(organization, member)
    form = LimitForm.of(seat)
    status = attempt(form, lambda: team.set_limit(ref, member, form.limit(), by=actor()))
    if status == DONE:
        flash(f"Saved. It holds for what {seat.user.shown_name} asks for or approves from now on.", "success")
        return redirect(url_for(".show", ref=ref))
    roles = MemberRolesForm(formdata=None, data={"roles": [role.value for role in seat.roles]})
    return render_template(
        "organizations/member.html", form=roles, limit=form, team=organization, seat=seat
    ), status


@bp.post("/<ref>/members/<member>/removal")
@signed_in
def remove(ref: str, member: str) -> Page:
    organization = queries.visible_organization(ref, actor())
    leaving = next((one for one in queries.members_of(organization.id) if one.ref == member), None)
    try:
        team.remove(ref, member, by=actor())
    except LastOwner as refusal:
        flash(refusal.sentence, "danger")
        return _team(organization, InviteMemberForm(formdata=None), status_of(refusal))
    if leaving and leaving.user_id == actor().user_id:
        flash(f"You have left {organization.name}.", "success")
        return redirect("/desk")
    flash("They no longer act for the organization.", "success")
    return redirect(url_for(".show", ref=ref))


def _seat(organization: Organization, ref: str) -> Membership:
    seat = next((one for one in queries.members_of(organization.id) if one.ref == ref), None)
    if seat is None:
        raise NotFound
    return seat


def _managed(ref: str) -> Organization:
    """For its owners; to everybody else this page does not exist."""
    organization = queries.visible_organization(ref, actor())
    if policy.may_manage(actor(), organization) is not True:
        raise NotFound
    return organization


def _team(organization: Organization, form: InviteMemberForm, status: int = 200) -> Page:
    return render_template(
        "organizations/show.html",
        organization=organization,
        members=queries.members_of(organization.id),
        invitations=queries.open_invitations(organization),
        manages=policy.may_manage(actor(), organization) is True,
        books=feeds.may_have(actor(), organization.id) is True,
        form=form,
    ), status
