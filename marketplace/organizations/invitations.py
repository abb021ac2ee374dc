"""Offering a seat by mail, and taking it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from marketplace.accounts import queries as accounts
from marketplace.accounts import service as people
from marketplace.accounts.actor import SYSTEM, Actor, OrganizationRole, StaffRole
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events import log
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.organizations import policy, queries
from marketplace.organizations.errors import InvitedSomebodyElse
from marketplace.organizations.events import (
    InvitationAccepted,
    InvitationExpired,
    InvitationRepeated,
    InvitationWithdrawn,
    Invited,
)
from marketplace.organizations.models import (
    Invitation,
    InvitationState,
    Membership,
    Organization,
    Staff,
    Vendor,
)

LIFETIME = timedelta(days=14)

Role = TypeVar("Role", OrganizationRole, StaffRole)


def invite_member(organization_ref: Ref, email: str, roles: Iterable[str], *, by: Actor) -> Invitation:
    """Offer a seat in an organization."""
    with atomic():
        organization = locked(Organization, organization_ref)
        permit(policy.may_manage(by, organization))
        invitation = Invitation(
            organization=organization,
            organization_roles=chosen(OrganizationRole, roles),
            email=people.address(email),
        )
        members = [one.user for one in queries.members_of(organization.id)]
        return _offer(invitation, organization, members, by)


def invite_staff(vendor_ref: Ref, email: str, roles: Iterable[str], *, by: Actor) -> Invitation:
    """Offer a place on a vendor's staff."""
    with atomic():
        vendor = locked(Vendor, vendor_ref)
        permit(policy.may_manage_staff(by, vendor))
        invitation = Invitation(
            vendor=vendor, staff_roles=chosen(StaffRole, roles), email=people.address(email)
        )
        return _offer(invitation, vendor, [one.user for one in queries.staff_of(vendor.id)], by)


def chosen(kind: type[Role], roles: Iterable[str]) -> frozenset[Role]:
    """The roles of those names. Raises `Invalid` when there are none, or one that does not exist."""
    try:
        found = frozenset(kind(role) for role in roles)
    except ValueError:
        found = frozenset()
    if not found:
        raise Invalid("Choose at least one role.", {"roles": "Choose at least one role."})
    return found


def _offer(invitation: Invitation, team: Organization | Vendor, seated: list[User], by: Actor) -> Invitation:
    owner = accounts.by_address(invitation.email)
    if owner in seated and owner is not None:
        sentence = f"{owner.shown_name} is here already. Change their roles instead."
        raise Invalid(sentence, {"email": sentence})
    if any(one.email == invitation.email for one in queries.open_invitations(team) if one is not invitation):
        sentence = "This address has been invited already. You can send that invitation again."
        raise Invalid(sentence, {"email": sentence})
    invitation.invited_by_id, invitation.expires_at = by.user_id, clock.now() + LIFETIME
    db.session.add(invitation)
    db.session.flush()
    log.record(Invited(invitation.ref, team.ref, invitation.role_words), by=by)
    return invitation


def repeat(ref: Ref, *, by: Actor) -> Invitation:
    """Mail it again; it runs for another fortnight."""
    with atomic():
        invitation = _managed(ref, by)
        if invitation.state is not InvitationState.OPEN:
            raise Invalid("This invitation is no longer open. Invite them anew.")
        invitation.expires_at = clock.now() + LIFETIME
        log.record(InvitationRepeated(invitation.ref, invitation.team.ref), by=by)
    return invitation


def withdraw(ref: Ref, *, by: Actor) -> Invitation:
    """Take the offer back."""
    with atomic():
        invitation = _managed(ref, by)
        invitation.become("withdraw")
        log.record(InvitationWithdrawn(invitation.ref, invitation.team.ref), by=by)
    return invitation


def _managed(ref: Ref, by: Actor) -> Invitation:
    invitation = locked(Invitation, ref)
    if policy.may_manage_invitation(by, invitation) is not True:
        raise NotFound
    return invitation


def token(invitation: Invitation) -> str:
    """What the mailed link carries: the invitation's name, signed."""
    return str(_signer().dumps(invitation.ref))


def from_token(signed: str) -> Invitation:
    """The invitation that a link names. Raises `NotFound` for links we did not write."""
    try:
        found = queries.invitation(_signer().loads(signed))
    except BadSignature:
        found = None
    if found is None:
        raise NotFound(
            "This link is not complete. Open it straight from the mail, or ask for a new invitation."
        )
    return found


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="invitation")


def accept(signed: str, *, by: User) -> Invitation:
    """Take the seat. Raises `InvitedSomebodyElse` unless the invited address is one the person has verified.

    Mail gets forwarded; whoever merely holds the link is not yet who was meant.
    """
    actor = queries.actor_for(by)
    with atomic():
        invitation = locked(Invitation, from_token(signed).ref)
        if invitation.email not in accounts.verified_addresses(by):
            raise InvitedSomebodyElse(invitation.email)
        if invitation.state is InvitationState.OPEN and invitation.overdue:
            raise NotAllowed("This invitation has run out. Ask for a new one.")
        invitation.become("accept")
        _seat(invitation, by)
        event = InvitationAccepted(invitation.ref, invitation.team.ref, by.ref, invitation.role_words)
        log.record(event, by=actor)
    return invitation


def _seat(invitation: Invitation, user: User) -> None:
    """Roles add to those already held: two invitations may be on their way."""
    if invitation.organization_id:
        member = db.session.scalar(
            select(Membership).where(
                Membership.organization_id == invitation.organization_id, Membership.user_id == user.id
            )
        ) or Membership(organization_id=invitation.organization_id, user_id=user.id, roles=frozenset())
        member.roles = member.roles | (invitation.organization_roles or frozenset())
        db.session.add(member)
        return
    post = db.session.scalar(
        select(Staff).where(Staff.vendor_id == invitation.vendor_id, Staff.user_id == user.id)
    ) or Staff(vendor_id=invitation.vendor_id, user_id=user.id, roles=frozenset())
    post.roles = post.roles | (invitation.staff_roles or frozenset())
    db.session.add(post)


def expire() -> int:
    """Close what nobody took within a fortnight; how many."""
    overdue = select(Invitation.ref).where(
        Invitation.state == InvitationState.OPEN, Invitation.expires_at <= clock.now()
    )
    refs = db.session.scalars(overdue).all()
    for ref in refs:
        _expire(ref)
    return len(refs)


def _expire(ref: Ref) -> None:
    with atomic():
        invitation = locked(Invitation, ref)
        if invitation.state is InvitationState.OPEN and invitation.overdue:
            invitation.become("expire")
            log.record(InvitationExpired(invitation.ref, invitation.team.ref), by=SYSTEM)
