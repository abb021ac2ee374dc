"""Who may do what with claims and certificates."""

from marketplace.accounts.actor import Actor, StaffRole
from marketplace.certification.models import Certificate, Claim
from marketplace.organizations.models import Vendor

REVIEWERS = (StaffRole.ASSESSOR, StaffRole.ADMIN)
"""Staff who may read claims with their evidence."""


def may_withdraw(actor: Actor, claim: Claim) -> bool | str:
    return claim.expert.user_id == actor.user_id or "Only the expert who made a claim can withdraw it."


def may_answer(actor: Actor, claim: Claim) -> bool | str:
    return claim.expert.user_id == actor.user_id or "Only the expert who made a claim answers for it."


def may_renew(actor: Actor, certificate: Certificate) -> bool | str:
    return certificate.expert.user_id == actor.user_id or "Only its holder can renew a certificate."


def may_revoke(actor: Actor, certificate: Certificate) -> bool | str:
    if not actor.is_staff(certificate.skill.vendor_id, *REVIEWERS):
        return "Certificates are suspended and revoked by the vendor's assessors and admins."
    return certificate.expert.user_id != actor.user_id or "Nobody rules over a certificate of their own."


def may_see_overview(actor: Actor, vendor: Vendor) -> bool | str:
    return actor.is_staff(vendor.id, *REVIEWERS) or "This overview is for the vendor's assessors and admins."


def reviewed_vendors(actor: Actor) -> list[int]:
    """Ids of the vendors whose claims the actor may read."""
    return [vendor_id for vendor_id in actor.vendors if actor.is_staff(vendor_id, *REVIEWERS)]
