"""Changing what members and staff may do, and letting them go."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events import log
from marketplace.kit.errors import Invalid, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.organizations import policy, queries
from marketplace.organizations.errors import LastOwner
from marketplace.organizations.events import LimitSet, MemberRemoved, RolesChanged
from marketplace.organizations.invitations import chosen
from marketplace.organizations.models import Membership, Organization, Staff, Vendor

Seat = TypeVar("Seat", Membership, Staff)


def change_roles(organization_ref: Ref, member_ref: Ref, roles: Iterable[str], *, by: Actor) -> Membership:
    """Give a member these roles instead. Raises `LastOwner`."""
    with atomic():
        organization, members = _organization(organization_ref, by)
        member = _named(members, member_ref)
        member.roles = chosen(OrganizationRole, roles)
        _keep_an_owner(organization, members)
        log.record(RolesChanged(organization.ref, member.user.ref, sorted(member.roles)), by=by)
    return member


def set_limit(organization_ref: Ref, member_ref: Ref, limit: Money | None, *, by: Actor) -> Membership:
    """What a member decides alone from now on: bookings asked for, hours approved. None for no limit."""
    with atomic():
        organization, members = _organization(organization_ref, by)
        member = _named(members, member_ref)
        if OrganizationRole.OWNER in member.roles and limit is not None:
            sentence = "An owner sets the limits, and has none."
            raise Invalid(sentence, {"amount": sentence})
        member.decide_up_to(limit)
        amount, currency = member.limit_amount, member.limit_currency
        log.record(LimitSet(organization.ref, member.user.ref, amount, currency), by=by)
    return member


def remove(organization_ref: Ref, member_ref: Ref, *, by: Actor) -> Membership:
    """Let a member go; anybody may leave by themselves. Raises `LastOwner`."""
    with atomic():
        organization, members = _organization(organization_ref, by, leaving=member_ref)
        member = _named(members, member_ref)
        _keep_an_owner(organization, [one for one in members if one is not member])
        db.session.delete(member)
        log.record(MemberRemoved(organization.ref, member.user.ref), by=by)
    return member


def _organization(ref: Ref, by: Actor, leaving: Ref = "") -> tuple[Organization, Sequence[Membership]]:
    organization = locked(Organization, queries.visible_organization(ref, by).ref)
    members = queries.members_of(organization.id)
    if not any(one.ref == leaving and one.user_id == by.user_id for one in members):
        permit(policy.may_manage(by, organization))
    return organization, members


def _keep_an_owner(organization: Organization, members: Sequence[Membership]) -> None:
    if not any(OrganizationRole.OWNER in one.roles for one in members):
        raise LastOwner(f"{organization.name} needs an owner. Make somebody else an owner first.")


def change_staff_roles(vendor_ref: Ref, post_ref: Ref, roles: Iterable[str], *, by: Actor) -> Staff:
    """Give somebody on the staff these roles instead. Raises `LastOwner`."""
    with atomic():
        vendor, staff = _vendor(vendor_ref, by)
        post = _named(staff, post_ref)
        post.roles = chosen(StaffRole, roles)
        _keep_an_admin(vendor, staff)
        log.record(RolesChanged(vendor.ref, post.user.ref, sorted(post.roles)), by=by)
    return post


def remove_staff(vendor_ref: Ref, post_ref: Ref, *, by: Actor) -> Staff:
    """Let somebody on the staff go. Raises `LastOwner`."""
    with atomic():
        vendor, staff = _vendor(vendor_ref, by)
        post = _named(staff, post_ref)
        _keep_an_admin(vendor, [one for one in staff if one is not post])
        db.session.delete(post)
        log.record(MemberRemoved(vendor.ref, post.user.ref), by=by)
    return post


def _vendor(ref: Ref, by: Actor) -> tuple[Vendor, Sequence[Staff]]:
    vendor = locked(Vendor, ref)
    permit(policy.may_manage_staff(by, vendor))
    return vendor, queries.staff_of(vendor.id)


def _keep_an_admin(vendor: Vendor, staff: Sequence[Staff]) -> None:
    if not any(StaffRole.ADMIN in one.roles for one in staff):
        raise LastOwner(f"{vendor.name} needs an administrator. Make somebody else one first.")


def _named(rows: Sequence[Seat], ref: Ref) -> Seat:
    found = next((one for one in rows if one.ref == ref), None)
    if found is None:
        raise NotFound
    return found
