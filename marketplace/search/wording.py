"""What a search asks for, in pieces that its owner reads: on chips, in lists of saved searches.

What others may read of it stands in `describing`.
"""

from collections.abc import Iterator, Mapping

from marketplace.kit.figures import money_text
from marketplace.registry import languages
from marketplace.search import fields
from marketplace.search.query import Query
from marketplace.search.timing import WEEKDAYS, WORKING

Piece = tuple[str, Query]
"""The words, and the query without what they say."""


def pieces(query: Query, names: Mapping[str, str]) -> Iterator[Piece]:
    """Filter by filter; the words of the box are not among them. `names` has what the address names by slugs, as far as known."""
    yield from _skill(query, names)
    yield from _when(query)
    if query.near:
        yield f"within {query.km:,} km of {query.near}", query.without("near")
    if query.remote:
        yield "remote", query.without("remote")
    if query.overlap:
        yield f"{_count(query.overlap, 'hour')} with {_city(query.zone)}", query.without("overlap")
    yield from _terms(query)


def _skill(query: Query, names: Mapping[str, str]) -> Iterator[Piece]:
    for name in ("product", "module", "outcome"):
        if slug := getattr(query, name):
            yield names.get(slug) or _spelled(slug), query.without(name)
    if query.level:
        yield (
            f"{query.level.label} or higher" if query.level < 4 else query.level.label,
            query.without("level"),
        )
    if query.release:
        yield f"on {query.release} or later", query.without("release")


def _when(query: Query) -> Iterator[Piece]:
    if not query.days:
        return
    first, last = (f"{day:%a} {day.day} {day:%b}" for day in (query.days.first, query.days.last))
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


def _terms(query: Query) -> Iterator[Piece]:
    if query.rate:
        yield f"up to {money_text(query.rate, None).removesuffix('.00')}", query.without("rate")
    for code in query.languages:
        yield languages.name(code), query.without("languages", code)
    if query.industry:
        yield query.industry, query.without("industry")
    if query.used:
        yield "use attested", query.without("used")
    if query.rating:
        yield f"{fields.stars(query.rating)} stars or more", query.without("rating")
    for name in query.not_from:
        yield f"not from {name}", query.without("not_from", name)
    if query.fresh:
        yield "confirmed lately", query.without("fresh")
    if query.at_once:
        yield "books at once", query.without("at_once")


def _city(zone: str) -> str:
    """`America/New_York` is New York to people."""
    return zone.rpartition("/")[2].replace("_", " ")


def _spelled(slug: str) -> str:
    return slug.rpartition("/")[2].replace("-", " ").title()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
