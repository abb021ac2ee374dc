"""Search: one statement counts and finds; one more brings what a page shows, however many results."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.search import results
from marketplace.search.cursor import Cursor
from marketplace.search.finding import Finder, Scored
from marketplace.search.lookup import Wanted, look_up
from marketplace.search.query import Query
from marketplace.search.ranking import NEWCOMER_EVERY, PAGE
from marketplace.search.reading import Reading, read
from marketplace.search.results import Found
from marketplace.search.sieve import Sieve, sieve
from marketplace.search.understanding import Understanding, understand


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in a search: `place` of `total`, with `points`; `bar` is what the last of the first page has."""

    place: int
    total: int
    points: Sequence[tuple[str, int]]
    bar: int


def search(query: Query) -> Found:
    """The page asked for, or the last one there is. Raises `Invalid` where the query names what does not exist."""
    understood, made = prepare(query)
    finder = Finder.of(made)
    found = read(finder)
    number, scored, newcomers = _page(finder, query, found)
    pages = max(1, -(-found.total // PAGE))
    after = _next(scored, newcomers, made.wanted, number) if number < pages and scored else ""
    hits = results.hits(scored, made.wanted, newcomers if number == 1 else ())
    name = made.wanted.product.name if made.wanted.product else ""
    return Found(hits, found.total, number, pages, after, found.values, understood, name)


def prepare(query: Query) -> tuple[Understanding, Sieve]:
    understood = understand(query)
    return understood, sieve(look_up(understood.query), understood.terms)


def matching(query: Query, limit: int) -> list[int]:
    """The best of those who answer, best first; nobody is put forward for being new."""
    _, made = prepare(query)
    return [one for one, _ in Finder.of(made).best(limit)]


def place_of(query: Query, expert_id: int) -> Place | None:
    """None when the expert does not answer the query."""
    _, made = prepare(query)
    finder = Finder.of(made)
    stood = finder.ahead(expert_id)
    if stood is None:
        return None
    points, before = stood
    first = finder.best(PAGE)
    (hit,) = results.hits([(expert_id, points)], made.wanted) or (None,)
    return Place(before + 1, finder.total(), hit.points if hit else (), first[-1][1])


def _page(finder: Finder, query: Query, found: Reading) -> tuple[int, list[Scored], tuple[int, ...]]:
    """Its number, who stands on it, and the newcomers of the first page."""
    cursor = Cursor.read(query.cursor, finder.day) if query.cursor else None
    if cursor:
        return cursor.page, finder.after(cursor, PAGE), cursor.newcomers
    number = min(query.page, max(1, -(-found.total // PAGE)))
    newcomers = tuple(one for one, _ in found.newcomers)
    if number == 1:
        return 1, mixed(found.best, found.newcomers), newcomers
    return number, finder.best(PAGE, (number - 1) * PAGE - len(newcomers), newcomers), newcomers


def mixed(first: Sequence[Scored], newcomers: Sequence[Scored]) -> list[Scored]:
    """Every fifth place of the page to a newcomer, as far as there are any; the others by points."""
    chosen = {one for one, _ in newcomers}
    others, waiting = [one for one in first if one[0] not in chosen], list(newcomers)
    page: list[Scored] = []
    while len(page) < len(first):
        turn = waiting and ((len(page) + 1) % NEWCOMER_EVERY == 0 or not others)
        page.append(waiting.pop(0) if turn else others.pop(0))
    return page


def _next(scored: Sequence[Scored], newcomers: tuple[int, ...], wanted: Wanted, number: int) -> str:
    """After the last of those who stand where they do by points."""
    by_points = [one for one in scored if one[0] not in newcomers] or scored
    last = by_points[-1]
    return str(Cursor(wanted.today.toordinal(), last[1], last[0], newcomers, number + 1))
