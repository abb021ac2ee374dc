"""What comes of reading the box."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.search.query import Query


@dataclass(frozen=True, slots=True)
class Part:
    """Something understood. `kind` is product, module, outcome, level, place, language, remote or words; `said` are the words of
    the box it came from, `label` is what it means, and `without` the box's text once it is taken away."""

    kind: str
    said: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word that documents must have: one of the `exact` tokens, or one that begins with one of `prefixes`."""

    word: str
    exact: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """`query` has what was understood in its fields. `unknown` are words that were left out of the search: nobody's documents have
    them, or the box cannot read them, as times and prices."""

    query: Query
    parts: Sequence[Part] = ()
    terms: Sequence[Term] = ()
    unknown: Sequence[str] = ()
