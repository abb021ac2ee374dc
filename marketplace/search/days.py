"""Days as bits: a month is a whole number, bit n its day n + 1. Twelve of them hold the year from `since_month` on."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from marketplace.kit.period import Days
from marketplace.search.models import MONTHS as MONTHS

Masks = dict[int, int]
"""Month (`month_of`) to the bits of its days."""


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_of(month: int) -> date:
    return first_of(month + 1) - timedelta(days=1)


def bit(day: date) -> int:
    return 1 << (day.day - 1)


def masks(days: Iterable[date]) -> Masks:
    """The months that `days` touch, with their bits."""
    found: Masks = {}
    for day in days:
        month = month_of(day)
        found[month] = found.get(month, 0) | bit(day)
    return found


def span(first: date, last: date) -> Masks:
    """All days from `first` to `last`, month by month."""
    found: Masks = {}
    for month in range(month_of(first), month_of(last) + 1):
        start = first.day if month == month_of(first) else 1
        end = last.day if month == month_of(last) else 31
        found[month] = (1 << end) - (1 << (start - 1))
    return found


@lru_cache(maxsize=7 * 64)
def weekday(month: int, number: int) -> int:
    """The days of the month that are that weekday (Monday is 0)."""
    first = 1 + (number - first_of(month).weekday()) % 7
    return sum(1 << (day - 1) for day in range(first, 32, 7))


def window(since: int) -> range:
    """The months that a row holds."""
    return range(since, since + MONTHS)


def window_days(since: int) -> Days:
    return Days(first_of(since), last_of(since + MONTHS - 1))


def packed(since: int, *years: Sequence[int]) -> str:
    """`since` and some years of bits as text, for `unpacked` to read."""
    return ";".join([f"{since:x}", *(",".join(f"{one:x}" for one in year) for year in years)])


def unpacked(text: str) -> tuple[int, list[list[int]]]:
    since, *years = text.split(";")
    return int(since, 16), [[int(one, 16) for one in year.split(",")] for year in years]
