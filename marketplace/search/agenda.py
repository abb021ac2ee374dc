"""Calendars as search reads them: which days are off, which are taken, and how much is worked on a weekday."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN, BusyDay, DayOff, Shift, WeeklyHours
from marketplace.calendar.queries import Stretch
from marketplace.calendar.shifts import bounds
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.search import days as bits


@dataclass
class Agenda:
    """One expert's calendar. `shifts` are those that keep others out: the date on the wall calendar of the day they were
    booked, and their instants."""

    zone: str
    week: dict[int, list[Stretch]] = field(default_factory=lambda: defaultdict(list))
    off: list[tuple[date, date]] = field(default_factory=list)
    shifts: list[tuple[date, datetime, datetime]] = field(default_factory=list)
    busy: list[date] = field(default_factory=list)
    """Taken by the expert's other calendars."""

    def minutes(self) -> list[int]:
        """Worked on Monday to Sunday."""
        return [sum(end - start for start, end in self.week.get(day, ())) for day in range(7)]

    def longest(self) -> list[int]:
        """The longest stretch of each weekday."""
        return [max((end - start for start, end in self.week.get(day, ())), default=0) for day in range(7)]

    def usual(self) -> tuple[int, int]:
        """From when to when the most usual working day goes; of two as usual, the one earlier in the week."""
        spans = [(min(hours)[0], max(end for _, end in hours)) for _, hours in sorted(self.week.items())]
        return Counter(spans).most_common(1)[0][0] if spans else (0, 0)

    def off_bits(self, since: int) -> list[int]:
        """Not a working day, or a day off; month by month."""
        idle = [day for day in range(7) if not self.week.get(day)]
        year = [sum(bits.weekday(month, day) for day in idle) for month in bits.window(since)]
        return _with(year, since, (bits.span(first, last) for first, last in self.off))

    def taken_bits(self, since: int) -> list[int]:
        """Held or booked, or busy elsewhere."""
        return _with([0] * bits.MONTHS, since, [bits.masks(self._taken()), bits.masks(self.busy)])

    def _taken(self) -> Iterator[date]:
        """The date that was booked; and, should the expert have moved to another zone, every date whose hours it meets."""
        zone = ZoneInfo(self.zone)
        for on, starts_at, ends_at in self.shifts:
            yield on
            day, last = starts_at.astimezone(zone).date(), ends_at.astimezone(zone).date()
            while day <= last:
                if day != on and self._meets(day, starts_at, ends_at):
                    yield day
                day += timedelta(days=1)

    def _meets(self, day: date, starts_at: datetime, ends_at: datetime) -> bool:
        hours = self.week.get(day.weekday())
        if not hours:
            return False
        opens, closes = bounds(day, sorted(hours), self.zone)
        return opens < ends_at and starts_at < closes


def _with(year: list[int], since: int, more: Iterator[bits.Masks] | list[bits.Masks]) -> list[int]:
    for masks in more:
        for month, mask in masks.items():
            if month in bits.window(since):
                year[month - since] |= mask
    return year


@dataclass
class Diary:
    """What changes with a calendar: the year from the month `since` on, and when its owner last said that it is right."""

    expert_id: int
    agenda: Agenda
    since: int
    confirmed_on: date | None = None


def this_month() -> int:
    """The month in which a year of days begins. A day behind: somewhere it is still yesterday, and in the month before."""
    return bits.month_of(clock.today() - timedelta(days=1))


def diaries(zones: dict[int, str]) -> dict[int, Diary]:
    """Expert's id to their diary, given everybody's zone."""
    since = this_month()
    found = agendas(zones, since)
    confirmed = calendar.confirmed_on(zones)
    return {one: Diary(one, agenda, since, confirmed[one]) for one, agenda in found.items()}


def agendas(zones: dict[int, str], since: int) -> dict[int, Agenda]:
    """Expert's id to their calendar for the year from `since` on. Four statements, however many experts."""
    days, found = bits.window_days(since), {one: Agenda(zone) for one, zone in zones.items()}
    ids: Collection[int] = list(zones)
    hours = select(
        WeeklyHours.expert_id, WeeklyHours.weekday, WeeklyHours.start_minute, WeeklyHours.end_minute
    ).where(WeeklyHours.expert_id.in_(ids))
    for one, weekday, start, end in db.session.execute(hours.order_by(WeeklyHours.start_minute)):
        found[one].week[weekday].append((start, end))
    off = select(DayOff.expert_id, DayOff.first_on, DayOff.last_on)
    off = off.where(DayOff.expert_id.in_(ids), DayOff.last_on >= days.first, DayOff.first_on <= days.last)
    for one, first_on, last_on in db.session.execute(off):
        found[one].off.append((first_on, last_on))
    # A day more on either side: a shift may reach into the window from another zone's date.
    shifts = select(Shift.expert_id, Shift.on, Shift.starts_at, Shift.ends_at).where(
        Shift.expert_id.in_(ids),
        Shift.state.in_(TAKEN),
        Shift.on.between(days.first - timedelta(days=2), days.last + timedelta(days=2)),
    )
    for one, on, starts_at, ends_at in db.session.execute(shifts):
        found[one].shifts.append((on, starts_at, ends_at))
    busy = select(BusyDay.expert_id, BusyDay.on)
    busy = busy.where(BusyDay.expert_id.in_(ids), BusyDay.on.between(days.first, days.last))
    for one, on in db.session.execute(busy):
        found[one].busy.append(on)
    return found
