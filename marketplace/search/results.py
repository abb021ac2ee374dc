"""What a search result shows, loaded for a whole page at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.calendar import queries as calendar
from marketplace.calendar.queries import DayState
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Certificate
from marketplace.certification.queries import live_condition
from marketplace.certification.standing import Standing, standings
from marketplace.db.base import db
from marketplace.kit.period import Days
from marketplace.registry.models import Expert, Place
from marketplace.search import sphere
from marketplace.search.lookup import Wanted

STRIP = 28
"""Days shown when no period is asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One expert found. `certificate` is the best answer to the query with its `standing`, `others` the rest; `km` is the
    distance to the town asked for, `days` the period asked for or the next four weeks."""

    expert: Expert
    certificate: Certificate
    standing: Standing
    others: Sequence[Certificate]
    km: int | None
    days: Sequence[DayState]


def hits(ids: Sequence[int], wanted: Wanted) -> list[Hit]:
    """In the order of `ids`; the number of statements does not grow with them."""
    experts = {one.id: one for one in db.session.scalars(_experts(ids))}
    certificates = _certificates(ids, wanted)
    shown = wanted.query.days or Days(wanted.today, wanted.today + timedelta(days=STRIP - 1))
    strips = calendar.day_states_of(ids, shown)
    standing = standings(certificates[one][0] for one in ids)
    return [
        Hit(
            experts[one],
            best,
            standing[best.id],
            others,
            _km(experts[one], wanted.place),
            strips[one],
        )
        for one in ids
        for best, *others in [certificates[one]]
    ]


def _experts(ids: Sequence[int]) -> Select[Expert]:
    return select(Expert).where(Expert.id.in_(ids)).options(joinedload(Expert.place))


def _certificates(ids: Sequence[int], wanted: Wanted) -> dict[int, list[Certificate]]:
    """All live ones of each expert: those that answer the query first, then by level."""
    skill = contains_eager(Certificate.skill)
    loaded = (
        select(Certificate)
        .join(Certificate.skill)
        .join(Skill.product)
        .where(Certificate.expert_id.in_(ids), live_condition(wanted.today))
        .options(
            skill.contains_eager(Skill.product).joinedload(Product.vendor),
            skill.joinedload(Skill.module),
            joinedload(Certificate.release),
        )
    )
    found: dict[int, list[Certificate]] = {one: [] for one in ids}
    best_first = sorted(
        db.session.scalars(loaded), key=lambda one: (not wanted.answered_by(one), -one.level, one.id)
    )
    for one in best_first:
        found[one.expert_id].append(one)
    return found


def _km(expert: Expert, place: Place | None) -> int | None:
    if place is None or expert.place is None:
        return None
    here = sphere.vector(place.latitude, place.longitude)
    return round(sphere.distance(here, sphere.vector(expert.place.latitude, expert.place.longitude)))
