"""What is said about references: that somebody answered, or did not. Never what they said."""

from collections.abc import Callable

from marketplace.assessing import seats
from marketplace.certification import queries as certification
from marketplace.certification.models import Claim
from marketplace.certification.rules import OPEN_STATES
from marketplace.events.models import Event
from marketplace.evidence.events import (
    ReferenceExpired,
    ReferenceGiven,
    ReferenceRefused,
    ReferenceRetracted,
)
from marketplace.evidence.models import Reference
from marketplace.evidence.references import named
from marketplace.notices.service import tell

Words = Callable[[Reference, Claim], tuple[str, str]]
SOMEBODY_ELSE = "You can name somebody else on the page of your claim."


def given(fact: ReferenceGiven, event: Event) -> None:
    def words(reference: Reference, claim: Claim) -> tuple[str, str]:
        vendor = claim.skill.product.vendor.name
        return (
            f"{reference.name} has answered",
            f"Their words about your work with {claim.skill.name} are with the assessors of {vendor}, "
            "and stay with them. There is nothing for you to do.",
        )

    _tell_expert(fact.subject, event, "reference_given", words)


def refused(fact: ReferenceRefused, event: Event) -> None:
    def words(reference: Reference, claim: Claim) -> tuple[str, str]:
        return (
            f"{reference.name} would rather not be your referee",
            f"It is about your claim for {claim.skill.name}. Nobody is asked why.{_next(claim)}",
        )

    _tell_expert(fact.subject, event, "reference_refused", words)


def expired(fact: ReferenceExpired, event: Event) -> None:
    def words(reference: Reference, claim: Claim) -> tuple[str, str]:
        return (
            f"{reference.name} has not answered",
            f"We wrote to {reference.email} about your claim for {claim.skill.name}, and the link has run out. "
            f"A mail may have gone astray.{_next(claim)}",
        )

    _tell_expert(fact.subject, event, "reference_expired", words)


def retracted(fact: ReferenceRetracted, event: Event) -> None:
    """The assessors who read it learn that it no longer counts."""

    def words(reference: Reference, claim: Claim) -> tuple[str, str]:
        return (
            f"{reference.name} has taken their reference back",
            f"It no longer counts for your claim for {claim.skill.name}. Nobody is asked why.{_next(claim)}",
        )

    _tell_expert(fact.subject, event, "reference_retracted", words)
    reference = named(fact.subject)
    for claim in certification.claims_with_reference(reference.id):
        tell(
            event,
            [one.assessor_id for one in seats.assessments_of(claim)],
            "reference_retracted_review",
            title=f"A reference for {claim.expert.name} has been taken back",
            body=f"{reference.name} ({reference.domain}) no longer stands by their words about {claim.skill.name}. "
            "They are deleted.",
            path=f"/examinations/{claim.ref}",
        )


def _tell_expert(ref: str, event: Event, kind: str, words: Words) -> None:
    """About the claim that asks for it now, or asked last."""
    reference = named(ref)
    claims = certification.claims_with_reference(reference.id)
    if claims:
        title, body = words(reference, claims[-1])
        path = f"/claims/{claims[-1].ref}"
        tell(event, [reference.expert.user_id], kind, title=title, body=body, path=path)


def _next(claim: Claim) -> str:
    return f"\n\n{SOMEBODY_ELSE}" if claim.state in OPEN_STATES else ""
