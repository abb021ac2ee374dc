"""Claiming a skill, answering questions about a claim, taking it back."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Release, Skill
from marketplace.certification import attaching, policy, queries, rules
from marketplace.certification.events import ClaimAnswered, ClaimLapsed, ClaimSubmitted, ClaimWithdrawn
from marketplace.certification.models import Claim, ClaimState, Question
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.evidence import references
from marketplace.evidence.pieces import HandedIn, NewEvidence, NewReferee, checked
from marketplace.kit import clock
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.programmes.levels import Level
from marketplace.programmes.standard import current_rubric
from marketplace.registry import service as registry
from marketplace.registry.models import Expert

PATIENCE = timedelta(days=30)
"""So long an assessor's question waits for the expert."""


def claim(
    skill_ref: Ref,
    level: int,
    *,
    statement: str,
    release_ref: Ref | None = None,
    evidence: Sequence[NewEvidence],
    by: Actor,
) -> Claim:
    """Say "I know this". Raises `Invalid` with fields, `ClaimOpen`, `AlreadyCertified`, `SkillRetired`."""
    asked = rules.known_level(level)
    said = rules.written(statement, "statement", rules.SHORTEST_STATEMENT, rules.LONGEST_STATEMENT)
    handed_in = checked(evidence)
    with atomic():
        # The expert's row is the lock that keeps two windows from opening two claims for one skill.
        expert = locked(Expert, registry.start(by=by).ref)
        skill = catalog.skill(skill_ref)
        rules.check_room(expert, skill)
        rules.check_not_held(expert, skill, asked)
        made = draft(expert, skill, asked, said, release_of(skill, release_ref))
        submit(made, handed_in, by=by)
    return made


def draft(expert: Expert, skill: Skill, level: Level, statement: str, release: Release | None) -> Claim:
    """A claim as it will be judged: by the programme of today. Raises `Invalid` when that does not give the level."""
    rubric = current_rubric(skill)
    terms = rules.check_given(level, rubric)
    sampled = terms.assessors == 1 and secrets.randbelow(100) < skill.product.vendor.second_opinion_percent
    return Claim(
        expert=expert,
        skill=skill,
        release=release,
        rubric=rubric,
        level=level,
        statement=statement,
        submitted_at=clock.now(),
        counted_from=clock.now(),
        opinions=2 if sampled else terms.assessors,
        sampled=sampled,
    )


def submit(made: Claim, handed_in: HandedIn, *, by: Actor) -> None:
    """Attach the evidence, what is known here already included, and announce the claim; in the caller's transaction."""
    attaching.attach(made, handed_in, by=by)
    rules.check_kinds(rules.check_given(made.named_level, made.rubric), made.evidence)
    db.session.add(made)
    db.session.flush()
    record(ClaimSubmitted(made.ref, made.expert.ref), by=by)


def answer(claim_ref: Ref, text: str, *, evidence: Sequence[NewEvidence] = (), by: Actor) -> Claim:
    """Answer the assessor's question, with more evidence if that helps; the claim's clock runs again."""
    said = rules.written(text, "answer", 1, rules.LONGEST_STATEMENT)
    handed_in = checked(evidence)
    with atomic():
        permit(policy.may_answer(by, queries.own(claim_ref, by)))
        claim = locked(Claim, claim_ref)
        claim.become("answer")
        question = claim.open_question
        assert question is not None
        question.answer, question.answered_at = said, clock.now()
        claim.counted_from += question.waited
        attaching.add(claim, handed_in, by=by)
        record(ClaimAnswered(claim.ref, claim.expert.ref, question.ref), by=by)
    return claim


def name_referee(claim_ref: Ref, referee: NewReferee, *, by: Actor) -> Claim:
    """Ask somebody else, while the claim is not decided: those named before may have said no, or nothing. Raises `Invalid`."""
    with atomic():
        permit(policy.may_answer(by, queries.own(claim_ref, by)))
        claim = locked(Claim, claim_ref)
        rules.check_undecided(claim)
        rules.check_pieces(len(claim.evidence) + 1)
        claim.evidence.extend(references.ask([referee], claim.expert, claim.skill, by=by))
    return claim


def withdraw(claim_ref: Ref, *, by: Actor) -> Claim:
    """The expert takes an undecided claim back; referees need not answer any more."""
    with atomic():
        claim = queries.visible(claim_ref, by)
        permit(policy.may_withdraw(by, claim))
        locked(Claim, claim_ref).become("withdraw")
        claim.decided_at = clock.now()
        references.withdraw(claim.evidence, by=by)
        record(ClaimWithdrawn(claim.ref, claim.expert.ref), by=by)
    return claim


def lapse_unanswered() -> int:
    """Let go of claims whose expert has not answered an assessor for a month; how many. They can claim again at any time."""
    overdue = (
        select(Claim.ref)
        .join(Question, Question.claim_id == Claim.id)
        .where(
            Claim.state == ClaimState.ASKED,
            Question.answered_at.is_(None),
            Question.asked_at <= clock.now() - PATIENCE,
        )
    )
    refs = db.session.scalars(overdue).all()
    for ref in refs:
        _lapse(ref)
    return len(refs)


def _lapse(ref: Ref) -> None:
    with atomic():
        claim = locked(Claim, ref)
        question = claim.open_question
        if claim.state is not ClaimState.ASKED or question is None or question.waited < PATIENCE:
            return
        claim.become("lapse")
        claim.decided_at = clock.now()
        references.withdraw(claim.evidence, by=SYSTEM)
        record(ClaimLapsed(claim.ref, claim.expert.ref), by=SYSTEM)


def release_of(skill: Skill, release_ref: Ref | None) -> Release | None:
    """The product's release of that name. Raises `Invalid`."""
    if not release_ref:
        return None
    release = db.session.scalar(
        select(Release).where(Release.ref == release_ref, Release.product_id == skill.product_id)
    )
    return rules.known_release(release, skill)
