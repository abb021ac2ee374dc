"""Truly free, as a condition on the bits of an offer: on every day, on most of them, so many days a week, or for one call."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

from marketplace.search import days as bits
from marketplace.search.clauses import Clause, bits_set, conjunction
from marketplace.search.models import MONTHS
from marketplace.search.query import Query


def free(query: Query, today: date) -> Clause | None:
    """None without a period. A period without any of the weekdays asked for leaves nobody out."""
    wanted = query.wanted
    if not wanted:
        return None
    clause = _asked(query, wanted)
    # A row holds twelve months from its own first one on.
    parts = [
        "o.since_month >= :since_month",
        clause.sql,
        "o.notice_days <= :ahead",
        "o.horizon_days >= :reach",
    ]
    clause.sql = conjunction(parts)
    clause.values |= {
        "since_month": bits.month_of(wanted[-1]) - MONTHS + 1,
        "ahead": max(0, (wanted[0] - today).days),
        "reach": (wanted[-1] - today).days,
    }
    return clause


def _asked(query: Query, wanted: Sequence[date]) -> Clause:
    if query.call:
        return _call(wanted, query.call)
    minutes = 60 * query.hours if query.hours else None
    if query.per_week:
        return _each_week(wanted, query.per_week, minutes)
    if query.share < 100:
        return _most(wanted, len(wanted) - least(len(wanted), query.share), minutes)
    return _every(wanted, minutes)


def least(days: int, share: int) -> int:
    """How many of `days` make up `share` per cent of them."""
    return ceil(days * share / 100)


def weeks(wanted: Sequence[date]) -> list[list[date]]:
    """The wanted days, Monday to Sunday together."""
    found: dict[tuple[int, int], list[date]] = defaultdict(list)
    for day in wanted:
        found[day.isocalendar()[:2]].append(day)
    return list(found.values())


def _every(wanted: Sequence[date], minutes: int | None) -> Clause:
    masks = bits.masks(wanted)
    values: dict[str, int] = {f"m{month % MONTHS}": mask for month, mask in masks.items()}
    parts = [f"(o.d{month % MONTHS} & :m{month % MONTHS}) = 0" for month in masks]
    if minutes:
        parts.append(f"{_busy(wanted, minutes, values, '_h')} <= 0")
    needed = {week[0]: len(week) for week in weeks(wanted)}
    return Clause(conjunction([*parts, within_limits(needed, values)]), values)


def _most(wanted: Sequence[date], spare: int, minutes: int | None) -> Clause:
    """Where a week has a limit, what exceeds it counts like days that are not free."""
    values: dict[str, int] = {"spare": spare}
    parts = [
        larger(_busy(week, minutes, values, f"_{number}"), f"({len(week)} - {_still(week[0], values)})")
        for number, week in enumerate(weeks(wanted))
    ]
    free = f"(o.week_days >= 7 AND {_busy(wanted, minutes, values)} <= :spare)"
    return Clause(f"({free} OR (o.week_days < 7 AND {' + '.join(parts)} <= :spare))", values)


def _each_week(wanted: Sequence[date], count: int, minutes: int | None) -> Clause:
    values: dict[str, int] = {}
    parts, needed = [], {}
    for number, week in enumerate(weeks(wanted)):
        needed[week[0]] = min(count, len(week))
        values[f"spare{number}"] = len(week) - needed[week[0]]
        parts.append(f"{_busy(week, minutes, values, f'_{number}')} <= :spare{number}")
    return Clause(conjunction([*parts, within_limits(needed, values)]), values)


def within_limits(needed: Mapping[date, int], values: dict[str, int]) -> str:
    """So many days of the week of each of these dates can still be taken, as far as the expert's own limit goes."""
    values["busiest"] = max(needed.values())
    asked = [(_bound(_monday(day), values), _bound(count, values)) for day, count in needed.items()]
    weeks_asked = " ".join(f"WHEN {monday} THEN {count}" for monday, count in asked)
    too_few = (
        "SELECT 1 FROM search_open_week w WHERE w.expert_id = o.expert_id "
        f"AND w.monday BETWEEN {asked[0][0]} AND {asked[-1][0]} "
        f"AND w.still < CASE w.monday {weeks_asked} ELSE 0 END"
    )
    return f"(o.week_days >= 7 OR (o.week_days >= :busiest AND NOT EXISTS ({too_few})))"


