"""Nobody found: which single filter, left out, would find somebody?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from marketplace.search.queries import count
from marketplace.search.query import Query

FILTERS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("any words", {"words": ""}),
    ("any days", {"first": None, "last": None, "per_week": None, "share": 100, "hours": None, "call": None}),
    ("any level", {"level": None}),
    ("any module", {"module": ""}),
    ("any product", {"product": "", "module": ""}),
    ("remote experts, too", {"remote": True}),
    ("any place", {"near": "", "remote": False}),
    ("any rate", {"rate": None}),
    ("any language", {"languages": ()}),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A query with one filter less, what that amounts to in words, and how many it finds."""

    label: str
    query: Query
    total: int


def ways(query: Query) -> list[Way]:
    """Those that find somebody, the most fruitful first."""
    tried = [(label, query.having(**less)) for label, less in FILTERS]
    found = [Way(label, other, count(other)) for label, other in tried if _looser(query, other)]
    return sorted((way for way in found if way.total), key=lambda way: -way.total)


def _looser(query: Query, other: Query) -> bool:
    if other.remote and not query.remote:
        return bool(query.near)
    return other != replace(query, page=1)
