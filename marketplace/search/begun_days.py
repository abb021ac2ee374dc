"""A call on a day that has begun: what of it is past cannot be had any more.

The rows that search reads know whole days; of those who would be found for such a day alone, the calendars themselves are asked.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, text

from marketplace.calendar import gaps, slots
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.period import Days
from marketplace.registry.models import Expert
from marketplace.search import availability
from marketplace.search.clauses import Clause, conjunction
from marketplace.search.lookup import Wanted

AT_ONCE = 500
"""Calendars that are read together."""


def not_past(wanted: Wanted, hard: Sequence[str], values: Mapping[str, Any]) -> Clause | None:
    """Leaves out who answers everything in `hard`, and yet only with time that is over. None where no such day is asked for."""
    query = wanted.query
    # Somewhere on earth tomorrow has begun; nowhere the day after.
    begun = [day for day in query.wanted if day <= wanted.today + timedelta(days=1)]
    if not query.call or not begun:
        return None
    ahead = [day for day in query.wanted if day > begun[-1]]
    known = dict(values)
    later = availability.for_call(ahead, query.call, known, "_ahead") if ahead else "1 = 0"
    where = conjunction([*hard, f"NOT ({later})"])
    sql = f"SELECT DISTINCT o.expert_id, o.buffer, e.timezone FROM search_offer o JOIN expert e ON e.id = o.expert_id WHERE {where}"
    rows: dict[int, set[int]] = defaultdict(set)
    for expert_id, buffer, zone in db.session.execute(text(sql), known):
        if clock.today(zone) >= begun[0]:
            rows[buffer].add(expert_id)
    asked = set().union(*rows.values())
    in_time = {one for buffer, ids in rows.items() for one in _in_time(ids, begun, query.call, buffer)}
    return _without(sorted(asked - in_time))


def _in_time(ids: Collection[int], days: Sequence[date], minutes: int, buffer: int) -> set[int]:
    """Whose calendar still has room for it on one of these days."""
    found: set[int] = set()
    every = sorted(ids)
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        experts = db.session.scalars(select(Expert).where(Expert.id.in_(some))).all()
        opened = slots.open_gaps(experts, Days(days[0], days[-1]), buffer)
        found |= {one for one, left in opened.items() if _fits(left, days, minutes)}
    return found


def _fits(left: Mapping[date, list[gaps.Instants]], days: Sequence[date], minutes: int) -> bool:
    now = clock.now()
    return any(at > now for day in days for at in gaps.starts_in(left.get(day, []), minutes))


def _without(ids: Sequence[int]) -> Clause | None:
    values = {f"past{number}": one for number, one in enumerate(ids)}
    listed = ", ".join(f":{name}" for name in values)
    return Clause(f"o.expert_id NOT IN ({listed})", values) if values else None
