"""What would lift an expert's place: the published points they do not have yet, and how to come by them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from marketplace.programmes.levels import Level
from marketplace.search import ranking


class Step(StrEnum):
    """Where to go for it."""

    CONFIRM = "confirm"
    RENEW = "renew"
    ATTEST = "attest"
    CLAIM = "claim"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Lift:
    step: Step
    words: str
    points: int


def lifts(points: Sequence[tuple[str, int]]) -> list[Lift]:
    """The quickest first; what no one can change, as where they live, is left out."""
    return list(_lacking(dict(points)))


def _lacking(held: dict[str, int]) -> Iterator[Lift]:
    if "Calendar confirmed lately" not in held:
        yield Lift(Step.CONFIRM, "Confirm your calendar", ranking.FRESH)
    if "Certified on what is current" not in held:
        yield Lift(Step.RENEW, "Renew your certificate on the current release", ranking.CURRENT)
    if "Use attested" not in held:
        yield Lift(Step.ATTEST, "Have somebody attest that you used it", ranking.USED)
    if held.get("Level", 0) < ranking.PER_LEVEL * max(Level):
        yield Lift(Step.CLAIM, "Be certified one level higher", ranking.PER_LEVEL)
    if held.get("Bookings completed here", 0) < ranking.PER_BOOKING * ranking.MOST_BOOKINGS:
        yield Lift(Step.WORK, "Complete one more booking here", ranking.PER_BOOKING)
