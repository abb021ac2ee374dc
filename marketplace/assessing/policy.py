"""Who may do what at the assessors' desk. Conflicts of interest are asked of `conflicts`, which has to look around."""

from marketplace.accounts.actor import Actor, StaffRole
from marketplace.assessing.models import Appeal, Assessment
from marketplace.certification.models import Claim
from marketplace.organizations.models import Vendor


def may_assess(actor: Actor, claim: Claim) -> bool | str:
    return actor.is_staff(claim.skill.vendor_id, StaffRole.ASSESSOR) or (
        "Claims are decided by the vendor's assessors."
    )


def may_assign(actor: Actor, claim: Claim) -> bool | str:
    return actor.is_staff(claim.skill.vendor_id, StaffRole.ADMIN) or (
        "Claims are handed out by the vendor's admins."
    )


def may_leave(actor: Actor, assessment: Assessment) -> bool | str:
    if assessment.assessor_id == actor.user_id:
        return True
    return actor.is_staff(assessment.claim.skill.vendor_id, StaffRole.ADMIN) or (
        "Only whoever took a claim, or an admin, can hand it back."
    )


def may_appeal(actor: Actor, claim: Claim) -> bool | str:
    return claim.expert.user_id == actor.user_id or "Only the expert concerned can appeal."


def may_decide_appeal(actor: Actor, appeal: Appeal) -> bool | str:
    return actor.is_staff(appeal.claim.skill.vendor_id, StaffRole.ASSESSOR) or (
        "Appeals are decided by the vendor's assessors."
    )


def may_see_figures(actor: Actor, vendor: Vendor) -> bool | str:
    return actor.is_staff(vendor.id, StaffRole.ASSESSOR, StaffRole.ADMIN) or (
        "These figures are for the vendor's assessors and admins."
    )
