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
from marketplace.db.base import db
from marketplace.kit.period import Days
from marketplace.registry.models import Expert, Place
from marketplace.search import sphere
from marketplace.search.lookup import Wanted

STRIP = 28
"""Days shown when no period is asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One expert found. `certificate` is the best answer to the query, `others` the rest of the live ones; `km` is the
    distance to the town asked for, `days` the period asked for or the next four weeks."""

    expert: Expert
    certificate: Certificate
    others: Sequence[Certificate]
    km: int | None
    days: Sequence[DayState]


def hits(ids: Sequence[int], wanted: Wanted) -> list[Hit]:
    """In the order of `ids`; the number of statements does not grow with them."""
    experts = {one.id: one for one in db.session.scalars(_experts(ids))}
    certificates = _certificates(ids, wanted)
    shown = wanted.query.days or Days(wanted.today, wanted.today + timedelta(days=STRIP - 1))
    strips = calendar.day_states_of(ids, shown)
    return [_hit(experts[one], certificates[one], strips[one], wanted.place) for one in ids]


def _hit(expert: Expert, certificates: list[Certificate], days: list[DayState], place: Place | None) -> Hit:
    return Hit(expert, certificates[0], certificates[1:], _km(expert, place), days)


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
