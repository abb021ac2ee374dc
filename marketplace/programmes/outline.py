"""A rubric as it is written: plain values, from a form or from the version before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.kit.text import clean
from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Criterion, Descriptor, Rubric, Terms


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One row as typed; `looks` says for each level what it looks like."""

    name: str = ""
    about: str = ""
    looks: Mapping[Level, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        return not any(clean(text) for text in (self.name, self.about, *self.looks.values()))

    @classmethod
    def of(cls, criterion: Criterion) -> "CriterionLine":
        looks = {Level(one.level): one.text for one in criterion.descriptors}
        return cls(criterion.name, criterion.about, looks)


@dataclass(frozen=True, slots=True)
class TermsLine:
    """What a level that is given asks and gives; see `Terms`."""

    level: Level
    kinds: frozenset[EvidenceKind] = frozenset()
    months: int = 12
    until_major: bool = False
    grace_days: int = 90
    assessors: int = 1

    @classmethod
    def of(cls, terms: Terms) -> "TermsLine":
        return cls(
            terms.named_level,
            terms.kinds,
            terms.months,
            terms.until_major,
            terms.grace_days,
            terms.assessors,
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that a version says. `terms` are those of the levels that are given."""

    about: str = ""
    changes: str = ""
    criteria: Sequence[CriterionLine] = ()
    terms: Sequence[TermsLine] = ()

    @classmethod
    def of(cls, rubric: Rubric) -> "Outline":
        criteria = [CriterionLine.of(one) for one in rubric.criteria]
        return cls(rubric.about, rubric.changes, criteria, [TermsLine.of(one) for one in rubric.terms])


def write(rubric: Rubric, outline: Outline) -> None:
    """Make the rubric say that, instead of nothing."""
    rubric.about, rubric.changes = outline.about, outline.changes
    rubric.criteria = [_criterion(position, line) for position, line in enumerate(outline.criteria, 1)]
    rubric.terms = [_terms(line) for line in outline.terms]


def _criterion(position: int, line: CriterionLine) -> Criterion:
    looks = [Descriptor(level=level, text=text) for level, text in line.looks.items()]
    return Criterion(position=position, name=line.name, about=line.about, descriptors=looks)


def _terms(line: TermsLine) -> Terms:
    return Terms(
        level=line.level,
        kinds=line.kinds,
        months=line.months,
        until_major=line.until_major,
        grace_days=line.grace_days,
        assessors=line.assessors,
    )
