"""What is said about claims: to assessors when one comes in, to the expert when it is decided."""

from marketplace.accounts.actor import StaffRole
from marketplace.assessing import seats
from marketplace.assessing.appeals import WINDOW
from marketplace.assessing.models import AppealState, AssessmentState
from marketplace.assessing.queries import appeal_about
from marketplace.certification.events import (
    ClaimAnswered,
    ClaimCertified,
    ClaimDeclined,
    ClaimLapsed,
    ClaimQuestioned,
    ClaimSubmitted,
    ClaimWithdrawn,
)
from marketplace.certification.models import Claim
from marketplace.certification.queries import certificate_named, claim_named
from marketplace.certification.service import PATIENCE
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import quoted
from marketplace.organizations import queries as organizations
from marketplace.programmes.levels import Level


def submitted(fact: ClaimSubmitted, event: Event) -> None:
    claim = claim_named(fact.subject)

    def body(reader: Reader) -> str:
        return (
            f"{claim.expert.name} says: {claim.named_level.label} in {claim.skill.name}. "
            f"They have been told to expect an answer by {reader.day(claim.answer_by.date())}."
        )

    kind = "renewal" if claim.renewal else "claim"
    tell(
        event,
        _assessors(claim),
        "claim_submitted",
        title=f"A {kind} to review: {claim.expert.name}, {claim.skill.name}",
        body=body,
        path=f"/examinations/{claim.ref}",
    )


def questioned(fact: ClaimQuestioned, event: Event) -> None:
    claim = claim_named(fact.subject)
    asked = next(one for one in claim.questions if one.ref == fact.question)
    vendor = claim.skill.product.vendor.name
    tell(
        event,
        [claim.expert.user_id],
        "claim_questioned",
        title=f"A question about your claim for {claim.skill.name}",
        body=(
            f"{quoted(f'An assessor of {vendor}', asked.text)}"
            "Answer on the page of your claim, with more evidence if that helps. Until then the assessors wait."
        ),
        path=f"/claims/{claim.ref}",
    )


def answered(fact: ClaimAnswered, event: Event) -> None:
    """To whoever asked, while they have the claim; otherwise to whoever has it now."""
    claim = claim_named(fact.subject)
    asked = next(one for one in claim.questions if one.ref == fact.question)
    on_it = [one.assessor_id for one in seats.assessments_of(claim) if one.state is AssessmentState.OPEN]
    tell(
        event,
        [asked.asked_by_id] if asked.asked_by_id in on_it or not on_it else on_it,
        "claim_answered",
        title=f"{claim.expert.name} has answered your question",
        body=f"About the claim for {claim.skill.name}.\n\n{quoted(claim.expert.name, asked.answer)}The clock runs again.",
        path=f"/examinations/{claim.ref}",
    )


def withdrawn(fact: ClaimWithdrawn, event: Event) -> None:
    claim = claim_named(fact.subject)
    tell(
        event,
        _assessors(claim),
        "claim_withdrawn",
        title=f"{claim.expert.name} took a claim back",
        body=f"The claim for {claim.skill.name} has left your queue. There is nothing to do.",
        path="/examinations",
    )


def certified(fact: ClaimCertified, event: Event) -> None:
    """What was certified on appeal is said by the appeal (`about_appeals`)."""
    if _granted(fact.subject):
        return
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
            "Nothing of this is public. If something was overlooked, you can appeal for "
            f"{WINDOW.days} days, and another assessor looks again. "
            "And you can claim it again whenever you have more to show."
        ),
        path=f"/claims/{claim.ref}",
    )


def lapsed(fact: ClaimLapsed, event: Event) -> None:
    """To the expert, who has not answered for a month."""
    claim = claim_named(fact.subject)
    tell(
        event,
        [claim.expert.user_id],
        "claim_lapsed",
        title=f"Your claim for {claim.skill.name} is closed",
        body=(
            f"An assessor of {claim.skill.product.vendor.name} asked you something, and for {PATIENCE.days} days there was no "
            "answer, so the claim has been taken back. Nothing is lost for good: you can claim the skill again at any time."
        ),
        path=f"/claims/new?skill={claim.skill.ref}",
    )


def _granted(claim_ref: Ref) -> bool:
    appeal = appeal_about(claim_named(claim_ref), None)
    return appeal is not None and appeal.state is AppealState.GRANTED


def _what_now(claim: Claim) -> str:
    if claim.expert.published:
        return "From now on customers find you by it, and can book you for it."
    return "Publish your profile, and customers find you by it."


def _assessors(claim: Claim) -> list[int]:
    """Those who may decide it: never the expert, even if they are one of the vendor's assessors."""
    everyone = organizations.staff_ids(claim.skill.vendor_id, StaffRole.ASSESSOR)
    return [user_id for user_id in everyone if user_id != claim.expert.user_id]
