"""Up to four people side by side. The address names them, so a colleague can be sent the comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

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
from marketplace.registry.models import Expert

bp = Blueprint("compare", __name__)

MOST = 4
STRIP = 28
"""Days ahead that are shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """One of those compared: `certificates` by the id of their skill."""

    expert: Expert
    certificates: Mapping[int, Certificate]
    days: Sequence[DayState]
    record: Record
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
    certificates, records = certification.live_of(ids), bookings.records_of(ids)
    tomorrow = clock.today() + timedelta(days=1)
    days = calendar.day_states_of(ids, Days(tomorrow, tomorrow + timedelta(days=STRIP - 1)))
    return [
        Column(
            one,
            {each.skill_id: each for each in certificates[one.id]},
            days[one.id],
            records[one.id],
            [other.slug for other in experts if other is not one],
        )
        for one in experts
    ]


def _skills(certificates: Sequence[Certificate]) -> list[Skill]:
    """Each once: what most of them are certified in first, then by name."""
    skills = {one.skill_id: one.skill for one in certificates}
    shared = [one.skill_id for one in certificates]
    return sorted(skills.values(), key=lambda one: (-shared.count(one.id), one.name.casefold()))
