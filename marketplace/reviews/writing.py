"""What people write in a review: looked at field by field."""

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.bookings.models import Side
from marketplace.kit.typed import Typed
from marketplace.reviews.questions import QUESTIONS, STARS

LONGEST_WORDS = 2_000
LONGEST_NOTE = 2_000
LONGEST_REPLY = 1_000
LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class Draft:
    """Stars by question, words for everybody, and a note that only the vendor's staff read."""

    stars: Mapping[str, int | None]
    words: str
    note: str = ""


def checked(draft: Draft, side: Side) -> Draft:
    """The same, cleaned. Raises `Invalid`, naming every field that is wrong."""
    typed = Typed()
    for one in QUESTIONS[side]:
        if draft.stars.get(one.name) not in STARS:
            typed.wrong(one.name, "Choose one to five stars.")
    words = typed.text(
        "words", draft.words, LONGEST_WORDS, needed="Write a sentence or two about how it was."
    )
    note = typed.text("note", draft.note, LONGEST_NOTE)
    typed.check()
    return Draft({one.name: draft.stars[one.name] for one in QUESTIONS[side]}, words, note)


def reply_of(text: str) -> str:
    """Raises `Invalid`."""
    return _needed("reply", text, LONGEST_REPLY, "Write what you want to say to it.")


def reason_of(text: str) -> str:
    """Raises `Invalid`."""
    return _needed("reason", text, LONGEST_REASON, "Give a reason. Both sides read it.")


def _needed(field: str, text: str, most: int, sentence: str) -> str:
    typed = Typed()
    cleaned = typed.text(field, text, most, needed=sentence)
    typed.check()
    return cleaned
