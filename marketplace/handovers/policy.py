"""Who may offer to vouch for somebody who leaves."""

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.handovers.models import Handover
from marketplace.organizations.models import Organization, Vendor


def may_offer(actor: Actor, organization: Organization) -> bool | str:
    return (
        actor.may_as(organization.id, OrganizationRole.OWNER)
        or f"Only owners of {organization.name} vouch in its name."
    )


def may_prepare(actor: Actor, vendor: Vendor) -> bool | str:
    return (
        actor.is_staff(vendor.id, StaffRole.ADMIN, StaffRole.ASSESSOR)
        or f"Only administrators and assessors of {vendor.name} vouch in its name."
    )


def may_manage(actor: Actor, handover: Handover) -> bool | str:
    if handover.organization:
        return may_offer(actor, handover.organization)
    assert handover.vendor is not None
    return may_prepare(actor, handover.vendor)
