"""Who may vouch for somebody's work, and read what was said."""

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.attestations.models import Attestation
from marketplace.organizations.models import Vendor


def may_state(actor: Actor, vendor: Vendor) -> bool | str:
    return (
        actor.is_staff(vendor.id, StaffRole.ADMIN, StaffRole.ASSESSOR)
        or f"Only administrators and assessors of {vendor.name} vouch in its name."
    )


def may_withdraw(actor: Actor, attestation: Attestation) -> bool | str:
    """Whoever attested takes it back: the vendor its own word, an organization's owners theirs."""
    if attestation.organization:
        return (
            actor.may_as(attestation.organization.id, OrganizationRole.OWNER)
            or f"Only owners of {attestation.organization.name} take back what it said."
        )
    return may_state(actor, attestation.product.vendor)


def may_see(actor: Actor, attestation: Attestation) -> bool:
    """Those who said it, the vendor whose product it is about, and the person it is about."""
    own = attestation.expert is not None and attestation.expert.user_id == actor.user_id
    return (
        own
        or may_withdraw(actor, attestation) is True
        or may_state(actor, attestation.product.vendor) is True
    )
