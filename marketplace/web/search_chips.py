"""What a search consists of, each part with the address that is left without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from marketplace.registry import languages
from marketplace.search.query import Query
from marketplace.search.timing import WEEKDAYS, WORKING
from marketplace.search.understanding import Understanding
from marketplace.web.filters import money
from marketplace.web.search_strips import day_short


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
    return understood + [Chip(label, left.address) for label, left in _filters(query, names)]


Part = tuple[str, Query]


def _filters(query: Query, names: Mapping[str, str]) -> Iterator[Part]:
    yield from _skill(query, names)
    yield from _when(query)
    if query.near:
        yield f"within {query.km:,} km of {query.near}", query.without("near")
    if query.remote:
        yield "remote", query.without("remote")
    if query.overlap:
        yield f"{_count(query.overlap, 'hour')} with {place_of(query.zone)}", query.without("overlap")
    yield from _terms(query)


def _skill(query: Query, names: Mapping[str, str]) -> Iterator[Part]:
    for name in ("product", "module", "outcome"):
        if slug := getattr(query, name):
            yield names.get(slug) or _spelled(slug), query.without(name)
    if query.level:
        yield (
            f"{query.level.label} at least" if query.level < 4 else query.level.label,
            query.without("level"),
        )
    if query.release:
        yield f"on {query.release} or later", query.without("release")


def _when(query: Query) -> Iterator[Part]:
    if not query.days:
        return
    first, last = (day_short(day) for day in (query.days.first, query.days.last))
    yield first if query.first == query.last else f"{first} – {last}", query.without("first")
    if query.weekdays != WORKING:
        yield ", ".join(WEEKDAYS[n].capitalize() for n in query.weekdays), query.without("weekdays")
    if query.per_week:
        yield f"{_count(query.per_week, 'day')} a week", query.without("per_week")
    if query.share != 100:
        yield f"{query.share} % of the days", query.without("share")
    if query.hours:
        yield f"{_count(query.hours, 'hour')} a day", query.without("hours")
    if query.call:
        yield f"a call of {query.call} minutes", query.without("call")


def _terms(query: Query) -> Iterator[Part]:
    if query.rate:
        yield f"up to {money(query.rate).removesuffix('.00')}", query.without("rate")
    for code in query.languages:
        yield languages.name(code), query.without("languages", code)
    if query.industry:
        yield query.industry, query.without("industry")
    if query.used:
        yield "use attested", query.without("used")
    for name in query.not_from:
        yield f"not from {name}", query.without("not_from", name)
    if query.fresh:
        yield "confirmed lately", query.without("fresh")


def place_of(zone: str) -> str:
    """`America/New_York` is New York to people."""
    return zone.rpartition("/")[2].replace("_", " ")


def _spelled(slug: str) -> str:
    return slug.rpartition("/")[2].replace("-", " ").capitalize()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
