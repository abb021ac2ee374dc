"""Keeping a calendar: weekly hours and days off."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select

from marketplace.accounts.actor import Actor
from marketplace.calendar import busy, confirming, policy
from marketplace.calendar.errors import named
from marketplace.calendar.events import DayOffAdded, DayOffRemoved, WeeklyHoursSet
from marketplace.calendar.hours import checked_week
from marketplace.calendar.models import TAKEN, DayOff, Shift, WeeklyHours
from marketplace.calendar.working import Stretch
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days
from marketplace.kit.text import clean_line
from marketplace.registry.models import Expert

LONGEST_OFF = 366
FURTHEST_OFF = 3 * 366
"""Days from today. Beyond it a year was mistyped."""
LONGEST_NOTE = 120


def set_weekly_hours(ref: Ref, hours: Mapping[int, Sequence[Stretch]], *, by: Actor) -> Expert:
    """Replace the whole week. Shifts already asked for or booked keep their times."""
    week = checked_week(hours)
    with atomic() as session:
        expert = _own(ref, by)
        session.execute(delete(WeeklyHours).where(WeeklyHours.expert_id == expert.id))
        session.add_all(
            WeeklyHours(expert_id=expert.id, weekday=weekday, start_minute=start, end_minute=end)
            for weekday, stretches in week.items()
            for start, end in stretches
        )
        busy.settle(expert)
        confirming.note(expert)
        minutes = sum(end - start for stretches in week.values() for start, end in stretches)
        record(WeeklyHoursSet(expert.ref, minutes), by=by)
    return expert


def add_day_off(ref: Ref, first_on: date, last_on: date, note: str = "", *, by: Actor) -> DayOff:
    """Take days off. Raises `Invalid` for impossible days, `Conflict` for days off or booked already."""
    days, note = Days(first_on, last_on), clean_line(note)
    with atomic() as session:
        expert = _own(ref, by)
        _sensible(days, note, clock.today(expert.timezone))
        _not_off_already(expert, days)
        _not_booked(expert, days)
        row = DayOff(expert_id=expert.id, first_on=first_on, last_on=last_on, note=note)
        session.add(row)
        confirming.note(expert)
        record(DayOffAdded(expert.ref, first_on.isoformat(), last_on.isoformat()), by=by)
    return row


def remove_day_off(ref: Ref, *, by: Actor) -> None:
    """The weekly hours hold again on these days. Others' days off do not exist."""
    with atomic() as session:
        expert = session.scalar(
            select(Expert).join(DayOff).where(DayOff.ref == ref).with_for_update(of=Expert)
        )
        if expert is None or policy.may_keep(by, expert) is not True:
            raise NotFound
        row = locked(DayOff, ref)
        session.delete(row)
        confirming.note(expert)
        record(DayOffRemoved(expert.ref, row.first_on.isoformat(), row.last_on.isoformat()), by=by)


def _own(ref: Ref, by: Actor) -> Expert:
    expert = locked(Expert, ref)
    permit(policy.may_keep(by, expert))
    return expert


def _sensible(days: Days, note: str, today: date) -> None:
    mistakes: dict[str, str] = {}
    if days.first < today:
        mistakes["first_on"] = "That day is over. Days off begin today or later."
    elif (days.first - today).days > FURTHEST_OFF:
        mistakes["first_on"] = "That is more than three years away. Is the year right?"
    if days.last < days.first:
        mistakes["last_on"] = "The last day comes before the first."
    elif len(days) > LONGEST_OFF:
        mistakes["last_on"] = "That is more than a year in one piece. Is the year right?"
    if len(note) > LONGEST_NOTE:
        mistakes["note"] = f"Please keep the note to {LONGEST_NOTE} characters."
    if mistakes:
        raise Invalid("These days off need another look.", mistakes)


def _not_off_already(expert: Expert, days: Days) -> None:
    overlapping = select(DayOff).where(
        DayOff.expert_id == expert.id, DayOff.first_on <= days.last, DayOff.last_on >= days.first
    )
    other = db.session.scalar(overlapping.order_by(DayOff.first_on).limit(1))
    if other is not None:
        known = named(sorted({other.first_on, other.last_on}), " to ")
        raise Conflict(f"{known} is off already. Choose other days, or remove that entry first.")


def _not_booked(expert: Expert, days: Days) -> None:
    taken = select(Shift.on).where(
        Shift.expert_id == expert.id, Shift.on.between(days.first, days.last), Shift.state.in_(TAKEN)
    )
    booked = sorted(set(db.session.scalars(taken)))
    if booked:
        raise Conflict(
            f"You are booked on {named(booked)}. Leave these days out, or cancel that booking first."
        )
