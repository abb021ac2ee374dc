"""What is said about claims: to assessors when one comes in, to the expert when it is decided."""

from marketplace.accounts.actor import StaffRole
from marketplace.certification.events import ClaimCertified, ClaimDeclined, ClaimSubmitted, ClaimWithdrawn
from marketplace.certification.models import Claim
from marketplace.certification.queries import certificate_named, claim_named
from marketplace.events.models import Event
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.organizations import queries as organizations
from marketplace.programmes.levels import Level


def submitted(fact: ClaimSubmitted, event: Event) -> None:
    claim = claim_named(fact.subject)

    def body(reader: Reader) -> str:
        return (
            f"{claim.expert.name} says: {claim.named_level.label} in {claim.skill.name}. "
            f"They have been told to expect an answer by {reader.day(claim.answer_by.date())}."
        )

    tell(
        event,
        _assessors(claim),
        "claim_submitted",
        title=f"A claim to review: {claim.expert.name}, {claim.skill.name}",
        body=body,
        path=f"/reviews/{claim.ref}",
    )


def withdrawn(fact: ClaimWithdrawn, event: Event) -> None:
    claim = claim_named(fact.subject)
    tell(
        event,
        _assessors(claim),
        "claim_withdrawn",
        title=f"{claim.expert.name} took a claim back",
        body=f"The claim for {claim.skill.name} has left your queue. There is nothing to do.",
        path="/reviews",
    )


def certified(fact: ClaimCertified, event: Event) -> None:
    claim, certificate = claim_named(fact.subject), certificate_named(fact.certificate)
    given, skill = Level(fact.level), claim.skill
    asked = "" if fact.level == claim.level else f" You had claimed {claim.named_level.label}."

    def body(reader: Reader) -> str:
        return (
            f"{skill.product.vendor.name} has certified you as {given.label} in {skill.name}, "
            f"through {reader.day(certificate.expires_on)}.{asked}\n\n"
            f"The assessor wrote: “{certificate.reason}”\n\n" + _what_now(claim)
        )

    tell(
        event,
        [claim.expert.user_id],
        "claim_certified",
        title=f"You are certified: {given.label}, {skill.name}",
        body=body,
        path=f"/certificates/{certificate.ref}",
    )


def declined(fact: ClaimDeclined, event: Event) -> None:
    claim = claim_named(fact.subject)
    tell(
        event,
        [claim.expert.user_id],
        "claim_declined",
        title=f"Your claim for {claim.skill.name} was not certified this time",
        body=(
            f"{claim.skill.product.vendor.name} looked at your claim to be "
            f"{claim.named_level.label} in {claim.skill.name} and declined it.\n\n"
            f"The assessor wrote: “{claim.reason}”\n\n"
            "Nothing of this is public. You can claim it again whenever you have more to show."
        ),
        path=f"/claims/{claim.ref}",
    )


def _what_now(claim: Claim) -> str:
    if claim.expert.published:
        return "From now on customers find you by it, and can book you for it."
    return "Publish your profile, and customers find you by it."


def _assessors(claim: Claim) -> list[int]:
    """Those who may decide it: never the expert, even if they are one of the vendor's assessors."""
    everyone = organizations.staff_ids(claim.skill.vendor_id, StaffRole.ASSESSOR)
    return [user_id for user_id in everyone if user_id != claim.expert.user_id]
