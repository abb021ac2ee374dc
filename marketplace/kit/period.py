"""Stretches of time and of days; business days."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CALLS = (30, 45, 60, 90, 120)
"""How many minutes a call can last."""


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days from `first` to `last`, both included."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        for n in range(len(self)):
            yield self.first + timedelta(days=n)

    def __len__(self) -> int:
        return max(0, (self.last - self.first).days + 1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def working(self) -> list[date]:
        """Monday to Friday of them."""
        return [day for day in self if is_working_day(day)]


def is_working_day(day: date) -> bool:
    return day.weekday() < 5


def add_business_days(instant: datetime, count: int) -> datetime:
    """The same time of day, `count` Monday-to-Friday days later."""
    while count > 0:
        instant += timedelta(days=1)
        count -= is_working_day(instant.date())
    return instant


def working_moment(instant: datetime) -> datetime:
    """The instant itself; of one on a weekend, the same time of the next Monday."""
    while not is_working_day(instant.date()):
        instant += timedelta(days=1)
    return instant


def add_months(day: date, count: int) -> date:
    """The same day of the month, `count` months later; the month's last day where there is no such day (31 January, 1 month)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_before(instant: datetime, count: int, zone: str) -> datetime:
    """The same time of day on a wall clock in `zone`, `count` days earlier, as an instant in UTC."""
    return (instant.astimezone(ZoneInfo(zone)) - timedelta(days=count)).astimezone(UTC)


def local(day: date, minute: int, zone: str) -> datetime:
    """Minute of the day on a wall clock in `zone`, as an instant in UTC.

    A minute that the clocks skip in spring becomes the same distance after the gap; one that happens twice in autumn means the
    first time (PEP 495, fold=0). `minute` may be 1440: the next midnight.
    """
    wall = datetime.combine(day + timedelta(days=minute // 1440), time(minute % 1440 // 60, minute % 60))
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
