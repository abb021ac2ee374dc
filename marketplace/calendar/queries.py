"""Reading calendars. Whatever is asked about many experts takes as many statements as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from marketplace.calendar import limits
from marketplace.calendar.models import BusyDay, Confirmation, DayOff, Shift, ShiftState
from marketplace.calendar.rule_models import OtherHours
from marketplace.calendar.working import Off, Stretch, hours_of, off_of
from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days
from marketplace.registry.models import Expert

__all__ = ["Stretch"]


class DayKind(StrEnum):
    FREE = "free"
    REQUESTED = "requested"
    HELD = "held"
    BOOKED = "booked"
    BUSY = "busy"
    FULL = "full"
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
    """The hours of that very day, earliest first; days off and shifts are not looked at."""
    return hours_of([expert_id], Days(day, day))[expert_id].on(day)


def weekly_hours(expert_id: int) -> dict[int, list[Stretch]]:
    """Weekday to its stretches, earliest first. Weekdays without any are absent."""
    return hours_of([expert_id])[expert_id].week


def other_hours(expert_id: int, since: date) -> Sequence[OtherHours]:
    """Dates from then on with other hours than their weekday's, soonest first."""
    wanted = select(OtherHours).where(OtherHours.expert_id == expert_id, OtherHours.on >= since)
    return db.session.scalars(wanted.order_by(OtherHours.on)).all()


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
    wanted = select(Shift).where(Shift.owner == owner, ~Shift.extra).order_by(Shift.starts_at, Shift.id)
    return list(db.session.scalars(wanted))


def booked_shifts(owner: Ref) -> list[Shift]:
    """Those of them that are booked: what was given back, or is only held, left out."""
    return [one for one in shifts_of(owner) if one.state is ShiftState.BOOKED]


def free_days(expert_id: int, days: Days, *, leaving: Collection[date] = ()) -> list[date]:
    """The days on which the expert works, nothing is held or booked, no linked calendar says that they are busy, and the week
    is not full. `leaving` are days about to be given up, which fill no week."""
    return [day.on for day in day_states_of([expert_id], days, leaving=leaving)[expert_id] if day.free]


def day_states(
    expert: Expert, days: Days, *, private: bool = False, leaving: Collection[date] = ()
) -> list[DayState]:
    """What each day looks like. Only with `private` do requests, bookings and notes show."""
    return day_states_of([expert.id], days, private=private, leaving=leaving)[expert.id]


def day_states_of(
    expert_ids: Iterable[int], days: Days, *, private: bool = False, leaving: Collection[date] = ()
) -> dict[int, list[DayState]]:
    """The same for many experts, in as many statements as for one."""
    ids = list(expert_ids)
    hours, off, shifts, busy = hours_of(ids, days), off_of(ids, days), _shifts(ids, days), _busy(ids, days)
    full = limits.full_days(ids, days, leaving=leaving)
    return {
        one: [
            _busier(
                _state(day, bool(hours[one].on(day)), off[one], shifts[one, day], private),
                day in busy[one],
                (one, day) in full,
            )
            for day in days
        ]
        for one in ids
    }


def _busier(state: DayState, busy: bool, full: bool) -> DayState:
    if not state.free or not (busy or full):
        return state
    if busy:
        return DayState(state.on, DayKind.BUSY, "Busy elsewhere", state.owners)
    return DayState(state.on, DayKind.FULL, "Enough is booked that week", state.owners)


def _state(day: date, works: bool, off: Off, shifts: list[Shift], private: bool) -> DayState:
    for state, (kind, label) in SHOWN.items():
        if any(one.state is state for one in shifts) and (private or kind is not DayKind.REQUESTED):
            return DayState(day, kind, label, _owners(shifts) if private else ())
    for one in off.days:
        if one.first_on <= day <= one.last_on:
            return DayState(day, DayKind.OFF, f"Day off: {one.note}" if private and one.note else "Day off")
    if day in off.holidays and works:
        return DayState(day, DayKind.OFF, f"Public holiday: {off.holidays[day]}")
    if not works:
        return DayState(day, DayKind.OFF, "Not a working day")
    return DayState(day, DayKind.FREE, "Free")


def _owners(shifts: list[Shift]) -> tuple[Ref, ...]:
    strength = list(SHOWN)
    return tuple(one.owner for one in sorted(shifts, key=lambda one: strength.index(one.state)))


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
