"""Approved work as evidence: it attaches itself."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select

from marketplace.catalog.models import Skill, Topic
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.evidence.models import Work

A_DAY = 6 * 60
"""Minutes of work that say something."""


def note(
    booking: str,
    *,
    expert_id: int,
    skill_id: int,
    release_id: int | None,
    organization_id: int,
    minutes: int,
    first_on: date,
    last_on: date,
    approved_at: datetime,
) -> Work:
    """Keep what a customer approved; once for a booking. `minutes` is what was worked, without breaks."""
    with atomic() as session:
        found = session.scalar(select(Work).where(Work.booking == booking))
        if found is None:
            found = Work(
                booking=booking,
                expert_id=expert_id,
                skill_id=skill_id,
                release_id=release_id,
                organization_id=organization_id,
                minutes=minutes,
                first_on=first_on,
                last_on=last_on,
                approved_at=approved_at,
            )
            session.add(found)
            session.flush()
    return found


def of(expert_id: int, skill: Skill) -> Sequence[Work]:
    """What the expert has done here with that skill, oldest first: work with the whole product counts for a module."""
    same_product = select(Skill.id).where(Skill.product_id == skill.product_id)
    if skill.module_id is not None:
        same_product = same_product.where(or_(Skill.module_id == skill.module_id, Skill.module_id.is_(None)))
    wanted = select(Work).where(Work.expert_id == expert_id, Work.skill_id.in_(same_product))
    return db.session.scalars(wanted.order_by(Work.approved_at, Work.id)).all()


def speaks_for(works: Sequence[Work], topic: Topic) -> bool:
    """Whether at least a day of it was done on the topic's release or a later one, and in its module."""
    minutes = (
        one.minutes
        for one in works
        if one.release
        and one.release.released_on >= topic.release.released_on
        and (topic.module_id is None or one.skill.module_id in (None, topic.module_id))
    )
    return sum(minutes) >= A_DAY
