"""What nobody clicks on: seats that nobody sits in any more, and samples that nobody is left to look at."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import SYSTEM, StaffRole
from marketplace.assessing import seats, service
from marketplace.assessing.events import AssessmentLeft
from marketplace.assessing.models import Assessment, AssessmentState
from marketplace.certification.models import Claim, ClaimState
from marketplace.certification.rules import OPEN_STATES
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations

IDLE = timedelta(days=7)
"""A claim that somebody took so long ago, and could have decided since, goes back to the queue. What they wrote is kept."""


def release_seats() -> int:
    """Free the seats of claims that are over, of people who assess no longer, and of those who took a claim and left; how many."""
    wanted = select(Assessment).where(Assessment.state == AssessmentState.OPEN)
    sitting = db.session.scalars(
        wanted.options(joinedload(Assessment.claim), joinedload(Assessment.assessor))
    )
    refs = [one.ref for one in sitting.all() if _vacant(one)]
    return sum(_release(ref) for ref in refs)


def settle_samples() -> int:
    """Decide sampled claims by the opinion there is, once nobody is left to give another; how many."""
    told = (
        select(Claim.ref)
        .join(Assessment, Assessment.claim_id == Claim.id)
        .where(
            Claim.state == ClaimState.SUBMITTED,
            Claim.sampled,
            Claim.opinions > 1,
            Assessment.state == AssessmentState.DONE,
        )
    )
    return sum(service.settle_alone(ref) for ref in db.session.scalars(told.distinct()).all())


def _vacant(assessment: Assessment) -> bool:
    claim, assessor = assessment.claim, assessment.assessor
    if claim.state not in OPEN_STATES or not assessor.active:
        return True
    if assessor.id not in organizations.staff_ids(claim.skill.vendor_id, StaffRole.ASSESSOR):
        return True
    since = max([assessment.taken_at, *(one.answered_at for one in claim.questions if one.answered_at)])
    return claim.state is ClaimState.SUBMITTED and since <= clock.now() - IDLE


def _release(ref: Ref) -> bool:
    with atomic():
        assessment = seats.named(ref)
        locked(Claim, assessment.claim.ref)
        assessment = locked(Assessment, ref)
        if assessment.state is not AssessmentState.OPEN or not _vacant(assessment):
            return False
        assessment.become("leave")
        assessment.ended_at = clock.now()
        record(AssessmentLeft(assessment.claim.ref, assessment.ref), by=SYSTEM)
    return True
