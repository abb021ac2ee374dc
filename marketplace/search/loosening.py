"""Nobody found: which single wish, left out or eased, would find somebody?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from marketplace.programmes.levels import Level
from marketplace.search import counting
from marketplace.search.queries import prepare
from marketplace.search.query import Query
from marketplace.search.remembering import remembered
from marketplace.search.understanding import Part

TRIED = 8
"""Somebody with more wishes than that has to choose for themselves."""
EASED = 80
"""Percent of the days that will do when all of them are too many."""
FEW = 5
"""Days of which a share makes sense."""
FARTHER_KM = 200
ENOUGH = 3
"""Ways that are shown; whoever found nobody wants an answer, not every answer."""

PARTS = (
    ("Any number of hours a day", "hours"),
    ("Any day in the week", "per_week"),
    ("Any days", "first"),
    ("Any level", "level"),
    ("Any release", "release"),
    ("Any rate", "rate"),
    ("Any language", "languages"),
    ("Any place", "near"),
    ("Any working hours", "overlap"),
    ("Any industry", "industry"),
    ("Attested use or not", "used"),
    ("Whoever they worked for", "not_from"),
    ("Any rating, or none yet", "rating"),
    ("Confirmed lately or not", "fresh"),
    ("At once, or asked first", "at_once"),
    ("Any module", "module"),
    ("Any product", "product"),
    ("Any outcome", "outcome"),
    ("Any words", "words"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A query that asks for less, what that amounts to in words, and how many it finds."""

    label: str
    query: Query
    total: int


def ways(query: Query, understood: Sequence[Part] = ()) -> list[Way]:
    """The first that find somebody, easing a wish before leaving one out; the most fruitful of them first."""
    tried = list(islice(_looser(query, understood), TRIED))
    with remembered():
        found = list(islice((Way(*tried[n], total) for n, total in _counted(tried) if total), ENOUGH))
    return sorted(found, key=lambda way: -way.total)


def _counted(tried: Sequence[tuple[str, Query]]) -> Iterator[tuple[int, int]]:
    """Place and total of each, in order. Those with the same words about the same thing are counted together, as soon as one of
    them is needed; what leaves out a word, or the product, is another search."""
    totals: dict[int, int] = {}
    for number, (_, query) in enumerate(tried):
        if number not in totals:
            alike = [n for n in range(number, len(tried)) if _about(tried[n][1]) == _about(query)]
            found = counting.totals([prepare(tried[n][1])[1] for n in alike])
            totals |= zip(alike, found, strict=True)
        yield number, totals[number]


def _about(query: Query) -> tuple[str, str, str]:
    return query.words, query.product, query.outcome


def _looser(query: Query, understood: Sequence[Part]) -> Iterator[tuple[str, Query]]:
    yield from _eased(query)
    if len(understood) > 1:
        for part in understood:
            yield f"Without “{part.said}”", query.having(words=part.without)
    for label, name in PARTS:
        less = query.without(name)
        if less.narrowed and less != query.having():
            yield label, less


def _eased(query: Query) -> Iterator[tuple[str, Query]]:
    """Still the same wish, but less of it."""
    whole = query.share == 100 and not query.per_week and not query.call
    if whole and len(query.wanted) >= FEW:
        yield f"Free on {EASED} % of the days", query.having(share=EASED)
    if query.near and not query.remote:
        yield "Remote experts, too", query.having(remote=True)
    if query.near and query.km < FARTHER_KM:
        yield f"Up to {FARTHER_KM} km away", query.having(km=FARTHER_KM)
    if query.level and query.level > Level.PRACTITIONER:
        lower = Level(query.level - 1)
        yield f"{lower.label} will do", query.having(level=lower)
