"""What stands on a desk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from marketplace.kit.money import Money
from marketplace.web.clocks import Clock

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits. `step` is the words of its one action, `due_at` until when, `worth` what hangs on it.

    `clocks` are the others whose time it is, too. `acts`: the step needs no page of its own, its button does it at once.
    """

    title: str
    detail: str
    step: str
    path: str
    due_at: datetime | None = None
    worth: Money | None = None
    urgent: bool = False
    acts: bool = False
    clocks: Sequence[Clock] = ()

    @property
    def rank(self) -> tuple[bool, datetime, int]:
        return (not self.urgent, self.due_at or _NEVER, -self.worth.amount if self.worth else 0)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What an empty desk teaches."""

    title: str
    text: str
    step: str
    path: str


@dataclass(frozen=True, slots=True)
class Desk:
    """`waiting` needs the person; `coming` only informs. Shown with the lesson when nothing waits."""

    title: str
    subtitle: str
    waiting: Sequence[Item]
    coming: Sequence[Item]
    lesson: Lesson
    coming_title: str = "Coming up"
    links: Sequence[tuple[str, str]] = field(default=())


def by_urgency(items: Sequence[Item]) -> list[Item]:
    """What is urgent, then what is due first, then what is dearest; in the order given where these are equal."""
    return sorted(items, key=lambda item: item.rank)
