"""Turns of phrase on desks. Dates are those of the expert's wall calendar."""

from datetime import date
from zoneinfo import ZoneInfo

from marketplace.bookings.models import Booking
from marketplace.web.filters import day


def days(booking: Booking) -> str:
    """`3 days`."""
    return "1 day" if booking.days == 1 else f"{booking.days} days"


def on(booking: Booking) -> str:
    return day(booking.starts_at.astimezone(ZoneInfo(booking.timezone)).date())


def end_of(booking: Booking) -> str:
    return day(booking.ends_at.astimezone(ZoneInfo(booking.timezone)).date())


def until(value: date) -> str:
    return day(value)
