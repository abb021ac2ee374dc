"""Turns of phrase that several notices share."""

from zoneinfo import ZoneInfo

from marketplace.bookings.models import Booking
from marketplace.notices.reader import Reader


def days(booking: Booking) -> str:
    """`3 days`."""
    return "1 day" if booking.days == 1 else f"{booking.days} days"


def span(booking: Booking, reader: Reader) -> str:
    """`3 days from Monday, 8 March 2027`, by the expert's wall calendar."""
    first = booking.starts_at.astimezone(ZoneInfo(booking.timezone)).date()
    joint = "on" if booking.days == 1 else "from"
    return f"{days(booking)} {joint} {reader.day(first)}"


def quoted(who: str, words: str) -> str:
    """A paragraph with what somebody wrote, or nothing when they wrote nothing."""
    return f"{who} wrote: “{shortened(words)}”\n\n" if words.strip() else ""


def shortened(words: str, most: int = 400) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
