"""A booked call that goes to another time, becomes longer or shorter, or gets another rate: what that takes, and costs."""

from collections.abc import Sequence
from datetime import date, timedelta

from marketplace.amendments.drafting import Draft, pay_by, wrong
from marketplace.bookings import calls
from marketplace.bookings.models import Booking
from marketplace.calendar import slots
from marketplace.calendar.reshaping import Shape
from marketplace.calendar.slots import Call
from marketplace.kit.money import LARGEST, Money


def draft(booking: Booking, call: Call, rate: Money) -> Draft:
    """Checked as of now. Raises `Invalid`, `SlotTaken`, `NotCertified`, `TooLate`, `WeekFull`."""
    if not 0 < rate.amount <= LARGEST:
        raise wrong("rate", "Write the rate for an hour, like 80 or 80.50.")
    made = Draft(
        booking, (booking.first_on,), (slots.day_of(booking.expert, call.starts_at),), rate, call=call
    )
    if (call, rate) == (made.call_before, booking.rate):
        raise wrong("at", "Nothing would change. Choose another time or length, or write another rate.")
    if call != made.call_before:
        calls.check(booking.expert, booking.certificate, call, moved=booking)
    if made.costs_more:
        pay_by(made)
    return made


def shape(booking: Booking, call: Call) -> Shape:
    """The same pause follows as before."""
    pause = timedelta(minutes=booking.buffer_minutes)
    on = slots.day_of(booking.expert, call.starts_at)
    return Shape(on, call.starts_at, call.ends_at, blocked_until=call.ends_at + pause)


def refuse_kind(booking: Booking, wanted: Sequence[date] | Call) -> None:
    """Days stay days, and a call a call. Raises `Invalid`."""
    if booking.is_call is not isinstance(wanted, Call):
        said = (
            "This is a call: choose a time for it, not days."
            if booking.is_call
            else "These are days, not a call."
        )
        raise wrong("at" if booking.is_call else "days", said)
