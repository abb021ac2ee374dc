"""What has to be there before the first day: the expert ticks it off line by line, the customer sees what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor
from marketplace.bookings import policy, queries
from marketplace.bookings.events import ChecklistTicked, ChecklistUnticked
from marketplace.bookings.models import Booking, BookingTick
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit.errors import NotAllowed, NotFound, permit
from marketplace.kit.ids import Ref


@dataclass(frozen=True, slots=True)
class Line:
    """Its number, from 1 on, its words, and who ticked it off; nobody yet where that is None."""

    number: int
    words: str
    tick: BookingTick | None


def lines(booking: Booking) -> Sequence[Line]:
    wanted = select(BookingTick).where(BookingTick.booking_id == booking.id)
    found = {one.number: one for one in db.session.scalars(wanted.options(joinedload(BookingTick.ticked_by)))}
    return [Line(number, words, found.get(number)) for number, words in enumerate(booking.checklist, 1)]


def tick(ref: Ref, number: int, *, by: Actor) -> Booking:
    """That line is there. Ticking it twice changes nothing: the first who said so stays."""
    with atomic() as session:
        booking, line = _line(ref, number, by)
        if line.tick is None:
            if by.user_id is None:
                raise NotAllowed("Only a person ticks something off.")
            session.add(BookingTick(booking_id=booking.id, number=number, ticked_by_id=by.user_id))
            record(ChecklistTicked(booking.ref, number, line.words), by=by)
    return booking


def untick(ref: Ref, number: int, *, by: Actor) -> Booking:
    """It is missing after all."""
    with atomic() as session:
        booking, line = _line(ref, number, by)
        if line.tick is not None:
            session.delete(line.tick)
            record(ChecklistUnticked(booking.ref, number, line.words), by=by)
    return booking


def _line(ref: Ref, number: int, by: Actor) -> tuple[Booking, Line]:
    """With the booking locked. Raises `NotFound` for a line that is not there."""
    booking = locked(Booking, queries.visible(ref, by).ref)
    permit(policy.may_tick(by, booking))
    found = next((one for one in lines(booking) if one.number == number), None)
    if found is None:
        raise NotFound("There is no such line on the checklist.")
    return booking, found
