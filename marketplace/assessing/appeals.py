"""Appeals: within 14 days, and decided by an assessor who had no part in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.assessing import policy, queries, queue, seats
from marketplace.assessing.conflicts import conflicts
from marketplace.assessing.events import AppealDismissed, AppealFiled, AppealGranted, AppealWithdrawn
from marketplace.assessing.models import Appeal, Assessment
from marketplace.certification import outcomes, rules
from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate, CertificateState, Claim, ClaimState
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, NotAllowed, NotFound, permit
from marketplace.kit.ids import Ref

WINDOW = timedelta(days=14)


def appealable(claim: Claim, certificate: Certificate | None) -> bool | str:
    """True, or the sentence that says why there is nothing (any more) to appeal against."""
    ended = _ended_at(claim, certificate)
    if ended is None:
        return "Only a claim that was declined, or a certificate that was revoked, can be appealed."
    if queries.appeal_about(claim, certificate):
        return "You have appealed against this already."
    if clock.now() > ended + WINDOW:
        return f"Appeals are possible for {WINDOW.days} days. Those are over; you can claim the skill again."
    return True


def until(claim: Claim, certificate: Certificate | None) -> datetime | None:
    """How long an appeal is possible."""
    ended = _ended_at(claim, certificate)
    return ended and ended + WINDOW


def _ended_at(claim: Claim, certificate: Certificate | None) -> datetime | None:
    if certificate is not None:
        return certificate.revoked_at if certificate.state is CertificateState.REVOKED else None
    return claim.decided_at if claim.state is ClaimState.DECLINED else None


def file(claim_ref: Ref, *, statement: str, certificate_ref: Ref | None = None, by: Actor) -> Appeal:
    """Ask for another pair of eyes. Raises `Invalid`, `Conflict`."""
    said = rules.written(statement, "statement", rules.SHORTEST_STATEMENT, rules.LONGEST_STATEMENT)
    with atomic() as session:
        claim = certification.own(claim_ref, by)
        permit(policy.may_appeal(by, claim))
        locked(Claim, claim_ref)
        certificate = certification.own_certificate(certificate_ref, by) if certificate_ref else None
        if certificate and certificate.claim_id != claim.id:
            raise NotFound
        verdict = appealable(claim, certificate)
        if verdict is not True:
            raise Conflict(str(verdict))
        appeal = Appeal(
            expert=claim.expert, claim=claim, certificate=certificate, statement=said, filed_at=clock.now()
        )
        session.add(appeal)
        session.flush()
        record(AppealFiled(appeal.ref, claim.expert.ref), by=by)
    return appeal


def withdraw(ref: Ref, *, by: Actor) -> Appeal:
    """The expert lets it rest."""
    with atomic():
        appeal = queries.appeal(ref, by)
        permit(policy.may_appeal(by, appeal.claim))
        locked(Appeal, ref).become("withdraw")
        appeal.decided_at = clock.now()
        record(AppealWithdrawn(appeal.ref, appeal.expert.ref), by=by)
    return appeal


def bar(appeal: Appeal, by: Actor) -> str | None:
    """Why the actor may not decide it; None when they may."""
    return bars([appeal], by)[appeal.id]


def bars(waiting: Sequence[Appeal], by: Actor) -> dict[int, str | None]:
    """Appeal to why the actor may not decide it. As many statements for many as for one."""
    against = conflicts(db.session.get_one(User, by.user_id), [one.expert for one in waiting])
    desk = queue.on_the_desk([one.claim for one in waiting])
    return {one.id: _bar(one, by, desk[one.claim_id]) or against.get(one.expert_id) for one in waiting}


def _bar(appeal: Appeal, by: Actor, there: Sequence[Assessment]) -> str | None:
    verdict = policy.may_decide_appeal(by, appeal)
    if verdict is not True:
        return str(verdict)
    if by.user_id in _part(appeal, there):
        return "You had a part in the decision, so another assessor has to take this appeal."
    return None


def had_part(appeal: Appeal) -> set[int]:
    """Ids of those who decided what is appealed against, or helped to."""
    return _part(appeal, seats.assessments_of(appeal.claim))


def _part(appeal: Appeal, there: Sequence[Assessment]) -> set[int]:
    part = {one.assessor_id for one in there} | {appeal.claim.decided_by_id}
    if appeal.certificate:
        part.add(appeal.certificate.revoked_by_id)
    return {one for one in part if one is not None}


def judges(appeal: Appeal) -> list[User]:
    """The assessors who may decide it."""
    return seats.free_assessors(appeal.claim, had_part(appeal))


def grant(ref: Ref, *, level: int | None = None, reason: str, by: Actor) -> Certificate:
    """The expert was right: the claim is certified after all (at `level`), or a certificate takes the revoked one's place."""
    why = rules.reasoned(reason)
    with atomic():
        appeal = _decided(ref, "grant", why, by)
        if appeal.certificate:
            made = outcomes.restore(appeal.certificate, reason=why, by=by)
        else:
            claim = locked(Claim, appeal.claim.ref)
            made = outcomes.certify(claim, rules.known_level(level or claim.level), why, by=by, verb="grant")
        record(AppealGranted(appeal.ref, appeal.expert.ref, made.ref), by=by)
    return made


def dismiss(ref: Ref, *, reason: str, by: Actor) -> Appeal:
    """The decision stands."""
    why = rules.reasoned(reason)
    with atomic():
        appeal = _decided(ref, "dismiss", why, by)
        record(AppealDismissed(appeal.ref, appeal.expert.ref), by=by)
    return appeal


def _decided(ref: Ref, verb: str, reason: str, by: Actor) -> Appeal:
    appeal = queries.appeal(ref, by)
    reason_against = bar(appeal, by)
    if reason_against:
        raise NotAllowed(reason_against)
    locked(Appeal, ref).become(verb)
    appeal.decided_at, appeal.decided_by_id, appeal.reason = clock.now(), by.user_id, reason
    return appeal


def of(claim: Claim) -> list[Appeal]:
    """All appeals in that matter, oldest first."""
    return list(db.session.scalars(select(Appeal).where(Appeal.claim_id == claim.id).order_by(Appeal.id)))
