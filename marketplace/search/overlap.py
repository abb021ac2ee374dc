"""Working at the same time: how long an expert's usual day and nine to five in the customer's zone have in common, in one piece."""

from collections import defaultdict
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from marketplace.search.clauses import Clause

OPENS, CLOSES = 9 * 60, 17 * 60
"""The customer's working day, in minutes of their wall clock."""
A_DAY = 24 * 60


def common(hours: int, zone: str, on: date) -> Clause:
    """At least `hours` in common on that day: the distance between two zones changes with the seasons."""
    return Clause(_by_zone(zone, on), {"common": 60 * hours})


def windows(theirs: int, ours: int) -> list[tuple[int, int]]:
    """The customer's day in minutes of the expert's wall clock, given both zones' minutes ahead of UTC: today's, and whatever of
    the day before and after falls into the same day."""
    moved = [(OPENS - ours + theirs + shift, CLOSES - ours + theirs + shift) for shift in (-A_DAY, 0, A_DAY)]
    return [(start, end) for start, end in moved if end > 0 and start < A_DAY]


@lru_cache(maxsize=256)
def _by_zone(zone: str, on: date) -> str:
    ours = ahead(zone, on)
    alike: dict[int, list[str]] = defaultdict(list)
    for name in sorted(available_timezones()):
        alike[ahead(name, on)].append(name)
    branches = [
        f"WHEN o.zone IN ({_listed(names)}) THEN {_met(windows(theirs, ours))}"
        for theirs, names in alike.items()
    ]
    return f"1 = CASE {' '.join(branches)} ELSE 0 END"


def _met(found: list[tuple[int, int]]) -> str:
    pieces = [
        f"({end - start} >= :common AND o.closes - ({start}) >= :common AND {end} - o.opens >= :common)"
        for start, end in found
    ]
    condition = f"o.closes - o.opens >= :common AND ({' OR '.join(pieces) or '1 = 0'})"
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def _listed(names: list[str]) -> str:
    """Names of the time zone database hold nothing that would have to be escaped."""
    return ", ".join(f"'{name}'" for name in names)


def ahead(zone: str, on: date) -> int:
    """Minutes ahead of UTC at noon of that day."""
    offset = datetime.combine(on, time(12), ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return int(offset.total_seconds() // 60)
