"""Requests that wait for the expert's answer: they are reminded at half of the time, and towards its end."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.events import BookingReminded
from marketplace.bookings.models import Booking, BookingState
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock, reminding
from marketplace.kit.ids import Ref


def remind() -> None:
    """Of what nobody has answered yet; each time once."""
    for ref, passed in _due(clock.now()):
        with atomic():
            booking = locked(Booking, ref)
            if booking.state is BookingState.REQUESTED and booking.reminders < passed:
                booking.reminders = passed
                record(BookingReminded(booking.ref, booking.expert.ref, passed), by=SYSTEM)


def _due(at: datetime) -> Sequence[tuple[Ref, int]]:
    rows = db.session.execute(
        select(Booking.ref, Booking.created_at, Booking.respond_by, Booking.reminders)
        .where(
            Booking.state == BookingState.REQUESTED,
            Booking.respond_by > at,
            Booking.reminders < len(reminding.REMIND_AT),
        )
        .order_by(Booking.id)
    )
    return reminding.due(rows.all(), at)
