"""A change takes effect: days, rate and price of the booking, in the transaction that decides it."""

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.amendments import hours as other_hours
from marketplace.amendments import moving, queries
from marketplace.amendments.events import AmendmentApplied, AmendmentVoided
from marketplace.amendments.models import Amendment
from marketplace.bookings import queries as booking_queries
from marketplace.bookings import service as bookings
from marketplace.bookings.events import BookingCancelled
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.calendar import reshaping, shifts
from marketplace.calendar.models import Shift
from marketplace.calendar.reshaping import Shape
from marketplace.db.session import locked
from marketplace.events.log import record
from marketplace.kit.money import Money


def apply(amendment: Amendment, booking: Booking, *, by: Actor) -> None:
    """Both rows locked, and the new days held. Called for what is agreed, and by payments for what is paid."""
    amendment.become("apply")
    shifts.release_days(booking.ref, amendment.removed)
    # What was held beside booked shifts makes room for them before they grow or move there.
    shifts.release_held(booking.ref, besides=amendment.added)
    shifts.book_held(booking.ref)
    if amendment.call:
        reshaping.put(booking.ref, [moving.shape(booking, amendment.call)], moves=True)
        bookings.amend_call(booking, amendment.rate, amendment.call)
    else:
        reshaping.put(booking.ref, [one.shape for one in amendment.other_hours], moves=False)
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


def changes(amendment: Amendment, booking: Booking) -> list[tuple[Shift, Shape]]:
    """Booked shifts, and what becomes of them."""
    if not amendment.call:
        return other_hours.changes(booking, amendment.other_hours)
    [booked] = calendar.booked_shifts(booking.ref)
    return [(booked, moving.shape(booking, amendment.call))]


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
