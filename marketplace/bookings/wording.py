"""What people write on a booking: cleaned, not empty, not endless. And what a booking is called in a sentence."""

from marketplace.bookings.models import Booking
from marketplace.kit.errors import Invalid
from marketplace.kit.text import clean
from marketplace.kit.typed import Typed

LONGEST_MESSAGE = 4_000
LONGEST_REASON = 1_000
LONGEST_PAPER = 60


def length(booking: Booking) -> str:
    """`3 days`, `1 day`, `a 45-minute call`."""
    return length_of(booking.days, booking.call_minutes)


def length_of(days: int, call_minutes: int | None = None) -> str:
    if call_minutes:
        return f"a {call_minutes}-minute call"
    return "1 day" if days == 1 else f"{days} days"


def thing_are(booking: Booking) -> str:
    """For sentences like "The days are held": `days are`, `time is`."""
    return "time is" if booking.is_call else "days are"


def message_of(text: str) -> str:
    """The customer's message. Raises `Invalid`."""
    words = clean(text)
    if not words:
        raise _wrong("message", "Say in a sentence or two what you need done, so that the expert can decide.")
    if len(words) > LONGEST_MESSAGE:
        raise _wrong("message", f"Keep the message under {LONGEST_MESSAGE:,} characters.")
    return words


def reason_of(text: str, *, needed: bool) -> str:
    """Why somebody declines or cancels. Raises `Invalid`."""
    words = clean(text)
    if needed and not words:
        raise _wrong("reason", "Give a reason; a short one will do.")
    if len(words) > LONGEST_REASON:
        raise _wrong("reason", f"Keep the reason under {LONGEST_REASON:,} characters.")
    return words


def papers_of(po_number: str, cost_centre: str) -> tuple[str, str]:
    """The customer's own references; either may be empty. Raises `Invalid`."""
    typed = Typed()
    papers = (
        typed.line("po_number", po_number, LONGEST_PAPER),
        typed.line("cost_centre", cost_centre, LONGEST_PAPER),
    )
    typed.check()
    return papers


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: sentence})
