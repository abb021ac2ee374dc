"""Who may do what to a team."""

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.organizations.models import Invitation, Organization, Vendor


def may_found(actor: Actor) -> bool | str:
    return actor.user_id is not None or "Sign in first."


def may_manage(actor: Actor, organization: Organization) -> bool | str:
    return (
        actor.system
        or actor.may_as(organization.id, OrganizationRole.OWNER)
        or f"Only owners of {organization.name} may do that."
    )


def may_found_vendor(actor: Actor) -> bool | str:
    return actor.system or actor.operator or "Only operators may add vendors."


def may_manage_staff(actor: Actor, vendor: Vendor) -> bool | str:
    return (
        actor.system
        or actor.operator
        or actor.is_staff(vendor.id, StaffRole.ADMIN)
        or f"Only administrators of {vendor.name} may do that."
    )


def may_revise_vendor(actor: Actor, vendor: Vendor) -> bool | str:
    return actor.is_staff(vendor.id, StaffRole.ADMIN) or f"Only administrators of {vendor.name} may do that."


def may_see_staff(actor: Actor, vendor: Vendor) -> bool:
    return actor.system or actor.operator or actor.is_staff(vendor.id)


def may_manage_invitation(actor: Actor, invitation: Invitation) -> bool | str:
    if invitation.organization:
        return may_manage(actor, invitation.organization)
    assert invitation.vendor is not None
    return may_manage_staff(actor, invitation.vendor)
