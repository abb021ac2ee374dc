"""Months as tables: which ones an address asks for, and days laid out in weeks."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from marketplace.calendar.queries import DayState

BACK, AHEAD = 12, 24
"""How many months an address may lead away from this one."""


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks run from Monday to Sunday; None where a day belongs to another month."""

    first: date
    weeks: Sequence[Sequence[DayState | None]]


def asked(raw: str | None, today: date) -> date:
    """The first day of the month written as `2027-03`; this month for anything odd or far away."""
    this = today.replace(day=1)
    try:
        wanted = date.fromisoformat(f"{raw}-01")
    except ValueError:
        return this
    return wanted if later(this, -BACK) <= wanted <= later(this, AHEAD) else this


def address(month: date, today: date) -> str | None:
    """How an address writes that month; None when it lies too far away."""
    return f"{month:%Y-%m}" if asked(f"{month:%Y-%m}", today) == month else None


def later(month: date, count: int) -> date:
    """The first day of the month `count` months later."""
    year, zero_based = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, zero_based + 1, 1)


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def of(days: Iterable[DayState]) -> list[Month]:
    """Whole months of consecutive days, in weeks."""
    return [_month(list(each)) for _, each in groupby(days, key=lambda day: (day.on.year, day.on.month))]


def _month(days: list[DayState]) -> Month:
    before: list[DayState | None] = [None] * days[0].on.weekday()
    cells = [*before, *days]
    cells += [None] * (-len(cells) % 7)
    return Month(days[0].on, [cells[start : start + 7] for start in range(0, len(cells), 7)])
