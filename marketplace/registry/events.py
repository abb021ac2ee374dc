"""What happened to a profile. No payload names an employer: events outlive the wish to be known."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class ProfileStarted(Fact):
    """A person began a profile; nobody else sees it yet."""


@dataclass(frozen=True)
class ProfileRevised(Fact):
    """`part` is words, photo, place, languages, rates or experience."""

    part: str


@dataclass(frozen=True)
class ProfilePublished(Fact):
    """From now on customers find it."""


@dataclass(frozen=True)
class ProfileHidden(Fact):
    """Customers no longer find it; what was agreed stays agreed."""
