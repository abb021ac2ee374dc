"""What happens to saved searches. None of it names what was looked for."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class SearchSaved(Fact):
    """`alerts` is how soon its owner wants to hear of new people."""

    alerts: str


@dataclass(frozen=True)
class SearchRevised(Fact):
    """Another name, other alerts, or another query under the old name."""

    alerts: str


@dataclass(frozen=True)
class SearchDeleted(Fact):
    """Nothing of it is kept."""


@dataclass(frozen=True)
class AlertsStopped(Fact):
    """Somebody used the link that stands in every alert."""


@dataclass(frozen=True)
class ExpertsFound(Fact):
    """`total` people answer who did not before; `experts` are the refs of the best of them."""

    experts: list[str]
    total: int
