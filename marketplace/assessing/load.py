"""Who has how much on the desk, and how long it takes them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import StaffRole
from marketplace.accounts.models import User
from marketplace.assessing.models import Assessment, AssessmentState
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Claim, ClaimState
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Staff

RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Load:
    """`open` now, of which `asked` wait for the expert; `done` in 30 days. `typical` is the median from taking to deciding."""

    assessor: User
    open: int
    asked: int
    done: int
    typical: timedelta | None


def load(vendor_ids: Collection[int]) -> list[Load]:
    """Every assessor of these vendors, and whoever else has something open there; the busiest first."""
    rows = db.session.scalars(_recent(vendor_ids, clock.now() - RECENT)).all()
    people = {one.user_id: one.user for vendor_id in vendor_ids for one in _assessors(vendor_id)}
    people |= {one.assessor_id: one.assessor for one in rows}
    loads = [_of(person, [one for one in rows if one.assessor_id == key]) for key, person in people.items()]
    return sorted(loads, key=lambda one: (-one.open, -one.done, one.assessor.shown_name))


def _assessors(vendor_id: int) -> list[Staff]:
    return [one for one in organizations.staff_of(vendor_id) if StaffRole.ASSESSOR in one.roles]


def _recent(vendor_ids: Collection[int], since: datetime) -> Select[Assessment]:
    """Open seats at claims that are not decided, and what was done since then."""
    is_open = Assessment.state == AssessmentState.OPEN
    waits = Claim.state.in_((ClaimState.SUBMITTED, ClaimState.ASKED))
    done = (Assessment.state == AssessmentState.DONE) & (Assessment.ended_at >= since)
    return (
        select(Assessment)
        .join(Assessment.claim)
        .join(Claim.skill)
        .join(Skill.product)
        .where(Product.vendor_id.in_(list(vendor_ids)), (is_open & waits) | done)
        .options(joinedload(Assessment.assessor), joinedload(Assessment.claim))
    )


def _of(person: User, rows: Sequence[Assessment]) -> Load:
    under_way = [one for one in rows if one.state is AssessmentState.OPEN]
    done = [one for one in rows if one.state is AssessmentState.DONE]
    took = [(one.ended_at - one.taken_at).total_seconds() for one in done if one.ended_at]
    return Load(
        assessor=person,
        open=len(under_way),
        asked=sum(one.claim.state is ClaimState.ASKED for one in under_way),
        done=len(done),
        typical=timedelta(seconds=median(took)) if took else None,
    )
