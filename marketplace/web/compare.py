"""Up to four people side by side. The address names them, so a colleague can be sent the comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request

from marketplace.bookings import queries as bookings
from marketplace.bookings.queries import Record
from marketplace.calendar import queries as calendar
from marketplace.calendar.queries import DayState
from marketplace.catalog.models import Skill
from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate
from marketplace.certification.standing import standings
from marketplace.kit import clock
from marketplace.kit.period import Days
from marketplace.registry import queries as registry
from marketplace.registry import ratings
from marketplace.registry.models import Expert
from marketplace.registry.ratings import Rating

bp = Blueprint("compare", __name__)

MOST = 4
WEEKS = 4
"""Weeks ahead that are shown, the one under way among them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One of those compared: `certificates` by the id of their skill."""

    expert: Expert
    certificates: Mapping[int, Certificate]
    days: Sequence[DayState]
    record: Record
    rating: Rating | None
    confirmed_on: date | None
    others: Sequence[str]

    @property
    def next_free(self) -> DayState | None:
        return next((day for day in self.days if day.free), None)


@bp.get("/compare")
def show() -> str:
    asked = list(dict.fromkeys(request.args.getlist("expert")))
    columns = _columns(asked[:MOST])
    certificates = [one for column in columns for one in column.certificates.values()]
    return render_template(
        "compare/show.html",
        columns=columns,
        skills=_skills(certificates),
        standings=standings(certificates),
        most=MOST,
        left_out=max(0, len(asked) - MOST),
        missing=len(asked[:MOST]) - len(columns),
    )


def _columns(slugs: Sequence[str]) -> list[Column]:
    """In the order asked for, those who are published; as many statements for four as for one."""
    experts = registry.published(slugs=slugs)
    ids = [one.id for one in experts]
    confirmed = calendar.confirmed_on(ids)
    certificates, records = certification.live_of(ids), bookings.records_of(ids)
    rated = ratings.ratings_of(ids)
    days = calendar.day_states_of(ids, _weeks_ahead(clock.today() + timedelta(days=1)))
    return [
        Column(
            one,
            {each.skill_id: each for each in certificates[one.id]},
            days[one.id],
            records[one.id],
            rated.get(one.id),
            confirmed.get(one.id),
            [other.slug for other in experts if other is not one],
        )
        for one in experts
    ]


def _weeks_ahead(first: date) -> Days:
    """To the Sunday of the last week; a weekend that comes first is left out."""
    first += timedelta(days=7 - first.weekday() if first.weekday() > 4 else 0)
    return Days(first, first + timedelta(days=7 * WEEKS - 1 - first.weekday()))


def _skills(certificates: Sequence[Certificate]) -> list[Skill]:
    """Each once: what most of them are certified in first, then by name."""
    skills = {one.skill_id: one.skill for one in certificates}
    shared = [one.skill_id for one in certificates]
    return sorted(skills.values(), key=lambda one: (-shared.count(one.id), one.name.casefold()))
