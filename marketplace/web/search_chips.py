"""What a search consists of, each part with the address that is left without it."""

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.search.query import Query
from marketplace.search.understanding import Understanding
from marketplace.search.wording import pieces


@dataclass(frozen=True, slots=True)
class Chip:
    """`said` are the words of the box that it was understood from; nothing for a filter."""

    label: str
    address: str
    said: str = ""


def chips(query: Query, understanding: Understanding, names: Mapping[str, str]) -> list[Chip]:
    """Understood parts first, then filters. `names` has the product's and the outcome's by their addresses."""
    understood = [
        Chip(part.label, query.having(words=part.without).address, part.said) for part in understanding.parts
    ]
    return understood + [Chip(label, left.address) for label, left in pieces(query, names)]
