"""What happens to a hand-over. `team` is the ref of the organization or vendor that offers it."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class HandoverOffered(Fact):
    """The person is written to; nothing is attested."""

    team: str
    lines: int


@dataclass(frozen=True)
class HandoverRepeated(Fact):
    """The same offer, mailed again, with thirty fresh days."""

    team: str


@dataclass(frozen=True)
class HandoverAccepted(Fact):
    """The person agreed to `taken` of the lines; these are attested now, and still not public."""

    team: str
    taken: int


@dataclass(frozen=True)
class HandoverDeclined(Fact):
    """The person wants none of it. They need give no reason."""

    team: str


@dataclass(frozen=True)
class HandoverWithdrawn(Fact):
    team: str


@dataclass(frozen=True)
class HandoverExpired(Fact):
    team: str
