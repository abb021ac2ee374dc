"""What each side is asked about the other. Four questions each, answered by one to five stars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.bookings.models import Side

STARS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Question:
    """`name` is its field, `short` stands beside its stars, `asks` in the form."""

    name: str
    short: str
    asks: str


QUESTIONS: Mapping[Side, Sequence[Question]] = {
    Side.CUSTOMER: (
        Question("score1", "Knew the product", "Did they know the product as well as the certificate says?"),
        Question("score2", "Got it done", "Was what you agreed on done, and done well?"),
        Question("score3", "Easy to talk to", "Were they easy to reach, and clear?"),
        Question("score4", "Kept to the days", "Were they there on the days and hours agreed?"),
    ),
    Side.EXPERT: (
        Question("score1", "As described", "Was the work what the request had said?"),
        Question("score2", "Well prepared", "Were access, people and information ready when you began?"),
        Question("score3", "Easy to talk to", "Were they easy to reach, and clear?"),
        Question("score4", "Fair about hours", "Were your hours looked at fairly and soon?"),
    ),
}
"""By the side that answers."""
