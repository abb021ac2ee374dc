"""What assessors decide, done to the claim. Called by `assessing`, which has asked who may, inside its transaction."""

from datetime import date

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.certification import rules, terms
from marketplace.certification.events import (
    CertificateRestored,
    CertificateSuperseded,
    ClaimCertified,
    ClaimDeclined,
    ClaimQuestioned,
)
from marketplace.certification.models import LIVE, Certificate, CertificateState, Claim, Question
from marketplace.db.base import db
from marketplace.events.log import record
from marketplace.evidence import references
from marketplace.kit import clock
from marketplace.kit.errors import Conflict
from marketplace.programmes.levels import Level


def certify(claim: Claim, level: Level, reason: str, *, by: Actor, verb: str = "certify") -> Certificate:
    """A certificate from today, in place of those it makes superfluous. `verb` is "grant" on appeal."""
    rules.check_not_above(level, claim.named_level)
    rules.check_shown(rules.check_given(level, claim.rubric), claim.evidence)
    rules.check_not_suspended(claim.expert, claim.skill)
    _close(claim, verb, reason, by)
    today = clock.today()
    made = Certificate(
        claim=claim,
        expert=claim.expert,
        skill=claim.skill,
        release=claim.release,
        level=level,
        starts_on=today,
        reason=reason,
        **_until(claim, level, today),
    )
    db.session.add(made)
    db.session.flush()
    _supersede(made, by)
    record(ClaimCertified(claim.ref, claim.expert.ref, made.ref, level), by=by)
    return made


def decline(claim: Claim, reason: str, *, by: Actor) -> None:
    """The expert reads why, and may appeal."""
    _close(claim, "decline", reason, by)
    record(ClaimDeclined(claim.ref, claim.expert.ref), by=by)


def ask(claim: Claim, text: str, *, by: Actor) -> Question:
    """A question to the expert. Until they answer, the claim's clock stands still."""
    assert by.user_id is not None
    claim.become("ask")
    question = Question(claim=claim, asked_by_id=by.user_id, text=text, asked_at=clock.now())
    db.session.add(question)
    db.session.flush()
    record(ClaimQuestioned(claim.ref, claim.expert.ref, question.ref), by=by)
    return question


def restore(revoked: Certificate, *, reason: str, by: Actor) -> Certificate:
    """A revocation is overturned: a new certificate on the same terms, since what was revoked stays revoked.

    Raises `Conflict` when it would have ended by now.
    """
    if revoked.expires_on < clock.today():
        raise Conflict("This certificate would have ended by now. The expert can claim the skill again.")
    made = _held_meanwhile(revoked) or _again(revoked, reason)
    db.session.flush()
    revoked.superseded_by = made
    record(CertificateRestored(revoked.ref, revoked.expert.ref, made.ref), by=by)
    return made


def _held_meanwhile(revoked: Certificate) -> Certificate | None:
    """A live certificate that says as much: the claim was renewed while the appeal was read."""
    wanted = select(Certificate).where(
        Certificate.expert_id == revoked.expert_id,
        Certificate.skill_id == revoked.skill_id,
        Certificate.level >= revoked.level,
        Certificate.state.in_(LIVE),
    )
    return db.session.scalar(wanted.order_by(Certificate.id.desc()).limit(1))


def _again(revoked: Certificate, reason: str) -> Certificate:
    made = Certificate(
        claim=revoked.claim,
        expert=revoked.expert,
        skill=revoked.skill,
        release=revoked.release,
        level=revoked.level,
        starts_on=clock.today(),
        expires_on=revoked.expires_on,
        latest_on=revoked.latest_on,
        until_major=revoked.until_major,
        grace_days=revoked.grace_days,
        reason=reason,
    )
    db.session.add(made)
    return made


def _close(claim: Claim, verb: str, reason: str, by: Actor) -> None:
    claim.become(verb)
    claim.decided_at, claim.decided_by_id, claim.reason = clock.now(), by.user_id, reason
    references.withdraw(claim.evidence, by=by)


def _until(claim: Claim, level: Level, today: date) -> dict[str, object]:
    given = claim.rubric.terms_of(level)
    assert given is not None
    renewed = claim.renewal.certificate if claim.renewal else None
    counts = renewed if renewed and renewed.state in (*LIVE, CertificateState.EXPIRED) else None
    latest_on = terms.latest_end(given, today, counts)
    return {
        "latest_on": latest_on,
        "until_major": given.until_major,
        "grace_days": given.grace_days,
        "expires_on": terms.end(
            claim.skill.product,
            latest_on=latest_on,
            until_major=given.until_major,
            grace_days=given.grace_days,
            starts_on=today,
        ),
    }


def _supersede(made: Certificate, by: Actor) -> None:
    """What is renewed, whatever its level, and what says no more than the new one."""
    renewed = made.claim.renewal.certificate_id if made.claim.renewal else None
    others = select(Certificate).where(
        Certificate.expert_id == made.expert_id,
        Certificate.skill_id == made.skill_id,
        Certificate.id != made.id,
        Certificate.state.in_(LIVE),
    )
    for one in db.session.scalars(others.with_for_update()):
        if one.id == renewed or one.level <= made.level:
            one.become("supersede")
            one.superseded_at, one.superseded_by = clock.now(), made
            record(CertificateSuperseded(one.ref, made.expert.ref, made.ref), by=by)
