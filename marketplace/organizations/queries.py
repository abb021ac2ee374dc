"""Who acts for whom."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.organizations import policy
from marketplace.organizations.hats import Hat
from marketplace.organizations.models import (
    Invitation,
    InvitationState,
    Membership,
    Organization,
    Staff,
    Vendor,
)


def actor_for(user: User) -> Actor:
    """The person with all their roles."""
    seats = memberships_of(user)
    return Actor(
        user_id=user.id,
        name=user.shown_name,
        operator=user.operator,
        organizations={one.organization_id: one.roles for one in seats},
        vendors={one.vendor_id: one.roles for one in posts_of(user)},
        limits={one.organization_id: one.limit for one in seats if one.limit is not None},
    )


def hats_of(user: User, *, expert: bool, worn: str | None) -> list[Hat]:
    """The person's hats; the one called `worn` is active, or the first.

    Whoever has no other may at least become an expert.
    """
    hats = [Hat("organization", one.organization.ref, one.organization.name) for one in memberships_of(user)]
    hats += [Hat("vendor", one.vendor.ref, one.vendor.name, roles=one.roles) for one in posts_of(user)]
    if user.operator:
        hats.append(Hat("operator", "", "Operations"))
    if expert or not hats:
        hats.insert(0 if user.purpose == "expert" else len(hats), Hat("expert", "", "Expert"))
    chosen = next((hat for hat in hats if hat.key == worn), hats[0])
    return [replace(hat, active=hat is chosen) for hat in hats]


def memberships_of(user: User) -> Sequence[Membership]:
    """With their organizations, oldest first."""
    wanted = select(Membership).where(Membership.user_id == user.id).order_by(Membership.id)
    return db.session.scalars(wanted.options(joinedload(Membership.organization))).all()


def posts_of(user: User) -> Sequence[Staff]:
    """With their vendors, oldest first."""
    wanted = select(Staff).where(Staff.user_id == user.id).order_by(Staff.id)
    return db.session.scalars(wanted.options(joinedload(Staff.vendor))).all()


def organization(ref: str) -> Organization | None:
    return db.session.scalar(select(Organization).where(Organization.ref == ref))


def visible_organization(ref: str, by: Actor) -> Organization:
    """The organization, for its members. Raises `NotFound`."""
    found = organization(ref)
    if found is None or not (by.system or by.is_member(found.id)):
        raise NotFound
    return found


def vendor(ref: str) -> Vendor | None:
    return db.session.scalar(select(Vendor).where(Vendor.ref == ref))


def vendor_by_slug(slug: str) -> Vendor | None:
    return db.session.scalar(select(Vendor).where(Vendor.slug == slug))


def visible_vendor(slug: str, by: Actor) -> Vendor:
    """The vendor from inside: for its staff and for operators. Raises `NotFound`."""
    found = vendor_by_slug(slug)
    if found is None or not policy.may_see_staff(by, found):
        raise NotFound
    return found


def vendors_with(ids: Collection[int]) -> Sequence[Vendor]:
    """Those vendors, by name."""
    wanted = select(Vendor).where(Vendor.id.in_(list(ids))).order_by(Vendor.name, Vendor.id)
    return db.session.scalars(wanted).all()


def vendors() -> Sequence[Vendor]:
    """All of them, by name, with their staff."""
    wanted = select(Vendor).options(joinedload(Vendor.staff).joinedload(Staff.user))
    return db.session.scalars(wanted.order_by(Vendor.name, Vendor.id)).unique().all()


def members_of(organization_id: int) -> Sequence[Membership]:
    """With their people, oldest first."""
    wanted = select(Membership).where(Membership.organization_id == organization_id).order_by(Membership.id)
    return db.session.scalars(wanted.options(joinedload(Membership.user))).all()


def staff_of(vendor_id: int) -> Sequence[Staff]:
    """With their people, oldest first."""
    wanted = select(Staff).where(Staff.vendor_id == vendor_id).order_by(Staff.id)
    return db.session.scalars(wanted.options(joinedload(Staff.user))).all()


def user_ids(organization_id: int, *roles: OrganizationRole) -> list[int]:
    """Members who hold one of the roles; owners hold them all."""
    wanted = {OrganizationRole.OWNER, *roles}
    return [one.user_id for one in members_of(organization_id) if one.roles & wanted]


def staff_ids(vendor_id: int, *roles: StaffRole) -> list[int]:
    """Staff who hold one of the roles."""
    return [one.user_id for one in staff_of(vendor_id) if one.roles & set(roles)]


def invitation(ref: str) -> Invitation | None:
    return db.session.scalar(select(Invitation).where(Invitation.ref == ref))


def open_invitations(team: Organization | Vendor) -> Sequence[Invitation]:
    """Seats offered and not yet taken, newest first."""
    column = Invitation.organization_id if isinstance(team, Organization) else Invitation.vendor_id
    wanted = select(Invitation).where(column == team.id, Invitation.state == InvitationState.OPEN)
    return db.session.scalars(wanted.order_by(Invitation.id.desc())).all()
