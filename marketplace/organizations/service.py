"""Founding and revising teams. Seats are offered in `invitations`, changed in `team`."""

from sqlalchemy import func, select

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events import log
from marketplace.kit.countries import is_country
from marketplace.kit.errors import Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean, clean_line, slug
from marketplace.organizations import invitations, policy, queries
from marketplace.organizations.events import (
    AutoApprovalSet,
    OrganizationFounded,
    OrganizationRevised,
    VendorFounded,
)
from marketplace.organizations.models import Membership, Organization, Vendor

LONGEST_NAME = 120
LONGEST_ABOUT = 2000

invite_member = invitations.invite_member
invite_staff = invitations.invite_staff
invitation_token = invitations.token
accept_invitation = invitations.accept


def found(name: str, country: str, *, by: Actor) -> Organization:
    """A new organization; whoever founds it owns it."""
    permit(policy.may_found(by))
    with atomic() as session:
        organization = Organization(name=_name(name), country=_country(country))
        session.add(organization)
        session.flush()
        owner = frozenset({OrganizationRole.OWNER})
        session.add(Membership(organization_id=organization.id, user_id=by.user_id, roles=owner))
        log.record(OrganizationFounded(organization.ref, organization.name, organization.country), by=by)
    return organization


def found_promised(user_ref: Ref) -> Organization | None:
    """Found the organization that somebody registered for, once they are confirmed. It happens once."""
    with atomic():
        user = locked(User, user_ref)
        if not (user.organization_name and user.country and user.confirmed_at):
            return None
        organization = found(user.organization_name, user.country, by=queries.actor_for(user))
        user.organization_name = user.country = None
    return organization


def revise(ref: Ref, *, name: str, country: str, by: Actor) -> Organization:
    """Another name, another country."""
    with atomic():
        organization = locked(Organization, queries.visible_organization(ref, by).ref)
        permit(policy.may_manage(by, organization))
        organization.name, organization.country = _name(name), _country(country)
        log.record(OrganizationRevised(organization.ref, organization.name, organization.country), by=by)
    return organization


def set_auto_approval(ref: Ref, wanted: bool, *, by: Actor) -> Organization:
    """Whether hours that nobody answers in time count as approved. It holds for hours that are submitted from now on."""
    with atomic():
        organization = locked(Organization, queries.visible_organization(ref, by).ref)
        permit(policy.may_manage(by, organization))
        if organization.auto_approval != wanted:
            organization.auto_approval = wanted
            log.record(AutoApprovalSet(organization.ref, wanted), by=by)
    return organization


def found_vendor(name: str, *, about: str = "", by: Actor) -> Vendor:
    """A new vendor with our usual terms, still without staff. Its address is made from its name."""
    permit(policy.may_found_vendor(by))
    text = clean(about)
    if len(text) > LONGEST_ABOUT:
        raise Invalid("That is too long.", {"about": f"At most {LONGEST_ABOUT:,} characters."})
    with atomic() as session:
        vendor = Vendor(name=_name(name), about=text)
        vendor.slug = _free_slug(vendor.name)
        session.add(vendor)
        session.flush()
        log.record(VendorFounded(vendor.ref, vendor.name), by=by)
    return vendor


def found_vendor_with_admin(name: str, *, about: str, admin: str, by: Actor) -> Vendor:
    """A new vendor, and an invitation to whoever is to look after it: both or neither."""
    with atomic():
        vendor = found_vendor(name, about=about, by=by)
        invitations.invite_staff(vendor.ref, admin, [StaffRole.ADMIN], by=by)
    return vendor


def _name(raw: str) -> str:
    name = clean_line(raw)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("It needs a name.", {"name": f"A name, up to {LONGEST_NAME} characters."})
    return name


def _country(code: str) -> str:
    if not is_country(code):
        raise Invalid("Choose a country.", {"country": "Choose a country."})
    return code


def _free_slug(name: str) -> str:
    plain = slug(name, "vendor")
    taken = select(func.count()).select_from(Vendor)
    if not db.session.scalar(taken.where(Vendor.slug == plain)):
        return plain
    alike = db.session.scalar(taken.where(Vendor.slug.startswith(f"{plain}-", autoescape=True))) or 0
    return f"{plain}-{alike + 2}"
