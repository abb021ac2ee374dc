"""Calendars as search reads them: which days are off, which are taken, and how much is worked on a weekday."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from marketplace.calendar import busy, gaps, limits
from marketplace.calendar import queries as calendar
from marketplace.calendar.busy import Instants
from marketplace.calendar.models import TAKEN, BusyDay, Shift
from marketplace.calendar.rules import USUAL, Rules, rules_of
from marketplace.calendar.shifts import bounds
from marketplace.calendar.slots import UNTIL
from marketplace.calendar.working import Hours, Stretch, hours_of, off_of
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import LIVE, Certificate
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.period import Days
from marketplace.organizations.models import Vendor
from marketplace.registry.models import Expert
from marketplace.search import days as bits


@dataclass(frozen=True, slots=True)
class OddDay:
    """A free day on which other hours are worked than on its weekday: minutes, and the weekday's minutes."""

    on: date
    minutes: int
    usual_minutes: int


@dataclass
class Agenda:
    """One expert's calendar. `shifts` are those that keep others out: the date on the wall calendar of the day they were
    booked, from when until when, and whether it is a call."""

    zone: str
    hours: Hours = field(default_factory=Hours)
    off: list[tuple[date, date]] = field(default_factory=list)
    holidays: list[date] = field(default_factory=list)
    """Public ones that are not worked."""
    shifts: list[tuple[date, datetime, datetime, bool]] = field(default_factory=list)
    busy: list[date] = field(default_factory=list)
    """Taken by the expert's other calendars."""
    elsewhere: list[Instants] = field(default_factory=list)
    """What these calendars say to the minute, in order."""
    buffers: set[int] = field(default_factory=set)
    """Minutes of pause after a call, as the vendors of their certificates have it; none for whoever takes no calls."""
    rules: Rules = USUAL

    @property
    def week(self) -> dict[int, list[Stretch]]:
        return self.hours.week

    def minutes(self) -> list[int]:
        """Worked on Monday to Sunday."""
        return [_minutes(self.week.get(day, ())) for day in range(7)]

    def longest(self) -> list[int]:
        """The longest call that fits into each weekday; 0 of whoever takes none."""
        return [gaps.longest_of(self.week.get(day, ())) if self.buffers else 0 for day in range(7)]

    def usual(self) -> tuple[int, int]:
        """From when to when the most usual working day goes; of two as usual, the one earlier in the week."""
        spans = [(min(hours)[0], max(end for _, end in hours)) for _, hours in sorted(self.week.items())]
        return Counter(spans).most_common(1)[0][0] if spans else (0, 0)

    def off_bits(self, since: int) -> list[int]:
        """Not a working day, a public holiday, or a day off; month by month."""
        idle = [day for day in range(7) if not self.week.get(day)]
        year = [sum(bits.weekday(month, day) for day in idle) for month in bits.window(since)]
        year = _with(year, since, [bits.masks(self.holidays)])
        for month, mask in bits.masks(self.hours.other).items():
            if month in bits.window(since):
                year[month - since] &= ~mask
        return _with(year, since, (bits.span(first, last) for first, last in self.off))

    def taken_bits(self, since: int) -> list[int]:
        """Held or booked, busy elsewhere, or of a week in which enough is booked."""
        full = (
            week + timedelta(days=n) for week, left in self.weeks_left().items() if not left for n in range(7)
        )
        more = [bits.masks(self._taken()), bits.masks(self.busy), bits.masks(full)]
        return _with([0] * bits.MONTHS, since, more)

    def weeks_left(self) -> dict[date, int]:
        """Monday of each week in which something is taken, to the days that can still be: of those with a limit."""
        if self.rules.week_days is None:
            return {}
        taken = Counter(limits.monday(on) for on in {on for on, *_ in self.shifts})
        return {week: max(0, self.rules.week_days - count) for week, count in sorted(taken.items())}

    def odd_days(self, since: int) -> list[OddDay]:
        """Free days with other hours than their weekday's."""
        off, taken, days = self.off_bits(since), self.taken_bits(since), bits.window_days(since)
        usual, found = self.minutes(), []
        for on, stretches in sorted(self.hours.other.items()):
            month = bits.month_of(on) - since
            if on in days and not (off[month] | taken[month]) & bits.bit(on):
                found.append(OddDay(on, _minutes(stretches), usual[on.weekday()]))
        return found

    def open_for_calls(self, day: date) -> bool:
        """Its owner works, not for a whole day's booking, and the week is not full, unless calls lie on the day already."""
        if any(first <= day <= last for first, last in self.off) or day in self.holidays:
            return False
        mine = [is_call for on, _, _, is_call in self.shifts if on == day]
        return all(mine) and (bool(mine) or self.weeks_left().get(limits.monday(day)) != 0)

    def _taken(self) -> Iterator[date]:
        """The date that was booked; and, should the expert have moved to another zone, every date whose hours it meets."""
        zone = ZoneInfo(self.zone)
        for on, starts_at, ends_at, _ in self.shifts:
            yield on
            day, last = starts_at.astimezone(zone).date(), ends_at.astimezone(zone).date()
            while day <= last:
                if day != on and self._meets(day, starts_at, ends_at):
                    yield day
                day += timedelta(days=1)

    def _meets(self, day: date, starts_at: datetime, ends_at: datetime) -> bool:
        hours = self.hours.on(day)
        if not hours:
            return False
        opens, closes = bounds(day, sorted(hours), self.zone)
        return opens < ends_at and starts_at < closes


