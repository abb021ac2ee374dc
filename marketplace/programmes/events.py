"""What happened to programmes. The subject is the rubric, one version of what is asked; `skill` is the skill's ref."""

from dataclasses import dataclass

from marketplace.events.facts import Fact
from marketplace.kit.ids import Ref


@dataclass(frozen=True)
class RubricStarted(Fact):
    """A draft of the next version."""

    skill: Ref
    number: int


@dataclass(frozen=True)
class RubricRevised(Fact):
    skill: Ref
    number: int


@dataclass(frozen=True)
class RubricDiscarded(Fact):
    """The draft is gone; the published version goes on."""

    skill: Ref
    number: int


@dataclass(frozen=True)
class RubricPublished(Fact):
    """Claims from now on are judged by it. The version before is replaced in the same moment."""

    skill: Ref
    number: int
