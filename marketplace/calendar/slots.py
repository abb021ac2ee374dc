"""When an expert is free for a call. A day belongs either to calls or to a day's work, never to both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from marketplace.calendar import busy, gaps, limits
from marketplace.calendar.models import TAKEN, Shift
from marketplace.calendar.working import hours_of, off_of
from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days, local
from marketplace.registry.models import Expert

UNTIL = func.coalesce(Shift.blocked_until, Shift.ends_at)


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked for: so many `minutes` from an instant on, which is a quarter of an hour of the clock."""

    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a call can be had; `on` is its date on the expert's wall calendar."""

    on: date
    starts_at: datetime
    ends_at: datetime


def day_of(expert: Expert, at: datetime) -> date:
    return at.astimezone(ZoneInfo(expert.timezone)).date()


def free_slots(
    expert: Expert, days: Days, minutes: int, buffer: int, *, since: datetime, besides: Ref | None = None
) -> Iterator[Slot]:
    """Every slot of these days that begins at `since` or later, in order. `besides`: an owner about to leave their own time."""
    length = timedelta(minutes=minutes)
    for day, found in open_gaps([expert], days, buffer, besides)[expert.id].items():
        for at in gaps.starts_in(found, minutes):
            if at >= since:
                yield Slot(day, at, at + length)


def is_free(expert: Expert, call: Call, buffer: int, besides: Ref | None = None) -> bool:
    """Whether it can be had at exactly that time. Certain only with the calendar locked."""
    return expert.id in free_among([expert], call, buffer, besides)


def free_among(experts: Sequence[Expert], call: Call, buffer: int, besides: Ref | None = None) -> set[int]:
    """Of these experts, the ids of those who are free for that call; in as many statements as for one."""
    if call.starts_at != gaps.on_quarter(call.starts_at) or not experts:
        return set()
    day = {one.id: day_of(one, call.starts_at) for one in experts}
    found = open_gaps(experts, Days(min(day.values()), max(day.values())), buffer, besides)
    return {
        one for one, days in found.items() if gaps.holds(days.get(day[one], []), call.starts_at, call.ends_at)
    }


def open_gaps(
    experts: Sequence[Expert], days: Days, buffer: int, besides: Ref | None = None
) -> dict[int, dict[date, list[gaps.Instants]]]:
    """Expert's id to those of the days on which calls are possible, and where in them."""
    ids = [one.id for one in experts]
    hours, off, elsewhere = hours_of(ids, days), off_of(ids, days), busy.stretches(ids, days)
    shifts, full = _taken(ids, days, besides), limits.full_days(ids, days, besides=besides)
    found: dict[int, dict[date, list[gaps.Instants]]] = {one: {} for one in ids}
    for expert in experts:
        mine = shifts[expert.id]
        called = {one.on for one in mine if one.is_call}
        closed = {one.on for one in mine if not one.is_call} | set(off[expert.id].holidays)
        taken = [(one.starts_at, one.out_until) for one in mine]
        for day in days:
            if day in closed or any(each.first_on <= day <= each.last_on for each in off[expert.id].days):
                continue
            if (expert.id, day) in full and day not in called:
                continue
            whole = gaps.worked(day, hours[expert.id].on(day), expert.timezone)
            if left := gaps.left_over(whole, taken, elsewhere[expert.id], timedelta(minutes=buffer)):
                found[expert.id][day] = left
    return found


def _taken(ids: Iterable[int], days: Days, besides: Ref | None = None) -> dict[int, list[Shift]]:
    """Held and booked shifts of these dates, and whatever reaches into them from another zone's date."""
    around = (
        local(days.first, 0, "UTC") - timedelta(days=2),
        local(days.last, 1440, "UTC") + timedelta(days=2),
    )
    wanted = select(Shift).where(
        Shift.expert_id.in_(list(ids)),
        Shift.state.in_(TAKEN),
        or_(Shift.on.between(days.first, days.last), (around[1] > Shift.starts_at) & (around[0] < UNTIL)),
    )
    if besides is not None:
        wanted = wanted.where(Shift.owner != besides)
    found: dict[int, list[Shift]] = defaultdict(list)
    for one in db.session.scalars(wanted.order_by(Shift.starts_at)):
        found[one.expert_id].append(one)
    return found
