"""The conditions of a search, each a piece of portable SQL over the truth."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.calendar.models import TAKEN, DayOff, Shift, WeeklyHours
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Certificate
from marketplace.certification.queries import live_condition
from marketplace.kit.money import Money
from marketplace.kit.period import Days
from marketplace.programmes.levels import Level
from marketplace.registry.models import Expert, Language, Place
from marketplace.search import sphere
from marketplace.search.models import Document

Condition = ColumnElement[bool]


def answering(
    product: Product | None, skill: Skill | None, level: Level | None, days: Days | None, today: date
) -> Select[int, int]:
    """Experts with a live certificate that answers the query, and the highest level among such.

    A whole product is answered by any of its modules, too. Live means today, and through the last day asked for.
    """
    wanted = select(Certificate.expert_id, func.max(Certificate.level).label("level"))
    wanted = wanted.where(*certified(skill, level, days, today))
    if product is not None and skill is None:
        wanted = wanted.join(Certificate.skill).where(Skill.product_id == product.id)
    return wanted.group_by(Certificate.expert_id)


def certified(skill: Skill | None, level: Level | None, days: Days | None, today: date) -> list[Condition]:
    conditions = [live_condition(today)]
    if days:
        conditions.append(live_condition(days.last))
    if skill is not None:
        conditions.append(Certificate.skill_id == skill.id)
    if level is not None:
        conditions.append(Certificate.level >= level)
    return conditions


def free(days: Days) -> Condition:
    """Works on every Monday to Friday of the period, has none of them off, and nothing is held or booked on them."""
    weeks = _weeks(days)
    weekdays = {day.weekday() for day in days.working()}
    worked = (
        select(func.count(WeeklyHours.weekday.distinct()))
        .where(WeeklyHours.expert_id == Expert.id, WeeklyHours.weekday.in_(weekdays))
        .scalar_subquery()
    )
    off = or_(*(and_(DayOff.first_on <= week.last, DayOff.last_on >= week.first) for week in weeks))
    taken = or_(*(Shift.on.between(week.first, week.last) for week in weeks))
    return and_(
        worked == len(weekdays),
        ~exists().where(DayOff.expert_id == Expert.id, off),
        ~exists().where(Shift.expert_id == Expert.id, Shift.state.in_(TAKEN), taken),
    )


def _weeks(days: Days) -> list[Days]:
    """The period's working days as runs without a gap."""
    runs: list[Days] = []
    for day in days.working():
        if runs and (day - runs[-1].last).days == 1:
            runs[-1] = Days(runs[-1].first, day)
        else:
            runs.append(Days(day, day))
    return runs


def reachable(place: Place | None, km: int, remote: bool) -> Condition | None:
    """Near enough, as far as both sides travel; or remote, where that will do."""
    ways: list[Condition] = [Expert.remote.is_(True)] if remote else []
    if place is not None:
        x, y, z = sphere.vector(place.latitude, place.longitude)
        near = Document.x * x + Document.y * y + Document.z * z
        ways.append(and_(near >= sphere.closeness(km), near >= Document.reach))
    return or_(*ways) if ways else None


def affordable(most: Money) -> Condition:
    return and_(Expert.currency == most.currency, Expert.day_rate_amount <= most.amount)


def speaking(code: str) -> Condition:
    return exists().where(Language.expert_id == Expert.id, Language.code == code)


def saying(terms: Sequence[str]) -> list[Condition]:
    """Every word begins some word of the document."""
    return [_begins(Document.words, term) for term in terms]


def hits(terms: Sequence[str]) -> ColumnElement[int]:
    """How many of the words stand in name, headline and skills."""
    counted = [case((_begins(Document.lead, term), 1), else_=0) for term in terms]
    return sum(counted, start=literal(0)).label("hits")


def _begins(column: InstrumentedAttribute[str], term: str) -> Condition:
    return column.contains(f" {term}", autoescape=True)
