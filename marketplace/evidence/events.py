"""What happens to references. `expert` is the expert's ref; the subject is the reference."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class ReferenceAsked(Fact):
    expert: str


@dataclass(frozen=True)
class ReferenceGiven(Fact):
    expert: str


@dataclass(frozen=True)
class ReferenceRefused(Fact):
    expert: str


@dataclass(frozen=True)
class ReferenceRetracted(Fact):
    expert: str


@dataclass(frozen=True)
class ReferenceWithdrawn(Fact):
    expert: str


@dataclass(frozen=True)
class ReferenceExpired(Fact):
    expert: str
