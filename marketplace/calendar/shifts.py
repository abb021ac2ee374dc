"""Shifts: asked for, held, booked, given back. Called inside the transaction of the booking that owns them.

A booked day is one shift, from the first minute of that day's hours to the last, on the expert's wall clock;
breaks lie inside. A call is one shift, too, and keeps others out a little longer than it lasts. A day belongs either to
calls or to a day's work.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from marketplace.calendar import limits, meanwhile, queries, slots
from marketplace.calendar.errors import DatesTaken, SlotTaken
from marketplace.calendar.models import TAKEN, Shift, ShiftState
from marketplace.calendar.slots import Call
from marketplace.calendar.working import Stretch, hours_of
from marketplace.db.base import db
from marketplace.kit.errors import Invalid
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days, local
from marketplace.registry.models import Expert

GUARD = "ex_shift_no_overlap"
"""The name under which the database refuses overlaps (migration 0002), on both engines."""


def propose(
    expert: Expert, owner: Ref, days: Sequence[date], *, leaving: Collection[date] = ()
) -> list[Shift]:
    """One requested shift per day, earliest first. Raises `DatesTaken` naming the days that are not free, `WeekFull`.

    `leaving` are days that the owner gives up at the same time: they fill no week.
    """
    wanted = sorted(set(days))
    if not wanted:
        raise Invalid("Choose at least one day.")
    lock_calendar(expert.id)
    span = Days(wanted[0], wanted[-1])
    free = set(queries.free_days(expert.id, span, leaving=leaving))
    _refuse([day for day in wanted if day not in free])
    limits.check(expert.id, wanted, leaving=leaving)
    hours = hours_of([expert.id], span)[expert.id]
    rows = [_shift(expert, owner, day, hours.on(day)) for day in wanted]
    _refuse(_overlapped(expert.id, rows))
    db.session.add_all(rows)
    db.session.flush()
    return rows


def propose_call(expert: Expert, owner: Ref, call: Call, buffer: int) -> Shift:
    """One requested call, with its pause of `buffer` minutes. Raises `SlotTaken`, `WeekFull`."""
    lock_calendar(expert.id)
    on = slots.day_of(expert, call.starts_at)
    if not slots.is_free(expert, call, buffer):
        raise SlotTaken([on])
    limits.check(expert.id, [on])
    row = Shift(
        expert_id=expert.id,
        owner=owner,
        on=on,
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        blocked_until=call.ends_at + timedelta(minutes=buffer),
    )
    db.session.add(row)
    db.session.flush()
    return row


def hold(owner: Ref) -> list[Shift]:
    """Keep the requested days, or the call. Raises `DatesTaken` (`SlotTaken`) when the database refuses, when a day has become a
    day off or busy, or belongs to calls by now, or to work; `WeekFull`."""
    rows = of_owner_locked(owner)
    _refuse(meanwhile.lost(rows), rows)
    limits.check(rows[0].expert_id, [one.on for one in rows], besides=owner)
    _become(rows, "hold")
    return rows


def book(owner: Ref) -> list[Shift]:
    """The held days are paid for."""
    rows = of_owner_locked(owner)
    _become(rows, "book")
    return rows


def release(owner: Ref) -> list[Shift]:
    """Give back whatever has not been given back yet. What was only held beside booked days never became the owner's."""
    rows = [one for one in of_owner_locked(owner) if one.state is not ShiftState.RELEASED]
    if any(one.state is ShiftState.BOOKED for one in rows):
        _give_up([one for one in rows if one.state is ShiftState.HELD])
    rows = [one for one in rows if one.state is not ShiftState.RELEASED and not one.extra]
    _become(rows, "release")
    return rows


def hold_more(
    expert: Expert, owner: Ref, days: Sequence[date], *, leaving: Collection[date] = ()
) -> list[Shift]:
    """Further days for an owner who has some already, held at once. Raises `DatesTaken`, `WeekFull` like `propose` and `hold`."""
    rows = propose(expert, owner, days, leaving=leaving)
    _become(rows, "hold")
    return rows


def book_held(owner: Ref) -> list[Shift]:
    """Of an owner's days, those that are only held so far."""
    rows = [one for one in of_owner_locked(owner) if one.state is ShiftState.HELD and not one.extra]
    _become(rows, "book")
    return rows


