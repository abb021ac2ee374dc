"""What happens to a certificate once it is there: warnings, its end, suspension, revocation."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.catalog.events import ReleaseAdded, ReleaseRevised
from marketplace.catalog.models import Release, Skill
from marketplace.certification import policy, queries, rules, terms
from marketplace.certification.events import (
    CertificateExpired,
    CertificateExpiring,
    CertificateProlonged,
    CertificateReinstated,
    CertificateRevoked,
    CertificateShortened,
    CertificateSuspended,
)
from marketplace.certification.models import CERTIFICATES, LIVE, Certificate, CertificateState
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.kit import clock
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref

WARNINGS = (7, 30, 90)
"""Days before the end, nearest first."""


def suspend(ref: Ref, *, reason: str, by: Actor) -> Certificate:
    """It does not count until it is reinstated; its end does not move."""
    why = rules.reasoned(reason)
    with atomic():
        certificate = _managed(ref, "suspend", by)
        certificate.suspended_at, certificate.suspended_reason = clock.now(), why
        record(CertificateSuspended(certificate.ref, certificate.expert.ref), by=by)
    return certificate


def reinstate(ref: Ref, *, by: Actor) -> Certificate:
    """It counts again."""
    with atomic():
        certificate = _managed(ref, "reinstate", by)
        certificate.suspended_at = certificate.suspended_reason = None
        certificate.warned_days = None  # how near its end is will be said anew
        record(CertificateReinstated(certificate.ref, certificate.expert.ref), by=by)
    return certificate


def revoke(ref: Ref, *, reason: str, by: Actor) -> Certificate:
    """Take a certificate back before its time; it stops counting at once. The expert may appeal."""
    why = rules.reasoned(reason)
    with atomic():
        certificate = _managed(ref, "revoke", by)
        certificate.revoked_at = clock.now()
        certificate.revoked_by_id = by.user_id
        certificate.revoked_reason = why
        record(CertificateRevoked(certificate.ref, certificate.expert.ref), by=by)
    return certificate


def _managed(ref: Ref, verb: str, by: Actor) -> Certificate:
    permit(policy.may_revoke(by, queries.provable(ref, by)))
    certificate = locked(Certificate, ref)
    certificate.become(verb)
    return certificate


def expire_overdue() -> int:
    """Close certificates whose last day has passed; how many. They had stopped counting on their own."""
    over = Certificate.state.in_((*LIVE, CertificateState.SUSPENDED)) & (
        Certificate.expires_on < clock.today()
    )
    return sum(_expire(ref) for ref in _refs(over))


def warn() -> int:
    """Tell those whose certificate ends within 90, 30, 7 days, each once; how many. After a jump only the nearest is said."""
    today = clock.today()
    due = [
        and_(
            Certificate.expires_on <= today + timedelta(days=days),
            or_(Certificate.warned_days.is_(None), Certificate.warned_days > days),
        )
        for days in WARNINGS
    ]
    wanted = and_(Certificate.state.in_(LIVE), Certificate.expires_on >= today, or_(*due))
    return sum(_warn(ref) for ref in _refs(wanted))


def _refs(condition: ColumnElement[bool]) -> list[Ref]:
    return list(db.session.scalars(select(Certificate.ref).where(condition).order_by(Certificate.id)))


def _expire(ref: Ref) -> bool:
    with atomic():
        certificate = locked(Certificate, ref)
        over = certificate.expires_on < clock.today()
        if not over or not CERTIFICATES.allows(certificate.state, "expire"):
            return False
        certificate.become("expire")
        record(CertificateExpired(certificate.ref, certificate.expert.ref), by=SYSTEM)
    return True


def _warn(ref: Ref) -> bool:
    with atomic():
        certificate = locked(Certificate, ref)
        left = (certificate.expires_on - clock.today()).days
        due = next((days for days in WARNINGS if left <= days), None)
        told = certificate.warned_days
        if due is None or left < 0 or certificate.state not in LIVE or (told is not None and told <= due):
            return False
        if CERTIFICATES.allows(certificate.state, "warn"):
            certificate.become("warn")
        certificate.warned_days = due
        record(CertificateExpiring(certificate.ref, certificate.expert.ref, due), by=SYSTEM)
    return True


def follow_release(fact: ReleaseAdded | ReleaseRevised, _: Event) -> None:
    """Reaction: certificates that hold until the next major release end earlier, or later, when one is announced or moves."""
    release = db.session.scalar(select(Release).where(Release.ref == fact.subject))
    if release is None:
        return
    wanted = and_(
        Certificate.state.in_((*LIVE, CertificateState.SUSPENDED)),
        Certificate.until_major,
        Certificate.skill_id.in_(select(Skill.id).where(Skill.product_id == release.product_id)),
    )
    for ref in _refs(wanted):
        _move_end(ref, release)


def _move_end(ref: Ref, release: Release) -> None:
    with atomic():
        certificate = locked(Certificate, ref)
        before = certificate.expires_on
        ends = terms.end(
            certificate.skill.product,
            latest_on=certificate.latest_on,
            until_major=True,
            grace_days=certificate.grace_days,
            starts_on=certificate.starts_on,
        )
        # A late correction of the notes must not push a close end a day further each time.
        if ends == before or (ends > before and ends == clock.today() + terms.FAIR):
            return
        certificate.expires_on = ends
        if ends < before:
            fact = CertificateShortened(
                certificate.ref, certificate.expert.ref, ends.isoformat(), release.version
            )
            record(fact, by=SYSTEM)
        else:
            _prolonged(certificate, ends)


def _prolonged(certificate: Certificate, ends: date) -> None:
    if ends > clock.today() + timedelta(days=max(WARNINGS)):
        certificate.warned_days = None
        if CERTIFICATES.allows(certificate.state, "prolong"):
            certificate.become("prolong")
    record(CertificateProlonged(certificate.ref, certificate.expert.ref, ends.isoformat()), by=SYSTEM)
