"""Claiming a skill, deciding claims, and the life of certificates."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Release, Skill
from marketplace.certification import evidence as evidences
from marketplace.certification import policy, queries, rules, uploads
from marketplace.certification.events import (
    CertificateExpired,
    CertificateRevoked,
    ClaimCertified,
    ClaimDeclined,
    ClaimSubmitted,
    ClaimWithdrawn,
)
from marketplace.certification.models import Certificate, CertificateState, Claim, Level
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.period import add_months
from marketplace.registry import service as registry
from marketplace.registry.models import Expert


def claim(
    skill_ref: Ref,
    level: int,
    *,
    statement: str,
    release_ref: Ref | None = None,
    evidence: Sequence[evidences.NewEvidence],
    by: Actor,
) -> Claim:
    """Say "I know this". Raises `Invalid` with fields, `ClaimOpen`, `AlreadyCertified`, `SkillRetired`."""
    asked = rules.known_level(level)
    said = rules.written(statement, "statement", rules.SHORTEST_STATEMENT, rules.LONGEST_STATEMENT)
    pieces, kept = evidences.pieces(evidence)
    with atomic() as session:
        # The expert's row is the lock that keeps two windows from opening two claims for one skill.
        expert = locked(Expert, registry.start(by=by).ref)
        skill = catalog.skill(skill_ref)
        rules.check_room(expert, skill, asked)
        made = Claim(
            expert=expert,
            skill=skill,
            release=_release(skill, release_ref),
            level=asked,
            statement=said,
            submitted_at=clock.now(),
            evidence=[*pieces, *uploads.use(kept, by=by)],
        )
        session.add(made)
        session.flush()
        record(ClaimSubmitted(made.ref, expert.ref), by=by)
    return made


def withdraw(claim_ref: Ref, *, by: Actor) -> Claim:
    """The expert takes an undecided claim back."""
    with atomic():
        claim = queries.visible(claim_ref, by)
        permit(policy.may_withdraw(by, claim))
        locked(Claim, claim_ref).become("withdraw")
        claim.decided_at = clock.now()
        record(ClaimWithdrawn(claim.ref, claim.expert.ref), by=by)
    return claim


def certify(claim_ref: Ref, *, level: int, reason: str, by: Actor) -> Certificate:
    """Confirm the claim, at its level or a lower one, from today for the vendor's term."""
    given, why = rules.known_level(level), rules.reasoned(reason)
    with atomic() as session:
        claim = _decide(claim_ref, "certify", why, by)
        rules.check_not_above(given, Level(claim.level))
        today = clock.today()
        certificate = Certificate(
            claim=claim,
            expert=claim.expert,
            skill=claim.skill,
            release=claim.release,
            level=given,
            starts_on=today,
            expires_on=add_months(today, claim.skill.product.vendor.certificate_months),
            reason=why,
        )
        session.add(certificate)
        session.flush()
        record(ClaimCertified(claim.ref, claim.expert.ref, certificate.ref, given), by=by)
    return certificate


def decline(claim_ref: Ref, *, reason: str, by: Actor) -> Claim:
    """Turn the claim down; the expert reads why."""
    why = rules.reasoned(reason)
    with atomic():
        claim = _decide(claim_ref, "decline", why, by)
        record(ClaimDeclined(claim.ref, claim.expert.ref), by=by)
    return claim


def revoke(certificate_ref: Ref, *, reason: str, by: Actor) -> Certificate:
    """Take a certificate back before its time; it stops counting at once."""
    why = rules.reasoned(reason)
    with atomic():
        certificate = queries.provable(certificate_ref, by)
        permit(policy.may_revoke(by, certificate))
        locked(Certificate, certificate_ref).become("revoke")
        certificate.revoked_at = clock.now()
        certificate.revoked_by_id = by.user_id
        certificate.revoked_reason = why
        record(CertificateRevoked(certificate.ref, certificate.expert.ref), by=by)
    return certificate


def expire_overdue() -> int:
    """Close certificates whose last day has passed; how many. They had stopped counting on their own."""
    overdue = select(Certificate.ref).where(
        Certificate.state == CertificateState.ACTIVE, Certificate.expires_on < clock.today()
    )
    refs = db.session.scalars(overdue.order_by(Certificate.id)).all()
    return sum(_expire(ref) for ref in refs)


def _expire(ref: Ref) -> bool:
    with atomic():
        certificate = locked(Certificate, ref)
        if certificate.state is not CertificateState.ACTIVE:
            return False
        certificate.become("expire")
        record(CertificateExpired(certificate.ref, certificate.expert.ref), by=SYSTEM)
    return True


def _decide(claim_ref: Ref, verb: str, reason: str, by: Actor) -> Claim:
    claim = queries.visible(claim_ref, by)
    permit(policy.may_decide(by, claim))
    locked(Claim, claim_ref).become(verb)
    claim.decided_at, claim.decided_by_id, claim.reason = clock.now(), by.user_id, reason
    return claim


def _release(skill: Skill, release_ref: Ref | None) -> Release | None:
    if not release_ref:
        return None
    release = db.session.scalar(
        select(Release).where(Release.ref == release_ref, Release.product_id == skill.product_id)
    )
    return rules.known_release(release, skill)
