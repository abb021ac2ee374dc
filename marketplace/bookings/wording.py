"""What people write on a booking: cleaned, not empty, not endless."""

from marketplace.kit.errors import Invalid
from marketplace.kit.text import clean
from marketplace.kit.typed import Typed

LONGEST_MESSAGE = 4_000
LONGEST_REASON = 1_000
LONGEST_PAPER = 60


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
