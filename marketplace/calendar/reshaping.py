"""A booked shift at other hours, or a call at another time: checked, held until it is paid, and put in its place.

The shift stays the same row, as hours and absences point at it. What it gains beyond its old time is kept free by a shift of its
own for as long as the difference is not paid: on its day nobody else could come in between, but a call may go to any time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.calendar import busy, gaps
from marketplace.calendar.errors import DatesTaken, SlotTaken
from marketplace.calendar.gaps import Instants
from marketplace.calendar.models import TAKEN, BusyDay, Shift, ShiftState
from marketplace.calendar.shifts import GUARD, bounds, lock_calendar, of_owner_locked
from marketplace.calendar.slots import UNTIL
from marketplace.calendar.working import hours_of, off_of
from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days
from marketplace.registry.models import Expert


@dataclass(frozen=True, slots=True)
class Shape:
    """What a booked day, or a call, becomes. `worth` as in `Shift`; `blocked_until` of a call alone."""

    on: date
    starts_at: datetime
    ends_at: datetime
    worth: int | None = None
    blocked_until: datetime | None = None

    @property
    def out_until(self) -> datetime:
        return self.blocked_until or self.ends_at


def gained(shift: Shift, shape: Shape) -> list[Instants]:
    """The parts of its new time that it does not keep others out of already."""
    before = (shape.starts_at, min(shape.out_until, shift.starts_at))
    after = (max(shape.starts_at, shift.out_until), shape.out_until)
    return [(starts, ends) for starts, ends in (before, after) if starts < ends]


def workday(expert: Expert, on: date) -> Instants | None:
    """From the first to the last of the expert's hours on that date; None where they have none."""
    hours = hours_of([expert.id], Days(on, on))[expert.id].on(on)
    return bounds(on, hours, expert.timezone) if hours else None


def worked_minutes(expert: Expert, on: date, within: Instants) -> int:
    """Of the expert's hours on that date, breaks not counted, those that lie within."""
    hours = hours_of([expert.id], Days(on, on))[expert.id].on(on)
    parts = gaps.worked(on, hours, expert.timezone)
    lengths = (min(ends, within[1]) - max(starts, within[0]) for starts, ends in parts)
    return sum(max(0, int(one.total_seconds() // 60)) for one in lengths)


def lost(expert: Expert, changes: Sequence[tuple[Shift, Shape]]) -> list[date]:
    """Days whose new hours cannot be had: what they gain is taken, off, or busy elsewhere. Certain only
    with the calendar locked."""
    pieces = [(shift.on, piece) for shift, shape in changes for piece in gained(shift, shape)]
    if not pieces:
        return []
    span = Days(min(on for on, _ in pieces), max(on for on, _ in pieces))
    off, elsewhere = off_of([expert.id], span)[expert.id], busy.stretches([expert.id], span)[expert.id]
    full = set(db.session.scalars(select(BusyDay.on).where(BusyDay.expert_id == expert.id)))
    owners = {shift.owner for shift, _ in changes}
    taken = _taken(expert, [piece for _, piece in pieces], owners)
    closed = set(off.holidays) | {
        on for on, _ in pieces if any(x.first_on <= on <= x.last_on for x in off.days)
    }
    return [
        on
        for on, piece in pieces
        if on in closed or _meets(piece, taken) or (on in full and _meets(piece, elsewhere))
    ]


def hold(expert: Expert, owner: Ref, changes: Sequence[tuple[Shift, Shape]]) -> None:
    """Keep what is gained free until the difference is paid, or the change given up. Raises `DatesTaken`, `SlotTaken`."""
    lock_calendar(expert.id)
    rows = [
        Shift(
            expert_id=expert.id,
            owner=owner,
            on=shape.on,
            starts_at=starts,
            ends_at=ends,
            blocked_until=ends if shape.blocked_until else None,
            state=ShiftState.HELD,
            extra=True,
        )
        for shift, shape in changes
        for starts, ends in gained(shift, shape)
    ]
    _guarded(lambda: db.session.add_all(rows), changes)


def put(owner: Ref, shapes: Sequence[Shape], *, moves: bool) -> None:
    """The owner's booked shifts at their new hours. `moves`: the only one of them, a call, whatever date it goes to.

    Called once what was held for it is given back, in the same transaction. Raises `DatesTaken`, `SlotTaken`.
    """
    booked = [one for one in of_owner_locked(owner) if one.state is ShiftState.BOOKED]
    pairs = [(one, shape) for shape in shapes for one in booked if moves or one.on == shape.on]

    def change() -> None:
        for shift, shape in pairs:
            shift.on, shift.starts_at, shift.ends_at = shape.on, shape.starts_at, shape.ends_at
            shift.blocked_until, shift.worth = shape.blocked_until, shape.worth

    _guarded(change, pairs)


def _guarded(change: Callable[[], None], changes: Sequence[tuple[Shift, Shape]]) -> None:
    try:
        with db.session.begin_nested():
            change()
    except IntegrityError as refusal:
        if GUARD not in str(refusal.orig):
            raise
        days = [shape.on for _, shape in changes]
        raise (SlotTaken if changes[0][1].blocked_until else DatesTaken)(days) from refusal


def _taken(expert: Expert, pieces: Sequence[Instants], owners: set[Ref]) -> list[Instants]:
    wanted = select(Shift.starts_at, UNTIL).where(
        Shift.expert_id == expert.id,
        Shift.state.in_(TAKEN),
        Shift.owner.not_in(owners),
        Shift.starts_at < max(ends for _, ends in pieces),
        min(starts for starts, _ in pieces) < UNTIL,
    )
    return [(starts, until) for starts, until in db.session.execute(wanted)]


def _meets(piece: Instants, others: Sequence[Instants]) -> bool:
    return any(piece[0] < ends and starts < piece[1] for starts, ends in others)
