"""Truly free, as a condition on the bits of an offer: on every day, on most of them, so many days a week, or for one call."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from math import ceil

from marketplace.search import days as bits
from marketplace.search.clauses import Clause, bits_set, conjunction
from marketplace.search.models import MONTHS
from marketplace.search.query import Query


def free(query: Query) -> Clause | None:
    """None without a period. A period without any of the weekdays asked for leaves nobody out."""
    wanted = query.wanted
    if not wanted:
        return None
    clause = _asked(query, wanted)
    # A row holds twelve months from its own first one on.
    clause.sql = f"o.since_month >= :since_month AND {clause.sql}"
    clause.values["since_month"] = bits.month_of(wanted[-1]) - MONTHS + 1
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
    parts = [f"(o.d{month % MONTHS} & :m{month % MONTHS}) = 0" for month in masks]
    values = {f"m{month % MONTHS}": mask for month, mask in masks.items()}
    if minutes:
        parts += [f"o.w{day} >= :minutes" for day in _weekdays(wanted)]
        values["minutes"] = minutes
    return Clause(conjunction(parts), values)


def _most(wanted: Sequence[date], spare: int, minutes: int | None) -> Clause:
    values: dict[str, int] = {"spare": spare}
    return Clause(f"{_busy(wanted, minutes, values)} <= :spare", values)


def _each_week(wanted: Sequence[date], count: int, minutes: int | None) -> Clause:
    values: dict[str, int] = {}
    parts = []
    for number, week in enumerate(weeks(wanted)):
        values[f"spare{number}"] = len(week) - min(count, len(week))
        parts.append(f"{_busy(week, minutes, values, f'_{number}')} <= :spare{number}")
    return Clause(conjunction(parts), values)


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
    return f"({' + '.join(parts)})"


def _taken(wanted: Sequence[date], values: dict[str, int], name: str) -> str:
    parts = []
    for month, mask in bits.masks(wanted).items():
        column = month % MONTHS
        values[f"m{column}{name}"] = mask
        parts.append(bits_set(f"(o.d{column} & :m{column}{name})"))
    return f"({' + '.join(parts)})"


def _call(wanted: Sequence[date], minutes: int) -> Clause:
    """On some day something is free, and the day's hours hold a stretch that long."""
    values: dict[str, int] = {"call": minutes}
    parts = []
    for weekday in _weekdays(wanted):
        own = bits.masks(day for day in wanted if day.weekday() == weekday)
        for month, mask in own.items():
            name = f"m{month % MONTHS}_{weekday}"
            values[name] = mask
            parts.append(f"(o.s{weekday} >= :call AND (o.d{month % MONTHS} & :{name}) <> :{name})")
    return Clause(f"({' OR '.join(parts)})", values)


def _weekdays(wanted: Sequence[date]) -> list[int]:
    return sorted({day.weekday() for day in wanted})
