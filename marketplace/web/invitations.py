"""Seats offered by mail: seen and taken by the guest, repeated and withdrawn by the host."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from marketplace.accounts import queries as accounts
from marketplace.kit.errors import Refused
from marketplace.organizations import invitations
from marketplace.organizations.models import Invitation, InvitationState, Organization
from marketplace.organizations.words import MEMBER_DUTIES, STAFF_DUTIES
from marketplace.web.forms.refusal import status_of
from marketplace.web.person import person
from marketplace.web.security import actor, signed_in

bp = Blueprint("invitations", __name__, url_prefix="/invitations")

Page = tuple[str, int] | Response


@bp.get("/<token>")
def show(token: str) -> Page:
    return _page(invitations.from_token(token), token)


@bp.post("/<token>/acceptance")
@signed_in
def accept(token: str) -> Page:
    try:
        invitation = invitations.accept(token, by=person())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return _page(invitations.from_token(token), token, status_of(refusal))
    team = invitation.team
    kind = "organization" if isinstance(team, Organization) else "vendor"
    session["hat"] = f"{kind}:{team.ref}"
    flash(f"Welcome. You act for {team.name} now.", "success")
    return redirect("/desk")


@bp.post("/<ref>/mail")
@signed_in
def repeat(ref: str) -> Response:
    invitation = invitations.repeat(ref, by=actor())
    flash(f"Another mail is on its way to {invitation.email}. It holds for two weeks.", "success")
    return redirect(_host(invitation))


@bp.post("/<ref>/withdrawal")
@signed_in
def withdraw(ref: str) -> Response:
    invitation = invitations.withdraw(ref, by=actor())
    flash(f"The invitation to {invitation.email} no longer holds.", "success")
    return redirect(_host(invitation))


def _host(invitation: Invitation) -> str:
    if invitation.organization:
        return url_for("organizations.show", ref=invitation.organization.ref)
    assert invitation.vendor is not None
    return url_for("vendors_staff.index", slug=invitation.vendor.slug)


def _page(invitation: Invitation, token: str, status: int = 200) -> Page:
    verified = set() if actor().visitor else accounts.verified_addresses(person())
    duties = MEMBER_DUTIES if invitation.organization else STAFF_DUTIES
    return render_template(
        "invitations/show.html",
        invitation=invitation,
        token=token,
        duties=[duties[role] for role in invitation.role_words],
        stands=invitation.state is InvitationState.OPEN and not invitation.overdue,
        theirs=invitation.email in verified,
    ), status
