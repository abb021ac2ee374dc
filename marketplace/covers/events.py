"""What happened to the backup of a booking (the cover is the `subject`). `booking` and `expert` are refs."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class CoverAsked(Fact):
    """A backup was asked to stand by; `expert` is theirs."""

    booking: str
    expert: str


@dataclass(frozen=True)
class CoverAgreed(Fact):
    booking: str


@dataclass(frozen=True)
class CoverDeclined(Fact):
    booking: str


@dataclass(frozen=True)
class CoverWithdrawn(Fact):
    """The customer took it back."""

    booking: str


@dataclass(frozen=True)
class CoverExpired(Fact):
    """Nobody answered in time."""

    booking: str


@dataclass(frozen=True)
class CoverReminded(Fact):
    """The backup has not answered yet; `times` they were reminded, this one included."""

    booking: str
    times: int


@dataclass(frozen=True)
class CoverLeft(Fact):
    """The backup stands by no more."""

    booking: str


@dataclass(frozen=True)
class CoverFinished(Fact):
    """The last day is over, or the booking ended without the backup being needed."""

    booking: str


@dataclass(frozen=True)
class CoverOutdated(Fact):
    """The call got another time or length than the backup was asked for."""

    booking: str


@dataclass(frozen=True)
class CoverCalled(Fact):
    """The expert called off, and the backup was asked: `called` is the new booking."""

    booking: str
    called: str


@dataclass(frozen=True)
class CoverMissed(Fact):
    """The expert called off, and the backup could not be asked any more."""

    booking: str


@dataclass(frozen=True)
class RestGivenToBackup(Fact):
    """The first expert can come until the ISO day `last_on` only; `given_up` are the ISO days after it."""

    booking: str
    last_on: str
    given_up: list[str]
    reason: str


@dataclass(frozen=True)
class HandoverNoteWritten(Fact):
    """The first expert wrote down what the backup should know."""

    booking: str
