"""What a customer's words mean: products, places, levels … become fields of the query; the rest is looked for as words."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.search import words
from marketplace.search.query import Query


@dataclass(frozen=True, slots=True)
class Part:
    """Something understood. `said` are the words of the box it came from, `without` the box's text without them."""

    kind: str
    said: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word that has to be in a document: one of the tokens `exact`, or a token that begins with one of `prefixes`."""

    word: str
    exact: tuple[str, ...]
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """`query` has what was understood in its fields; `unknown` are words that occur nowhere and are left out."""

    query: Query
    parts: Sequence[Part] = ()
    terms: Sequence[Term] = ()
    unknown: Sequence[str] = ()


def understand(query: Query) -> Understanding:
    found = words.terms(query.words)
    terms = [Term(one, (f"s{words.spelled(words.stem(one))}",), (f"w{words.spelled(one)}",)) for one in found]
    return Understanding(query, (), terms, ())
