"""Reading calendars. Whatever is asked about many experts takes as many statements as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from marketplace.calendar.models import BusyDay, Confirmation, DayOff, Shift, ShiftState, WeeklyHours
from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days
from marketplace.registry.models import Expert

Stretch = tuple[int, int]
"""From, to: minutes of the wall clock's day."""


class DayKind(StrEnum):
    FREE = "free"
    REQUESTED = "requested"
    HELD = "held"
    BOOKED = "booked"
    BUSY = "busy"
    OFF = "off"


SHOWN = {
    ShiftState.BOOKED: (DayKind.BOOKED, "Booked"),
    ShiftState.HELD: (DayKind.HELD, "Held until paid"),
    ShiftState.REQUESTED: (DayKind.REQUESTED, "Asked for"),
}
"""What a shift makes of its day, strongest first."""


@dataclass(frozen=True, slots=True)
class DayState:
    """One day of an expert. `owners` are the bookings that stand on it, strongest first; only the expert sees them."""

    on: date
    state: DayKind
    label: str
    owners: tuple[Ref, ...] = ()

    @property
    def free(self) -> bool:
        """Can still be booked: a request alone keeps nobody out."""
        return self.state in (DayKind.FREE, DayKind.REQUESTED)


def hours_on(expert_id: int, day: date) -> list[Stretch]:
    """The weekly hours of that day's weekday, earliest first; days off and shifts are not looked at."""
    return weekly_hours(expert_id).get(day.weekday(), [])


def weekly_hours(expert_id: int) -> dict[int, list[Stretch]]:
    """Weekday to its stretches, earliest first. Weekdays without any are absent."""
    return _hours([expert_id])[expert_id]


def days_off(expert_id: int, since: date) -> Sequence[DayOff]:
    """Days off that are not over by then, soonest first."""
    wanted = select(DayOff).where(DayOff.expert_id == expert_id, DayOff.last_on >= since)
    return db.session.scalars(wanted.order_by(DayOff.first_on, DayOff.id)).all()


def confirmed_on(expert_ids: Iterable[int]) -> dict[int, date | None]:
    """The day, by UTC's calendar, on which each last said that their calendar is right; None for whoever never has."""
    ids = list(expert_ids)
    wanted = select(Confirmation.expert_id, Confirmation.confirmed_at).where(Confirmation.expert_id.in_(ids))
    found = {one: at.date() for one, at in db.session.execute(wanted) if at}
    return {one: found.get(one) for one in ids}


def shifts_of(owner: Ref) -> list[Shift]:
    """Every shift of that booking, earliest first."""
    wanted = select(Shift).where(Shift.owner == owner).order_by(Shift.starts_at, Shift.id)
    return list(db.session.scalars(wanted))


def booked_shifts(owner: Ref) -> list[Shift]:
    """Those of them that are booked: what was given back, or is only held, left out."""
    return [one for one in shifts_of(owner) if one.state is ShiftState.BOOKED]


def free_days(expert_id: int, days: Days) -> list[date]:
    """The days on which the expert works, nothing is held or booked, and no linked calendar says that they are busy."""
    return [day.on for day in day_states_of([expert_id], days)[expert_id] if day.free]


def day_states(expert: Expert, days: Days, *, private: bool = False) -> list[DayState]:
    """What each day looks like. Only with `private` do requests, bookings and notes show."""
    return day_states_of([expert.id], days, private=private)[expert.id]


def day_states_of(
    expert_ids: Iterable[int], days: Days, *, private: bool = False
) -> dict[int, list[DayState]]:
    """The same for many experts, in four statements."""
    ids = list(expert_ids)
    hours, off, shifts, busy = _hours(ids), _off(ids, days), _shifts(ids, days), _busy(ids, days)
    return {
        one: [
            _busier(
                _state(day, day.weekday() in hours[one], off[one], shifts[one, day], private),
                day in busy[one],
            )
            for day in days
        ]
        for one in ids
    }


def _busier(state: DayState, busy: bool) -> DayState:
    if not busy or not state.free:
        return state
    return DayState(state.on, DayKind.BUSY, "Busy elsewhere", state.owners)


def _state(day: date, works: bool, off: list[DayOff], shifts: list[Shift], private: bool) -> DayState:
    for state, (kind, label) in SHOWN.items():
        if any(one.state is state for one in shifts) and (private or kind is not DayKind.REQUESTED):
            return DayState(day, kind, label, _owners(shifts) if private else ())
    for one in off:
        if one.first_on <= day <= one.last_on:
            return DayState(day, DayKind.OFF, f"Day off: {one.note}" if private and one.note else "Day off")
    if not works:
        return DayState(day, DayKind.OFF, "Not a working day")
    return DayState(day, DayKind.FREE, "Free")


def _owners(shifts: list[Shift]) -> tuple[Ref, ...]:
    strength = list(SHOWN)
    return tuple(one.owner for one in sorted(shifts, key=lambda one: strength.index(one.state)))


def _hours(ids: list[int]) -> dict[int, dict[int, list[Stretch]]]:
    wanted = select(WeeklyHours).where(WeeklyHours.expert_id.in_(ids)).order_by(WeeklyHours.start_minute)
    found: dict[int, dict[int, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    for one in db.session.scalars(wanted):
        found[one.expert_id][one.weekday].append((one.start_minute, one.end_minute))
    return found


def _off(ids: list[int], days: Days) -> dict[int, list[DayOff]]:
    wanted = select(DayOff).where(
        DayOff.expert_id.in_(ids), DayOff.last_on >= days.first, DayOff.first_on <= days.last
    )
    found: dict[int, list[DayOff]] = defaultdict(list)
    for one in db.session.scalars(wanted):
        found[one.expert_id].append(one)
    return found


def _shifts(ids: list[int], days: Days) -> dict[tuple[int, date], list[Shift]]:
    wanted = select(Shift).where(
        Shift.expert_id.in_(ids), Shift.on.between(days.first, days.last), Shift.state.in_(SHOWN)
    )
    found: dict[tuple[int, date], list[Shift]] = defaultdict(list)
    for one in db.session.scalars(wanted.order_by(Shift.id)):
        found[one.expert_id, one.on].append(one)
    return found


def _busy(ids: list[int], days: Days) -> dict[int, set[date]]:
    wanted = select(BusyDay.expert_id, BusyDay.on).where(
        BusyDay.expert_id.in_(ids), BusyDay.on.between(days.first, days.last)
    )
    found: dict[int, set[date]] = defaultdict(set)
    for one, on in db.session.execute(wanted):
        found[one].add(on)
    return found
