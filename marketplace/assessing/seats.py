"""Who looks at which claim. A claim has as many seats as it needs opinions, and one more to resolve a disagreement."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor, StaffRole
from marketplace.accounts.models import User
from marketplace.assessing import policy
from marketplace.assessing.conflicts import conflict
from marketplace.assessing.errors import SeenAlready, SomebodyElsesClaim
from marketplace.assessing.events import AssessmentLeft, AssessmentTaken
from marketplace.assessing.models import Assessment, AssessmentState, Score, Seat
from marketplace.certification import queries as certification
from marketplace.certification.models import CLAIMS, Claim
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, Refused, permit
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations


def take(claim_ref: Ref, *, by: Actor) -> Assessment:
    """Sit down with a claim, so that nobody else does. One's own open seat is given back as it is.

    Raises `SomebodyElsesClaim`, `SeenAlready`, `NotAllowed` with the conflict of interest.
    """
    with atomic() as session:
        claim = certification.reviewable(claim_ref, by)
        permit(policy.may_assess(by, claim))
        return sit(locked(Claim, claim_ref), session.get_one(User, by.user_id), by=by)


def assign(claim_ref: Ref, assessor_ref: Ref, *, by: Actor) -> Assessment:
    """An admin hands the claim to an assessor. Raises what `take` does, in that assessor's place."""
    with atomic():
        claim = certification.reviewable(claim_ref, by)
        permit(policy.may_assign(by, claim))
        staff = organizations.staff_of(claim.skill.vendor_id)
        chosen = next(
            (
                one.user
                for one in staff
                if one.user.ref == assessor_ref and one.user.active and StaffRole.ASSESSOR in one.roles
            ),
            None,
        )
        if chosen is None:
            raise Invalid("Choose one of the assessors.", {"assessor": "Choose one of the assessors."})
        return sit(locked(Claim, claim_ref), chosen, by=by)


def leave(assessment_ref: Ref, *, by: Actor) -> Assessment:
    """Hand the claim back to the queue. Raises `NotFound` for those who may not know of it."""
    with atomic():
        assessment = named(assessment_ref)
        certification.reviewable(assessment.claim.ref, by)
        permit(policy.may_leave(by, assessment))
        # The claim is the lock of all its seats: whoever decides at this moment holds it.
        locked(Claim, assessment.claim.ref)
        assessment = locked(Assessment, assessment_ref)
        assessment.become("leave")
        assessment.ended_at = clock.now()
        record(AssessmentLeft(assessment.claim.ref, assessment.ref), by=by)
    return assessment


def sit(claim: Claim, assessor: User, *, by: Actor) -> Assessment:
    """The assessor's open seat at a claim that is locked, in the caller's transaction."""
    CLAIMS.after(claim.state, "decline")  # only a claim that waits can be taken
    there = assessments_of(claim)
    own = own_of(there, assessor)
    if own and own.state is AssessmentState.OPEN:
        permit(conflict(assessor, claim.expert) or True)
        return own
    against = obstacle(claim, assessor, there)
    if against:
        raise against
    seat = free_seat(claim, there)
    assert seat is not None
    made = Assessment(claim=claim, assessor=assessor, seat=seat, taken_at=clock.now())
    db.session.add(made)
    _pick_up(made)
    db.session.flush()
    record(AssessmentTaken(claim.ref, made.ref, assessor.ref), by=by)
    return made


def obstacle(claim: Claim, assessor: User, there: Sequence[Assessment]) -> Refused | None:
    """Why that person cannot sit down with a claim that waits; None when they can."""
    reason = conflict(assessor, claim.expert)
    if reason:
        return NotAllowed(reason)
    seat = free_seat(claim, there)
    own = own_of(there, assessor)
    if own and (seat is not Seat.RESOLVING or others_could_resolve(claim, there)):
        return SeenAlready("You have said what you found. What comes of it is shown here once it is decided.")
    if seat is None:
        open_ones = [one.assessor.shown_name for one in there if one.state is AssessmentState.OPEN]
        return SomebodyElsesClaim(f"{' and '.join(open_ones)} has this claim on the desk already.")
    return None


def own_of(there: Sequence[Assessment], assessor: User) -> Assessment | None:
    """The latest that they have there."""
    return next((one for one in reversed(there) if one.assessor_id == assessor.id), None)


def _pick_up(made: Assessment) -> None:
    """Whoever handed the claim back before finds what they had written."""
    before = db.session.scalar(
        select(Assessment)
        .where(
            Assessment.claim_id == made.claim.id,
            Assessment.assessor_id == made.assessor.id,
            Assessment.state == AssessmentState.LEFT,
        )
        .order_by(Assessment.id.desc())
        .limit(1)
    )
    if before:
        made.reason = before.reason
        made.scores = [
            Score(criterion_id=one.criterion_id, level=one.level, note=one.note) for one in before.scores
        ]


def assessments_of(claim: Claim) -> Sequence[Assessment]:
    """Those under way and those done, in order; what was handed back does not count."""
    wanted = select(Assessment).where(
        Assessment.claim_id == claim.id, Assessment.state != AssessmentState.LEFT
    )
    return db.session.scalars(wanted.options(joinedload(Assessment.assessor)).order_by(Assessment.id)).all()


def free_seat(claim: Claim, there: Sequence[Assessment]) -> Seat | None:
    """The seat that somebody could take now."""
    taken = {one.seat for one in there}
    wanted = [Seat.FIRST, Seat.SECOND][: claim.opinions]
    if disagreed(claim, there):
        wanted.append(Seat.RESOLVING)
    return next((seat for seat in wanted if seat not in taken), None)


def disagreed(claim: Claim, there: Sequence[Assessment]) -> bool:
    """All opinions are in, and they differ."""
    found = [one for one in there if one.state is AssessmentState.DONE and one.seat is not Seat.RESOLVING]
    return len(found) >= claim.opinions > 1 and len({one.finding for one in found}) > 1


def others_could_resolve(claim: Claim, there: Sequence[Assessment]) -> bool:
    """Whether the vendor has an assessor without a conflict who has not seen the claim yet."""
    return bool(free_assessors(claim, {one.assessor_id for one in there}))


def free_assessors(claim: Claim, besides: set[int]) -> list[User]:
    """The vendor's assessors whom no conflict of interest keeps from this claim."""
    return [
        one.user
        for one in organizations.staff_of(claim.skill.vendor_id)
        if StaffRole.ASSESSOR in one.roles
        and one.user_id not in besides
        and one.user.active
        and conflict(one.user, claim.expert) is None
    ]


def open_seat_of(claim: Claim, by: Actor) -> Assessment | None:
    """The assessment that the actor has open there."""
    return next(
        (
            one
            for one in assessments_of(claim)
            if one.assessor_id == by.user_id and one.state is AssessmentState.OPEN
        ),
        None,
    )


def named(ref: Ref) -> Assessment:
    """For reactions. Raises `NotFound`."""
    found = db.session.scalar(select(Assessment).where(Assessment.ref == ref))
    if found is None:
        raise NotFound
    return found
