"""Turns of phrase on desks. Dates are those of the expert's wall calendar."""

from datetime import date
from zoneinfo import ZoneInfo

from marketplace.bookings.models import Booking
from marketplace.web.filters import day


def days(booking: Booking) -> str:
    """`3 days`."""
    return counted(booking.days)


def counted(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def on(booking: Booking) -> str:
    return day(booking.starts_at.astimezone(ZoneInfo(booking.timezone)).date())


def until(value: date) -> str:
    return day(value)
