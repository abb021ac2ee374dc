"""What happened in a vendor's catalogue."""

from dataclasses import dataclass

from marketplace.events.facts import Fact
from marketplace.kit.ids import Ref


@dataclass(frozen=True)
class ProductAdded(Fact):
    vendor: Ref
    name: str


@dataclass(frozen=True)
class ProductRevised(Fact):
    name: str


@dataclass(frozen=True)
class ProductRetired(Fact):
    name: str


@dataclass(frozen=True)
class ProductRestored(Fact):
    name: str


@dataclass(frozen=True)
class ModuleAdded(Fact):
    product: Ref
    name: str


@dataclass(frozen=True)
class ModuleRevised(Fact):
    product: Ref
    name: str


@dataclass(frozen=True)
class ModuleRetired(Fact):
    product: Ref
    name: str


@dataclass(frozen=True)
class ModuleRestored(Fact):
    product: Ref
    name: str


@dataclass(frozen=True)
class ReleaseAdded(Fact):
    product: Ref
    version: str
    released_on: str
    major: bool


@dataclass(frozen=True)
class ReleaseRevised(Fact):
    product: Ref
    version: str
    released_on: str
    major: bool


@dataclass(frozen=True)
class TopicsRevised(Fact):
    """The list of what a release changed was written anew; the subject is the release."""

    product: Ref
    titles: list[str]


@dataclass(frozen=True)
class SynonymAdded(Fact):
    product: Ref
    phrase: str


@dataclass(frozen=True)
class SynonymRemoved(Fact):
    product: Ref
    phrase: str


@dataclass(frozen=True)
class BlueprintAdded(Fact):
    vendor: Ref
    title: str


@dataclass(frozen=True)
class BlueprintRevised(Fact):
    title: str


@dataclass(frozen=True)
class BlueprintRedrafted(Fact):
    """A change of a published one was saved; customers do not read it yet."""

    title: str


@dataclass(frozen=True)
class BlueprintDraftDiscarded(Fact):
    title: str


@dataclass(frozen=True)
class BlueprintPublished(Fact):
    title: str


@dataclass(frozen=True)
class BlueprintRetired(Fact):
    title: str


@dataclass(frozen=True)
class BlueprintRestored(Fact):
    title: str
