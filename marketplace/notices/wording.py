"""Turns of phrase that several notices share."""

from datetime import datetime
from zoneinfo import ZoneInfo

from marketplace.bookings.models import Booking
from marketplace.bookings.wording import length
from marketplace.notices.reader import Reader


def days(booking: Booking) -> str:
    """`3 days`, `a 45-minute call`."""
    return length(booking)


def span(booking: Booking, reader: Reader) -> str:
    """`3 days from Monday, 8 March 2027`, by the expert's wall calendar. Of a call its times, on the clocks of both sides."""
    if booking.is_call:
        return f"{days(booking)} on {times(booking.starts_at, booking.ends_at, booking, reader)}"
    first = booking.starts_at.astimezone(ZoneInfo(booking.timezone)).date()
    joint = "on" if booking.days == 1 else "from"
    return f"{days(booking)} {joint} {reader.day(first)}"


def times(starts: datetime, ends: datetime, booking: Booking, reader: Reader) -> str:
    """`Tuesday, 16 March 2027, 15:00–15:45 your time (09:00–09:45 for Ana)`: on the clocks of both sides of that booking."""
    here = starts.astimezone(ZoneInfo(reader.zone))
    said = f"{reader.day(here.date())}, {_clock(starts, ends, reader.zone)} your time"
    others = ((booking.timezone, booking.expert.name), (booking.booker.timezone, booking.booker.shown_name))
    for zone, name in others:
        there = starts.astimezone(ZoneInfo(zone))
        if there.utcoffset() != here.utcoffset():
            other_day = "" if there.date() == here.date() else f"{reader.day(there.date())}, "
            return f"{said} ({other_day}{_clock(starts, ends, zone)} for {name})"
    return said


def _clock(starts: datetime, ends: datetime, zone: str) -> str:
    def at(moment: datetime) -> str:
        return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"

    return f"{at(starts)}–{at(ends)}"


def quoted(who: str, words: str) -> str:
    """A paragraph with what somebody wrote, or nothing when they wrote nothing."""
    return f"{who} wrote: “{shortened(words)}”\n\n" if words.strip() else ""


def shortened(words: str, most: int = 400) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
