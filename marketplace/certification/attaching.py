"""Putting evidence to a claim: what the expert hands in, and what is known here already."""

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.attestations import queries as attestations
from marketplace.attestations.events import AttestationMatched
from marketplace.attestations.models import Attestation
from marketplace.certification.models import Claim
from marketplace.certification.rules import OPEN_STATES
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.models import Event
from marketplace.evidence import references, uploads, work
from marketplace.evidence.models import Evidence, Work
from marketplace.evidence.pieces import HandedIn
from marketplace.programmes.kinds import EvidenceKind


def attach(claim: Claim, handed_in: HandedIn, *, by: Actor) -> None:
    """Everything: handed in, attested, and worked here. In the caller's transaction."""
    add(claim, handed_in, by=by)
    carried_work = {one.work_id for one in claim.evidence}
    carried_words = {one.attestation_id for one in claim.evidence}
    for stated in attestations.standing_for(claim.expert.id, claim.skill):
        if stated.id not in carried_words:
            claim.evidence.append(_attested(stated))
    for done in work.of(claim.expert.id, claim.skill):
        if done.id not in carried_work:
            claim.evidence.append(_worked(done))


def add(claim: Claim, handed_in: HandedIn, *, by: Actor) -> None:
    """What the expert hands in."""
    claim.evidence.extend(handed_in.rows)
    claim.evidence.extend(uploads.use(handed_in.uploads, by=by))
    claim.evidence.extend(references.ask(handed_in.referees, claim.expert, claim.skill, by=by))


def follow_work(done: Work) -> None:
    """Work that was just approved joins the claims it supports that are not decided yet, in the caller's transaction."""
    waiting = select(Claim).where(Claim.expert_id == done.expert_id, Claim.state.in_(OPEN_STATES))
    for claim in db.session.scalars(waiting).all():
        fits = any(one.id == done.id for one in work.of(claim.expert_id, claim.skill))
        if fits and all(one.work_id != done.id for one in claim.evidence):
            claim.evidence.append(_worked(done))


def follow_attestation(fact: AttestationMatched, _: Event) -> None:
    """Reaction: what is stated about somebody joins the claims it supports that are not decided yet."""
    with atomic():
        stated = db.session.scalar(select(Attestation).where(Attestation.ref == fact.subject))
        if stated is None or stated.expert_id is None:
            return
        waiting = select(Claim).where(Claim.expert_id == stated.expert_id, Claim.state.in_(OPEN_STATES))
        for claim in db.session.scalars(waiting).all():
            fits = any(one.id == stated.id for one in attestations.standing_for(claim.expert_id, claim.skill))
            if fits and all(one.attestation_id != stated.id for one in claim.evidence):
                claim.evidence.append(_attested(stated))


def _attested(stated: Attestation) -> Evidence:
    return Evidence(kind=EvidenceKind.ATTESTATION, attestation=stated)


def _worked(done: Work) -> Evidence:
    return Evidence(kind=EvidenceKind.WORK, work=done)
