"""How many experts can be found for what, counted for pages."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.catalog.models import Skill
from marketplace.certification.models import Certificate
from marketplace.certification.queries import live_condition
from marketplace.db.base import db
from marketplace.registry.models import Expert, ProfileState


def experts_by_product(product_ids: Collection[int], on: date) -> dict[int, int]:
    """Published experts with a live certificate for the product or one of its modules, each counted once."""
    return _experts(Skill.product_id, Skill.product_id.in_(list(product_ids)), on)


def experts_by_skill(product_id: int, on: date) -> dict[int, int]:
    """The same for each skill of one product."""
    return _experts(Skill.id, Skill.product_id == product_id, on)


def _experts(by: InstrumentedAttribute[int], which: ColumnElement[bool], on: date) -> dict[int, int]:
    wanted = (
        select(by, func.count(Expert.id.distinct()))
        .select_from(Certificate)
        .join(Certificate.expert)
        .join(Certificate.skill)
        .where(which, live_condition(on), Expert.state == ProfileState.PUBLISHED)
        .group_by(by)
    )
    return dict(db.session.execute(wanted).all())