def _minutes(stretches: Collection[Stretch]) -> int:
    return sum(end - start for start, end in stretches)


def _with(year: list[int], since: int, more: Iterable[bits.Masks]) -> list[int]:
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
    """Expert's id to their calendar for the year from `since` on. A handful of statements, however many experts."""
    days, ids = bits.window_days(since), list(zones)
    hours, off, rules = hours_of(ids, days), off_of(ids, days), rules_of(ids)
    found = {
        one: Agenda(
            zone,
            hours[one],
            [(each.first_on, each.last_on) for each in off[one].days],
            list(off[one].holidays),
            rules=rules[one],
        )
        for one, zone in zones.items()
    }
    # Whole weeks, for their limits; and a shift may reach into the window from another zone's date.
    around = Days(days.first - timedelta(days=7), days.last + timedelta(days=7))
    shifts = select(
        Shift.expert_id, Shift.on, Shift.starts_at, UNTIL, Shift.blocked_until.is_not(None)
    ).where(Shift.expert_id.in_(ids), Shift.state.in_(TAKEN), Shift.on.between(around.first, around.last))
    for one, on, starts_at, until, is_call in db.session.execute(shifts):
        found[one].shifts.append((on, starts_at, until, is_call))
    taken = select(BusyDay.expert_id, BusyDay.on)
    taken = taken.where(BusyDay.expert_id.in_(ids), BusyDay.on.between(days.first, days.last))
    for one, on in db.session.execute(taken):
        found[one].busy.append(on)
    _fill_calls(found, days)
    return found


def _fill_calls(found: dict[int, Agenda], days: Days) -> None:
    elsewhere = busy.stretches(found, days)
    pauses = (
        select(Certificate.expert_id, Vendor.call_buffer_minutes)
        .join(Certificate.skill)
        .join(Skill.product)
        .join(Product.vendor)
        .join(Expert, Expert.id == Certificate.expert_id)
        .where(Certificate.expert_id.in_(list(found)), Expert.hour_rate_amount.is_not(None))
        .where(Certificate.state.in_(LIVE), Certificate.expires_on >= clock.today())
        .distinct()
    )
    for one, minutes in db.session.execute(pauses):
        found[one].buffers.add(minutes)
        found[one].elsewhere = elsewhere[one]
