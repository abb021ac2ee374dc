"""What happens to shortlists. The subject is the list; no payload names an expert, who must not learn of it."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class ShortlistMade(Fact):
    organization: str


@dataclass(frozen=True)
class ShortlistRenamed(Fact):
    """Found under another name."""


@dataclass(frozen=True)
class ShortlistArchived(Fact):
    """Out of the way, and not changed while it is."""


@dataclass(frozen=True)
class ShortlistRestored(Fact):
    """Kept again."""


@dataclass(frozen=True)
class EntryAdded(Fact):
    entry: str


@dataclass(frozen=True)
class EntryTakenOff(Fact):
    entry: str


@dataclass(frozen=True)
class EntryPutBack(Fact):
    entry: str


@dataclass(frozen=True)
class NoteWritten(Fact):
    entry: str
