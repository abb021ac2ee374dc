"""At most so many days in a calendar week, where the expert has said so. Held and booked days both count, each date once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.calendar.errors import WeekFull
from marketplace.calendar.models import TAKEN, Shift
from marketplace.calendar.rules import rules_of
from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days
from marketplace.registry.models import Expert

Weeks = dict[date, int]
"""Monday of a week to the days that can still be taken in it."""


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_left(
    expert_ids: Iterable[int], days: Days, *, leaving: Collection[date] = (), besides: Ref | None = None
) -> Mapping[int, Weeks]:
    """Of those with a limit: every week that `days` touch in which something is taken. `leaving` are about to be given up;
    `besides`: an owner whose own days don't count."""
    most = {one: rules.week_days for one, rules in rules_of(expert_ids).items() if rules.week_days}
    if not most:
        return {}
    whole = Days(monday(days.first), monday(days.last) + timedelta(days=6))
    taken = _taken(list(most), whole, besides)
    found: dict[int, Weeks] = {one: {} for one in most}
    for (one, week), dates in taken.items():
        count = len(dates - set(leaving))
        if count:
            found[one][week] = max(0, most[one] - count)
    return found


def full_days(
    expert_ids: Iterable[int], days: Days, *, leaving: Collection[date] = (), besides: Ref | None = None
) -> set[tuple[int, date]]:
    """Every day of the weeks in which nothing more can be taken."""
    return {
        (one, week + timedelta(days=number))
        for one, weeks in weeks_left(expert_ids, days, leaving=leaving, besides=besides).items()
        for week, left in weeks.items()
        if not left
        for number in range(7)
    }


def fitting(expert_id: int, days: Sequence[date]) -> list[date]:
    """Of free days, given in order: from each week as many as can still be taken in it."""
    most = rules_of([expert_id])[expert_id].week_days
    if most is None or not days:
        return list(days)
    left = weeks_left([expert_id], Days(days[0], days[-1]))[expert_id]
    kept: list[date] = []
    chosen: Counter[date] = Counter()
    for day in days:
        week = monday(day)
        if chosen[week] < left.get(week, most):
            chosen[week] += 1
            kept.append(day)
    return kept


def check(
    expert_id: int, days: Sequence[date], *, leaving: Collection[date] = (), besides: Ref | None = None
) -> None:
    """Raises `WeekFull` when some week would hold more than the expert wants. `besides`: an owner whose own days don't count.

    Certain only with the calendar locked.
    """
    most = rules_of([expert_id])[expert_id].week_days
    if most is None or not days:
        return
    wanted: dict[date, set[date]] = defaultdict(set)
    for day in days:
        wanted[monday(day)].add(day)
    taken = _taken([expert_id], Days(min(wanted), max(wanted) + timedelta(days=6)), besides)
    for week, asked in sorted(wanted.items()):
        others = taken.get((expert_id, week), set()) - set(leaving)
        if len(asked | others) > most:
            name = db.session.get_one(Expert, expert_id).name
            raise WeekFull(name, most, week, max(0, most - len(others)))


def _taken(ids: list[int], days: Days, besides: Ref | None = None) -> dict[tuple[int, date], set[date]]:
    wanted = select(Shift.expert_id, Shift.on).where(
        Shift.expert_id.in_(ids), Shift.on.between(days.first, days.last), Shift.state.in_(TAKEN)
    )
    if besides is not None:
        wanted = wanted.where(Shift.owner != besides)
    found: dict[tuple[int, date], set[date]] = defaultdict(set)
    for one, on in db.session.execute(wanted):
        found[one, monday(on)].add(on)
    return found
