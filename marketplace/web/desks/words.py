"""Turns of phrase on desks. Dates are those of the expert's wall calendar."""

from datetime import date
from zoneinfo import ZoneInfo

from marketplace.bookings.models import Booking
from marketplace.bookings.wording import length
from marketplace.web.filters import day, from_to


def days(booking: Booking) -> str:
    """`3 days`, `a 45-minute call`."""
    return length(booking)


def counted(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def on(booking: Booking) -> str:
    """The first day; of a call its time on the reader's clock."""
    if booking.is_call:
        return from_to(booking.starts_at, booking.ends_at)
    return day(booking.starts_at.astimezone(ZoneInfo(booking.timezone)).date())


def begins(booking: Booking) -> str:
    """`from Mon, 8 Mar 2027`, `on Tue, 16 Mar 2027, 10:00 – 10:45 CET`."""
    return f"{'on' if booking.is_call else 'from'} {on(booking)}"


def opening(booking: Booking) -> str:
    """The same where a sentence begins."""
    said = begins(booking)
    return said[0].upper() + said[1:]


def until(value: date) -> str:
    return day(value)
