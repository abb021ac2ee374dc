"""What happened to a dispute (`subject`). `booking` and `expert` are refs; amounts are minor units of `currency`."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class DisputeOpened(Fact):
    """`side` asks that `asked` of the price goes back to the customer; the other side answers by `answer_by` (ISO)."""

    booking: str
    side: str
    topic: str
    asked: int
    currency: str
    answer_by: str


@dataclass(frozen=True)
class DisputeContested(Fact):
    """The other side says no; the vendor's opinion is due by `opinion_by` (ISO)."""

    booking: str
    side: str
    opinion_by: str


@dataclass(frozen=True)
class DisputeOffered(Fact):
    """`side` offers that `back` of the price goes back to the customer."""

    booking: str
    side: str
    back: int
    currency: str


@dataclass(frozen=True)
class DisputeReferred(Fact):
    """Nobody answered in time; the vendor's opinion is due by `opinion_by` (ISO)."""

    booking: str
    opinion_by: str


@dataclass(frozen=True)
class DisputeTaken(Fact):
    booking: str


@dataclass(frozen=True)
class DisputeLeft(Fact):
    booking: str


@dataclass(frozen=True)
class StatementAdded(Fact):
    """`side` added words or files."""

    booking: str
    side: str


@dataclass(frozen=True)
class DisputeReminded(Fact):
    """About a business day is left, until the ISO instant `until`: to answer, or with `opinion` to give it."""

    booking: str
    until: str
    opinion: bool


@dataclass(frozen=True)
class OpinionOverdue(Fact):
    booking: str


@dataclass(frozen=True)
class DisputeWithdrawn(Fact):
    booking: str
    side: str


@dataclass(frozen=True)
class DisputeSettled(Fact):
    """Both sides agreed: the expert gets `earned`; `back_price` and `back_fee` go back to the customer."""

    booking: str
    expert: str
    earned: int
    back_price: int
    back_fee: int
    currency: str


@dataclass(frozen=True)
class DisputeDecided(Fact):
    """The vendor's assessor said how it is divided."""

    booking: str
    expert: str
    earned: int
    back_price: int
    back_fee: int
    currency: str


@dataclass(frozen=True)
class DisputeClosed(Fact):
    """No opinion within 30 days: the stated rule divides it."""

    booking: str
    expert: str
    earned: int
    back_price: int
    back_fee: int
    currency: str
