"""What stands against merging two accounts, each as a sentence that says what to do about it."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import User
from marketplace.assessing.models import Assessment
from marketplace.attestations.models import Attestation
from marketplace.bookings.models import Booking
from marketplace.calendar.models import TAKEN, Shift
from marketplace.certification.models import Certificate, Claim, ClaimState
from marketplace.db.base import db
from marketplace.evidence.models import Reference
from marketplace.expenses.models import Expense
from marketplace.mergers.money import under_way
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.timesheets.models import Timesheet

OPEN = (ClaimState.SUBMITTED, ClaimState.ASKED)
SAME = "You are signed in as the account that is to stay. Sign out, and sign in to the other one."
CONFLICT = (
    "One of these accounts has decided about the other, or booked, attested or recommended it. "
    "The vendor has to look at that first, so please write to the vendor."
)


def against(kept: User, other: User) -> list[str]:
    """Everything at once, so that it can be dealt with in one go; empty when nothing stands in the way."""
    if kept.id == other.id:
        return [SAME]
    if not (kept.active and other.active):
        return ["One of these accounts has been closed."]
    return list(_found(kept, other))


def _found(kept: User, other: User) -> Iterator[str]:
    mine, theirs = registry.expert_of(kept.id), registry.expert_of(other.id)
    if _conflict(kept, mine, other, theirs):
        yield CONFLICT
    if mine is None or theirs is None:
        return
    for name in _claimed_twice(mine, theirs):
        yield f"Both accounts have an open claim for {name}. Withdraw one of the two first."
    if _overlap(mine, theirs):
        yield "Both accounts are booked at the same time. Cancel one of these bookings first."
    if under_way(mine, theirs):
        yield (
            "Money of the account that goes away is still on its way, or could still come back from the bank. "
            "Wait until it has arrived for two weeks, then try again."
        )


def _claimed_twice(mine: Expert, theirs: Expert) -> list[str]:
    twin = aliased(Claim)
    both = (
        select(Claim)
        .join(twin, Claim.skill_id == twin.skill_id)
        .where(Claim.expert_id == mine.id, twin.expert_id == theirs.id)
        .where(Claim.state.in_(OPEN), twin.state.in_(OPEN))
    )
    return sorted({claim.skill.name for claim in db.session.scalars(both)})


def _overlap(mine: Expert, theirs: Expert) -> bool:
    twin = aliased(Shift)
    mine_until = func.coalesce(Shift.blocked_until, Shift.ends_at)
    their_until = func.coalesce(twin.blocked_until, twin.ends_at)
    both = (
        select(Shift.id)
        .join(twin, (Shift.starts_at < their_until) & (twin.starts_at < mine_until))
        .where(Shift.expert_id == mine.id, twin.expert_id == theirs.id)
        .where(Shift.state.in_(TAKEN), twin.state.in_(TAKEN))
    )
    return db.session.scalar(both.limit(1)) is not None


def _conflict(kept: User, mine: Expert | None, other: User, theirs: Expert | None) -> bool:
    """As one person they would have done for themselves what takes two."""
    return (
        (theirs is not None and _acted(kept, theirs))
        or (mine is not None and _acted(other, mine))
        or _assessed_both(kept, other)
    )


def _acted(user: User, expert: Expert) -> bool:
    """Whether that person decided about, booked, attested or recommended that expert."""
    claims = select(Claim.id).where(Claim.expert_id == expert.id)
    bookings = select(Booking.id).where(Booking.expert_id == expert.id)
    traces = (
        select(Claim.id).where(Claim.expert_id == expert.id, Claim.decided_by_id == user.id),
        select(Assessment.id).where(Assessment.assessor_id == user.id, Assessment.claim_id.in_(claims)),
        select(Certificate.id).where(
            Certificate.expert_id == expert.id, Certificate.revoked_by_id == user.id
        ),
        select(Booking.id).where(Booking.expert_id == expert.id, Booking.booker_id == user.id),
        select(Timesheet.id).where(Timesheet.decided_by_id == user.id, Timesheet.booking_id.in_(bookings)),
        select(Expense.id).where(Expense.decided_by_id == user.id, Expense.booking_id.in_(bookings)),
        select(Attestation.id).where(Attestation.expert_id == expert.id, Attestation.stated_by_id == user.id),
        select(Reference.id).where(
            Reference.expert_id == expert.id,
            or_(Reference.email == user.email, Reference.email.in_(accounts.verified_addresses(user))),
        ),
    )
    return any(db.session.scalar(trace.limit(1)) is not None for trace in traces)


def _assessed_both(kept: User, other: User) -> bool:
    twin = aliased(Assessment)
    both = (
        select(Assessment.id)
        .join(twin, Assessment.claim_id == twin.claim_id)
        .where(Assessment.assessor_id == kept.id, twin.assessor_id == other.id)
    )
    return db.session.scalar(both.limit(1)) is not None
