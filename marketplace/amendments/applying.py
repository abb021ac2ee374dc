"""A change takes effect: days, rate and price of the booking, in the transaction that decides it."""

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.amendments import queries
from marketplace.amendments.events import AmendmentApplied, AmendmentVoided
from marketplace.amendments.models import Amendment
from marketplace.bookings import queries as booking_queries
from marketplace.bookings import service as bookings
from marketplace.bookings.events import BookingCancelled
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.calendar import shifts
from marketplace.db.session import locked
from marketplace.events.log import record
from marketplace.kit.money import Money


def apply(amendment: Amendment, booking: Booking, *, by: Actor) -> None:
    """Both rows locked, and the new days held. Called for what is agreed, and by payments for what is paid."""
    amendment.become("apply")
    shifts.release_days(booking.ref, amendment.removed)
    shifts.book_held(booking.ref)
    bookings.amend(booking, amendment.rate, calendar.booked_shifts(booking.ref))
    record(
        AmendmentApplied(
            amendment.ref,
            booking=booking.ref,
            expert=booking.expert.ref,
            days=booking.days,
            total=booking.total.amount,
            refund_price=_back(amendment.price_change),
            refund_fee=_back(amendment.fee_change),
            currency=booking.price.currency,
        ),
        by=by,
    )


def void(fact: BookingCancelled) -> None:
    """At once: a cancelled booking, whose days are given back all together, has nothing left to change."""
    void_open(booking_queries.visible(fact.subject, SYSTEM))


def void_open(booking: Booking) -> None:
    """The booking becomes another one than the open change was about. Called with its row locked."""
    known = queries.open_on(booking.id)
    if known is not None:
        amendment = locked(Amendment, known.ref)
        amendment.become("void")
        shifts.release_held(booking.ref)
        record(AmendmentVoided(amendment.ref, booking.ref), by=SYSTEM)


def _back(change: Money) -> int:
    return max(-change.amount, 0)
