"""What happens to mergers. The subject is the account that stays, or that wants to."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class MergerStarted(Fact):
    """The account that is to stay has been proved. Nothing about the other is known."""

    merger: str


@dataclass(frozen=True)
class MergerWithdrawn(Fact):
    merger: str


@dataclass(frozen=True)
class MergerExpired(Fact):
    merger: str


@dataclass(frozen=True)
class AccountsMerged(Fact):
    """Everything of `other`, a user's ref, belongs to the subject now; `other` is closed."""

    merger: str
    other: str
