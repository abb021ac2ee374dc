"""The page that presents an expert: proven skills, free days, price, and one next step."""

from datetime import date, timedelta

from babel.dates import format_date
from flask import Blueprint, render_template
from flask_babel import get_locale

from marketplace.calendar import queries as calendar
from marketplace.calendar.queries import DayState
from marketplace.calendar.rules import rules
from marketplace.certification import queries as certification
from marketplace.certification.standing import standings
from marketplace.kit import clock
from marketplace.kit.period import Days
from marketplace.registry import languages, queries
from marketplace.registry.models import Expert
from marketplace.reviews import figures
from marketplace.reviews import queries as reviews
from marketplace.web.context import books
from marketplace.web.security import actor

bp = Blueprint("experts", __name__, url_prefix="/experts")

WEEKS = 6
REVIEWS = 3
"""The latest; all of them have a page of their own."""


@bp.app_template_filter()
def language_name(code: str) -> str:
    return languages.name(code)


@bp.app_template_filter()
def short_day(day: date) -> str:
    """`30 Nov`."""
    return format_date(day, "d MMM", locale=get_locale())


@bp.get("/<slug>")
def show(slug: str) -> str:
    by = actor()
    expert = queries.public(slug, by)
    weeks = coming_weeks(expert)
    certificates = certification.live(expert.id)
    return render_template(
        "experts/show.html",
        expert=expert,
        certificates=certificates,
        standings=standings(certificates),
        weeks=weeks,
        next_free=_next_free(weeks, clock.today(expert.timezone)),
        rules=rules(expert.id),
        confirmed_on=calendar.confirmed_on([expert.id])[expert.id],
        today=clock.today(expert.timezone),
        figures=figures.of_expert(expert.id),
        reviews=reviews.of_expert(expert.id, size=REVIEWS),
        own=expert.user_id == by.user_id,
        books=books(),
    )


def coming_weeks(expert: Expert) -> list[list[DayState]]:
    """Whole weeks from the one that tomorrow lies in, on the expert's own calendar."""
    tomorrow = clock.today(expert.timezone) + timedelta(days=1)
    monday = tomorrow - timedelta(days=tomorrow.weekday())
    states = calendar.day_states(expert, Days(monday, monday + timedelta(days=7 * WEEKS - 1)))
    return [states[n : n + 7] for n in range(0, len(states), 7)]


def _next_free(weeks: list[list[DayState]], today: date) -> date | None:
    return next((day.on for week in weeks for day in week if day.free and day.on > today), None)