def _still(day: date, values: dict[str, int]) -> str:
    """How many days of the week of that date can be taken."""
    monday = _bound(_monday(day), values)
    known = f"SELECT w.still FROM search_open_week w WHERE w.expert_id = o.expert_id AND w.monday = {monday}"
    return f"COALESCE(({known}), o.week_days)"


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()


def _bound(number: int, values: dict[str, int]) -> str:
    """As a parameter: with dates written into it a statement would be another one every day, and be planned anew for each."""
    name = f"n{len(values)}"
    values[name] = number
    return f":{name}"


def larger(one: str, other: str) -> str:
    """Engines disagree on how to say it."""
    return f"(CASE WHEN {one} > {other} THEN {one} ELSE {other} END)"


def _busy(wanted: Sequence[date], minutes: int | None, values: dict[str, int], name: str = "") -> str:
    """How many of the days are not free, or not long enough."""
    if not minutes:
        return _taken(wanted, values, name)
    values["minutes"] = minutes
    parts = []
    for weekday in _weekdays(wanted):
        own = [day for day in wanted if day.weekday() == weekday]
        taken = _taken(own, values, f"{name}_{weekday}")
        parts.append(f"CASE WHEN o.w{weekday} >= :minutes THEN {taken} ELSE {len(own)} END")
    return f"({' + '.join([*parts, _odd(wanted, values)])})"


def _odd(wanted: Sequence[date], values: dict[str, int]) -> str:
    """What free days with other hours than their weekday's change in the count."""
    short = "CASE WHEN s.minutes < :minutes THEN 1 ELSE 0 END"
    counted = "CASE WHEN s.usual_minutes < :minutes THEN 1 ELSE 0 END"
    return f"COALESCE((SELECT SUM({short} - {counted}) {_among('search_odd_day', wanted, values)}), 0)"


def _among(table: str, wanted: Sequence[date], values: dict[str, int]) -> str:
    """Its rows about wanted days: days of certain weekdays in a row of weeks."""
    weekdays = ", ".join(str(day) for day in _weekdays(wanted))
    period = " AND ".join(_bound(day.toordinal(), values) for day in (wanted[0], wanted[-1]))
    return (
        f"FROM {table} s WHERE s.expert_id = o.expert_id "
        f"AND s.day BETWEEN {period} AND s.weekday IN ({weekdays})"
    )


def _taken(wanted: Sequence[date], values: dict[str, int], name: str) -> str:
    parts = []
    for month, mask in bits.masks(wanted).items():
        column = month % MONTHS
        values[f"m{column}{name}"] = mask
        parts.append(bits_set(f"(o.d{column} & :m{column}{name})"))
    return f"({' + '.join(parts)})"


def _call(wanted: Sequence[date], minutes: int) -> Clause:
    values: dict[str, int] = {}
    return Clause(for_call(wanted, minutes, values), values)


def for_call(wanted: Sequence[date], minutes: int, values: dict[str, Any], name: str = "") -> str:
    """On some day a call that long fits: one on which something is different, or a free one of a weekday with the hours for it.

    `values` takes the parameters; `name` tells them from those of another such condition.
    """
    values["call"] = minutes
    parts = [f"EXISTS (SELECT 1 {_call_days(wanted, values)} AND s.longest >= :call)"]
    for weekday in _weekdays(wanted):
        own = [day for day in wanted if day.weekday() == weekday]
        taken = _taken(own, values, f"{name}_{weekday}")
        # Of the free ones, those on which something is different have been looked at already.
        usual = f"{len(own)} - {taken} > (SELECT COUNT(*) {_call_days(own, values)} AND s.whole = 1)"
        some = " OR ".join(
            f"(o.d{month % MONTHS} & :m{month % MONTHS}{name}_{weekday}) <> :m{month % MONTHS}{name}_{weekday}"
            for month in bits.masks(own)
        )
        parts.append(f"(o.s{weekday} >= :call AND ({some}) AND {usual})")
    return f"({' OR '.join(parts)})"


def _call_days(wanted: Sequence[date], values: dict[str, int]) -> str:
    return f"{_among('search_call_day', wanted, values)} AND s.buffer = o.buffer"


def _weekdays(wanted: Sequence[date]) -> list[int]:
    return sorted({day.weekday() for day in wanted})
