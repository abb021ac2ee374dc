"""The one thing for want of which an expert is not found: each part of the search is left out in turn."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from marketplace.calendar import queries as calendar
from marketplace.calendar.rules import rules
from marketplace.kit import clock
from marketplace.registry.models import Expert
from marketplace.search import availability, fields
from marketplace.search.describing import band, spoken
from marketplace.search.queries import place_of
from marketplace.search.query import Query


def one_thing(query: Query, expert: Expert) -> str | None:
    """What has to be so for the expert to appear, after `you would appear if`; None when more than one thing is missing.

    Raises `Invalid` where the query names what no longer exists.
    """
    for name, needed in NEEDED.items():
        if _asks(query, name) and place_of(query.without(name), expert.id):
            return needed(query, expert)
    return None


def _asks(query: Query, name: str) -> bool:
    """Next to a town, remote widens the search."""
    return bool(getattr(query, name)) and not (name == "remote" and query.near)


def _level(query: Query, _: Expert) -> str:
    assert query.level
    return f"you were certified as {query.level.label} or higher"


def _days(query: Query, expert: Expert) -> str:
    if query.call or query.per_week or query.hours or not query.days:
        return "your calendar had room on these days"
    if limited := _by_rule(query, expert):
        return limited
    free = set(calendar.free_days(expert.id, query.days))
    lacking = -(-len(query.wanted) * query.share // 100) - len(free & set(query.wanted))
    if lacking < 1:  # free they are, but not certified for so long
        return f"your certificate held through {query.days.last.day} {query.days.last:%b %Y}"
    return f"you were free on {'one more day' if lacking == 1 else f'{lacking} more days'}"


def _by_rule(query: Query, expert: Expert) -> str:
    """What the expert's own rules keep out, whatever is free."""
    own, today = rules(expert.id), clock.today()
    assert query.days
    if own.notice_hours and query.wanted[0] < today + timedelta(days=own.notice_days):
        return f"you took bookings at shorter notice than {own.notice_hours} hours"
    if own.horizon_days and query.wanted[-1] > today + timedelta(days=own.horizon_days):
        return f"you took bookings further ahead than {own.horizon_days} days"
    busiest = max(len(week) for week in availability.weeks(query.wanted))
    if own.week_days and query.share == 100 and busiest > own.week_days:
        return f"you worked more than {own.week_days} days a week"
    return ""


def _languages(query: Query, expert: Expert) -> str:
    known = {one.code for one in expert.languages}
    lacking = [spoken(code) for code in query.languages if code not in known]
    return f"your profile said that you speak {' and '.join(lacking)}"


def _rate(query: Query, _: Expert) -> str:
    assert query.rate
    return f"your day rate were at most about {band(query.rate)}"


def _rating(query: Query, _: Expert) -> str:
    assert query.rating
    return f"reviews of your work here averaged {fields.stars(query.rating)} stars or more"


Words = Callable[[Query, Expert], str]

NEEDED: Mapping[str, Words] = {
    "fresh": lambda *_: "you confirmed your calendar",
    "at_once": lambda *_: "your calendar let customers book at once",
    "level": _level,
    "release": lambda query, _: f"you were certified on release {query.release} or a later one",
    "used": lambda *_: "somebody attested that you used it, or approved work here spoke for it",
    "languages": _languages,
    "rate": _rate,
    "hours": lambda query, _: f"your weekly hours held {query.hours} hours a day",
    "per_week": lambda query, _: f"you were free {query.per_week} days every week",
    "first": _days,
    "overlap": lambda *_: "your working hours met theirs for longer",
    "rating": _rating,
    "industry": lambda query, _: f"your profile named experience in {query.industry.lower()}",
    "near": lambda *_: "you worked remotely for it, or travelled that far",
    "remote": lambda *_: "you worked remotely",
    "module": lambda *_: "you were certified for that module",
}
"""Field of the query, what easiest to change first, and what it asks of the expert."""
