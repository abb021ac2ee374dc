"""Certificates age: after the new release one is to be renewed, with the word of a referee; another is suspended."""

from collections.abc import Iterable

from marketplace.certification import life, renewal
from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate, Claim
from marketplace.cli.story import stage
from marketplace.evidence import references
from marketplace.evidence.pieces import NewEvidence, NewReferee
from marketplace.kit.ids import Ref
from marketplace.registry import queries as registry

MARIA = NewReferee("Maria Olsen", "maria.olsen@referees.example", "She led the office I worked in.")
KNOWN = "Tried it on a copy of our data in the week it came out, and wrote down for the team what differs."


def renew(names: Iterable[str]) -> Claim:
    """The first of them in whose field a release has changed something asks for a renewal."""
    before = next(one for name in names for one in _live(name) if renewal.changed(one))
    return renewal.renew(
        before.ref,
        statement="The same three sites as before, moved to the new release together with the vendor's consultants.",
        carried=[piece.ref for piece in before.claim.evidence],
        topics={one.ref: KNOWN for one in renewal.changed(before)},
        evidence=[NewEvidence(referee=MARIA)],
        by=stage.actor(before.expert.name),
    )


def vouch(claim: Claim) -> None:
    """Maria opens her mail."""
    for piece in claim.evidence:
        if piece.reference:
            references.give(
                references.token(piece.reference),
                position="Head of payroll, until last spring",
                text="Ran every month's end without me having to look. The move to the new release was theirs from start to end.",
                confirmed=True,
            )


def suspend(certificate_ref: Ref, assessor: str) -> None:
    """Until a question about the evidence is settled."""
    why = "The employer says that the screenshots are not from its system. We have asked for the originals."
    life.suspend(certificate_ref, reason=why, by=stage.actor(assessor))


def first_of(name: str) -> Ref:
    """The certificate that somebody got first."""
    return min(_live(name), key=lambda one: one.id).ref


def _live(name: str) -> list[Certificate]:
    expert = registry.expert_of(stage.person(name).id)
    return certification.live(expert.id) if expert else []
