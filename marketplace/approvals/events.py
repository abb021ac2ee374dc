"""What happened to approvals (`subject`). `booking` is a ref; amounts are minor units of `currency`."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class ApprovalWanted(Fact):
    """The total is above what the booker may decide alone."""

    booking: str
    total: int
    currency: str


@dataclass(frozen=True)
class ApprovalGiven(Fact):
    booking: str


@dataclass(frozen=True)
class ApprovalRefused(Fact):
    """The booking ends with it."""

    booking: str
    reason: str


@dataclass(frozen=True)
class ApprovalVoided(Fact):
    """The booking ended before anybody answered."""

    booking: str
