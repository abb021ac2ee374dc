"""Changes of Bruno's paid booking with Ana, for stories that begin with one."""

from collections.abc import Sequence
from datetime import date

from marketplace.amendments import service as amendments
from marketplace.amendments.models import Amendment
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.payments import queries as payments_queries
from marketplace.payments import service as payments
from marketplace.simulator import person
from tests.bookings.asking import WEEK
from tests.cast import Cast

RATE = Money(64_000, "EUR")
NEXT = [date(2027, 3, day) for day in (22, 23, 24, 25, 26)]
"""The working days of the week after the one that is booked."""
MORE = [*WEEK, NEXT[0]]
LESS = WEEK[:4]
MOVED = [*WEEK[1:], NEXT[0]]


def propose(
    cast: Cast,
    booking: Booking | str,
    days: Sequence[date] = MORE,
    rate: Money = RATE,
    *,
    who: str = "bruno",
    message: str = "The audit needs it.",
) -> Amendment:
    ref = booking if isinstance(booking, str) else booking.ref
    return amendments.propose(ref, days, rate, message, by=cast.actor(who))


def agreed(cast: Cast, booking: Booking, days: Sequence[date] = MORE, rate: Money = RATE) -> Amendment:
    """Bruno proposes, Ana accepts."""
    return amendments.accept(propose(cast, booking, days, rate).ref, by=cast.actor("ana"))


def pay(cast: Cast, amendment: Amendment) -> None:
    """Dora pays the difference on the hosted page, and is back."""
    person.pay(payments.start_change(amendment.ref, by=cast.actor("dora")))
    settled(amendment)


def settled(amendment: Amendment) -> None:
    attempt = payments_queries.payments_of(amendment.booking_id)[-1]
    payments.settle(attempt.checkout_id or "")


def now(amendment: Amendment | str) -> Amendment:
    db.session.rollback()
    ref = amendment if isinstance(amendment, str) else amendment.ref
    return db.session.scalars(db.select(Amendment).where(Amendment.ref == ref)).one()


def booked_days(ref: str) -> list[date]:
    return [one.on for one in calendar.booked_shifts(ref)]
