"""What happens to reviews. `booking` and `expert` are refs; the payload never holds what was written, which stays sealed."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class ReviewsInvited(Fact):
    """Both sides can review each other until the ISO instant `closes_at`. The subject is the window."""

    booking: str
    closes_at: str


@dataclass(frozen=True)
class ReviewsReminded(Fact):
    """The window ends soon, and `missing` (sides) have not written. The subject is the window."""

    booking: str
    missing: list[str]


@dataclass(frozen=True)
class ReviewSent(Fact):
    """A `side` has written; nobody else reads it yet. The subject is the review, as below."""

    booking: str
    side: str


@dataclass(frozen=True)
class ReviewsPublished(Fact):
    """The `sides` that wrote are read by everybody from now on. The subject is the window."""

    booking: str
    expert: str
    sides: list[str]


@dataclass(frozen=True)
class ReviewsLapsed(Fact):
    """The time is up, and nobody wrote. The subject is the window."""

    booking: str


@dataclass(frozen=True)
class ReviewReplied(Fact):
    """The reviewed side answered, in public."""

    booking: str


@dataclass(frozen=True)
class ReviewHidden(Fact):
    """The vendor's staff took it away, for a `reason` that both sides read."""

    booking: str
    expert: str
    reason: str


@dataclass(frozen=True)
class ReviewRestored(Fact):
    """The vendor's staff put it back."""

    booking: str
    expert: str
    reason: str
