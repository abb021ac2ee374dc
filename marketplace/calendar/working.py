"""When an expert works: the weekly hours, other hours on single dates, and what is off. Bookings are not looked at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from marketplace.calendar.models import DayOff, WeeklyHours
from marketplace.calendar.rule_models import Holiday, OtherHours
from marketplace.db.base import db
from marketplace.kit.period import Days

Stretch = tuple[int, int]
"""From, to: minutes of the wall clock's day."""
Week = Mapping[int, Sequence[Stretch]]


@dataclass
class Hours:
    """`week` by weekday (Monday is 0), `other` by date: it stands in place of the weekday's."""

    week: dict[int, list[Stretch]] = field(default_factory=lambda: defaultdict(list))
    other: dict[date, list[Stretch]] = field(default_factory=dict)

    def on(self, day: date) -> list[Stretch]:
        """Earliest first; none on a day without work."""
        return self.other[day] if day in self.other else self.week.get(day.weekday(), [])


@dataclass
class Off:
    """`days` by their own first and last; `holidays` that are not worked, with their names."""

    days: list[DayOff] = field(default_factory=list)
    holidays: dict[date, str] = field(default_factory=dict)


def hours_of(expert_ids: Iterable[int], days: Days | None = None) -> dict[int, Hours]:
    """Expert's id to their hours. `other` ones only within `days`, all of them without."""
    ids = list(expert_ids)
    found = {one: Hours() for one in ids}
    weekly = select(WeeklyHours).where(WeeklyHours.expert_id.in_(ids)).order_by(WeeklyHours.start_minute)
    for row in db.session.scalars(weekly):
        found[row.expert_id].week[row.weekday].append((row.start_minute, row.end_minute))
    other = select(OtherHours).where(OtherHours.expert_id.in_(ids))
    if days is not None:
        other = other.where(OtherHours.on.between(days.first, days.last))
    for each in db.session.scalars(other):
        found[each.expert_id].other[each.on] = [(start, end) for start, end in each.stretches]
    return found


def off_of(expert_ids: Iterable[int], days: Days) -> dict[int, Off]:
    """Whoever has written other hours down for a holiday works on it."""
    ids = list(expert_ids)
    found = {one: Off() for one in ids}
    wanted = select(DayOff).where(
        DayOff.expert_id.in_(ids), DayOff.last_on >= days.first, DayOff.first_on <= days.last
    )
    for one in db.session.scalars(wanted):
        found[one.expert_id].days.append(one)
    worked = (
        select(OtherHours.id).where(OtherHours.expert_id == Holiday.expert_id, OtherHours.on == Holiday.on)
    ).exists()
    holidays = select(Holiday).where(
        Holiday.expert_id.in_(ids), Holiday.on.between(days.first, days.last), ~Holiday.works, ~worked
    )
    for each in db.session.scalars(holidays):
        found[each.expert_id].holidays[each.on] = each.name
    return found