def release_days(owner: Ref, days: Collection[date]) -> list[Shift]:
    """Give back those days of the owner alone, who goes on without them."""
    rows = [one for one in of_owner_locked(owner) if one.on in days and one.state is not ShiftState.RELEASED]
    return _give_up(rows)


def release_held(owner: Ref, *, besides: Collection[date] = ()) -> list[Shift]:
    """Give back what is only held, and keep what is booked, and what is held `besides` on those days."""
    rows = [one for one in of_owner_locked(owner) if one.state is ShiftState.HELD and one.on not in besides]
    return _give_up(rows)


def _give_up(rows: list[Shift]) -> list[Shift]:
    for row in rows:
        row.given_up = True
    _become(rows, "release")
    return rows


def bounds(day: date, hours: Sequence[Stretch], zone: str) -> tuple[datetime, datetime]:
    """First and last instant of a working day.

    Hours that the clocks skip whole in spring are worked right after the gap.
    """
    first, last = hours[0][0], max(end for _, end in hours)
    starts, ends = local(day, first, zone), local(day, last, zone)
    return starts, ends if ends > starts else starts + timedelta(minutes=last - first)


def _shift(expert: Expert, owner: Ref, day: date, hours: Sequence[Stretch]) -> Shift:
    starts, ends = bounds(day, hours, expert.timezone)
    return Shift(expert_id=expert.id, owner=owner, on=day, starts_at=starts, ends_at=ends)


def _refuse(days: Sequence[date], rows: Sequence[Shift] = ()) -> None:
    if days:
        raise SlotTaken(days) if any(one.is_call for one in rows) else DatesTaken(days)


def _become(rows: Sequence[Shift], verb: str) -> None:
    # A savepoint, so that the caller's transaction can go on and look for other days after a refusal.
    try:
        with db.session.begin_nested():
            for row in rows:
                if row.extra and verb == "release":
                    db.session.delete(row)
                else:
                    row.become(verb)
    except IntegrityError as refusal:
        if GUARD not in str(refusal.orig):
            raise
        kind = SlotTaken if rows[0].is_call else DatesTaken
        raise kind(_clashes(rows[0].owner)) from refusal


def of_owner_locked(owner: Ref) -> list[Shift]:
    """The owner's shifts, and the expert's row as the lock of their whole calendar.

    Without that lock two holds could each wait for the other's row inside PostgreSQL's exclusion constraint:
    a deadlock. NO KEY UPDATE, because every insert that names the expert holds KEY SHARE on the row.
    """
    mine = select(Shift.expert_id).where(Shift.owner == owner).limit(1).scalar_subquery()
    db.session.execute(select(Expert.id).where(Expert.id == mine).with_for_update(key_share=True))
    wanted = select(Shift).where(Shift.owner == owner).order_by(Shift.starts_at, Shift.id).with_for_update()
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


def lock_calendar(expert_id: int) -> None:
    """Until the transaction ends nobody else puts anything on it."""
    db.session.execute(select(Expert.id).where(Expert.id == expert_id).with_for_update(key_share=True))


def _overlapped(expert_id: int, rows: Sequence[Shift]) -> list[date]:
    """Days whose hours meet a taken shift of another date: an expert who changed time zones may have such."""
    wanted = select(Shift).where(
        Shift.expert_id == expert_id,
        Shift.state.in_(TAKEN),
        Shift.starts_at < rows[-1].ends_at,
        rows[0].starts_at < slots.UNTIL,
    )
    taken = db.session.scalars(wanted).all()
    return [row.on for row in rows if any(_meet(row, one) for one in taken)]


def _meet(one: Shift, other: Shift) -> bool:
    return one.starts_at < other.out_until and other.starts_at < one.out_until


def _clashes(owner: Ref) -> list[date]:
    other = aliased(Shift)
    wanted = (
        select(Shift.on)
        .join(other, (other.expert_id == Shift.expert_id) & (other.id != Shift.id))
        .where(Shift.owner == owner, other.state.in_(TAKEN))
        .where(other.starts_at < slots.UNTIL)
        .where(Shift.starts_at < func.coalesce(other.blocked_until, other.ends_at))
    )
    return list(db.session.scalars(wanted.distinct()))
