"""What happened to a feed. The subject is the feed."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class FeedMade(Fact):
    """There is a secret address."""


@dataclass(frozen=True)
class FeedRenewed(Fact):
    """There is another one; the old one leads nowhere."""


@dataclass(frozen=True)
class FeedRemoved(Fact):
    """There is none any more."""
