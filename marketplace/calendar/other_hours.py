"""Other hours on a single date: an extra Saturday, a Tuesday that ends at noon. They hold in place of the weekday's hours."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.calendar import busy, confirming, policy
from marketplace.calendar.errors import named
from marketplace.calendar.events import OtherHoursRemoved, OtherHoursSet
from marketplace.calendar.hours import checked
from marketplace.calendar.models import TAKEN, DayOff, Shift
from marketplace.calendar.rule_models import OtherHours
from marketplace.calendar.working import Stretch
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.registry.models import Expert

FURTHEST = 366
"""Days from today."""


def set_hours(ref: Ref, on: date, stretches: Sequence[Stretch], *, by: Actor) -> OtherHours:
    """Work these hours on that date, whatever its weekday says; also on a public holiday. What was set before is replaced.

    Raises `Invalid`, `Conflict` for a day off or one that is booked.
    """
    ordered = checked(stretches)
    with atomic() as session:
        expert = locked(Expert, ref)
        permit(policy.may_keep(by, expert))
        _sensible(on, ordered, clock.today(expert.timezone))
        _refuse_off(expert, on)
        _refuse_booked(expert, on)
        row = session.scalar(
            select(OtherHours).where(OtherHours.expert_id == expert.id, OtherHours.on == on)
        ) or OtherHours(expert_id=expert.id, on=on)
        row.stretches = [[start, end] for start, end in ordered]
        session.add(row)
        session.flush()
        busy.settle(expert)
        confirming.note(expert)
        minutes = sum(end - start for start, end in ordered)
        record(OtherHoursSet(expert.ref, on.isoformat(), minutes), by=by)
    return row


def remove(ref: Ref, *, by: Actor) -> None:
    """The weekday's hours hold again. Others' do not exist."""
    with atomic() as session:
        found = select(Expert).join(OtherHours, OtherHours.expert_id == Expert.id)
        expert = session.scalar(found.where(OtherHours.ref == ref).with_for_update(of=Expert))
        if expert is None or policy.may_keep(by, expert) is not True:
            raise NotFound
        row = locked(OtherHours, ref)
        _refuse_booked(expert, row.on)
        session.delete(row)
        session.flush()
        busy.settle(expert)
        confirming.note(expert)
        record(OtherHoursRemoved(expert.ref, row.on.isoformat()), by=by)


def _sensible(on: date, stretches: Sequence[Stretch], today: date) -> None:
    mistakes: dict[str, str] = {}
    if on < today:
        mistakes["on"] = "That day is over."
    elif on > today + timedelta(days=FURTHEST):
        mistakes["on"] = "That is more than a year away. Is the year right?"
    if not stretches:
        mistakes["hours"] = "Write the hours of that day. To have it free, take a day off instead."
    if mistakes:
        raise Invalid("This day needs another look.", mistakes)


def _refuse_off(expert: Expert, on: date) -> None:
    off = select(DayOff.id).where(DayOff.expert_id == expert.id, DayOff.first_on <= on, DayOff.last_on >= on)
    if db.session.scalar(off.limit(1)) is not None:
        raise Conflict(f"{named([on])} is one of your days off. Remove that entry first.")


def _refuse_booked(expert: Expert, on: date) -> None:
    taken = select(Shift.id).where(Shift.expert_id == expert.id, Shift.on == on, Shift.state.in_(TAKEN))
    if db.session.scalar(taken.limit(1)) is not None:
        raise Conflict(
            f"You are booked on {named([on])}, with the hours that were agreed on. They stay as they are."
        )
