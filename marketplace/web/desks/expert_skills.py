"""What waits for an expert about their claims and certificates."""

from collections.abc import Iterator, Sequence

from flask import url_for

from marketplace.certification import queries
from marketplace.certification.life import WARNINGS
from marketplace.certification.models import Certificate, CertificateState, Claim, ClaimState
from marketplace.certification.overview import SOON
from marketplace.certification.rules import OPEN_STATES
from marketplace.evidence.models import ReferenceState
from marketplace.kit import clock
from marketplace.registry.models import Expert
from marketplace.web.desks.item import Item
from marketplace.web.desks.words import until

SILENT = {
    ReferenceState.REFUSED: "would rather not be your referee",
    ReferenceState.EXPIRED: "has not answered",
    ReferenceState.RETRACTED: "has taken their words back",
}


def questions(claims: Sequence[Claim]) -> Iterator[Item]:
    for one in claims:
        if one.state is ClaimState.ASKED:
            yield Item(
                f"A question about your claim for {one.skill.name}",
                f"The assessors of {one.skill.product.vendor.name} wait for your answer.",
                "Answer",
                url_for("claims.show", ref=one.ref),
                urgent=True,
            )


def referees(claims: Sequence[Claim]) -> Iterator[Item]:
    """Only where nobody has spoken for the expert yet: otherwise there is no need for somebody else."""
    for claim in claims:
        named = [piece.reference for piece in claim.evidence if piece.reference]
        hopeful = any(one.state in (ReferenceState.ASKED, ReferenceState.GIVEN) for one in named)
        if claim.state not in OPEN_STATES or not named or hopeful:
            continue
        yield Item(
            f"{named[-1].name} {SILENT.get(named[-1].state, 'is no longer asked')}",
            f"Name somebody else for your claim for {claim.skill.name}.",
            "Name a referee",
            url_for("claims.show", ref=claim.ref, _anchor="another"),
        )


def suspended(expert: Expert) -> Iterator[Item]:
    for one in queries.certificates_of(expert.id):
        if one.state is CertificateState.SUSPENDED and one.expires_on >= clock.today():
            yield Item(
                f"Your certificate for {one.skill.name} is suspended",
                f"It does not count for now. {one.skill.product.vendor.name} wrote down why.",
                "Read why",
                url_for("certificates.show", ref=one.ref),
            )


def renewals(live: Sequence[Certificate], claims: Sequence[Claim]) -> Iterator[Item]:
    """What ends soon, unless its renewal is being read already."""
    asked = {one.skill_id for one in claims if one.state in OPEN_STATES}
    for one in live:
        if one.expires_on > clock.today() + SOON or one.skill_id in asked or one.skill.retired:
            continue
        yield Item(
            f"{one.skill.name} ends {until(one.expires_on)}",
            "Renew it: what still holds is carried forward, and its time is not lost.",
            "Renew",
            url_for("renewals.new", ref=one.ref),
            urgent=(one.expires_on - clock.today()).days <= min(WARNINGS),
        )


def being_read(claims: Sequence[Claim]) -> Iterator[Item]:
    for one in claims:
        if one.state is ClaimState.SUBMITTED:
            yield Item(
                f"Your {'renewal' if one.renewal else 'claim'} for {one.skill.name} is being read",
                _promised(one),
                "Open",
                url_for("claims.show", ref=one.ref),
            )


def _promised(claim: Claim) -> str:
    vendor, day = claim.skill.product.vendor.name, until(claim.answer_by.date())
    late = claim.answer_by < clock.now()
    return f"{vendor} meant to answer by {day}, and is late." if late else f"{vendor} answers by {day}."
