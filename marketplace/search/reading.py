"""Everything that a page says about who answers, in one statement: how many, the counts of the filters, the best, and newcomers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from marketplace.db.base import db
from marketplace.search import facets, ranking
from marketplace.search.candidates import candidates, passing
from marketplace.search.facets import Row, Value
from marketplace.search.finding import Finder, Scored, prepared
from marketplace.search.ranking import NEWCOMERS, PAGE
from marketplace.search.sieve import Sieve

BEST, NEW = "best", "new"


@dataclass(frozen=True, slots=True)
class Reading:
    """`best` are the first of the order, a page of them; `newcomers` those of the first page when there are several pages."""

    total: int
    values: Mapping[str, Sequence[Value]]
    best: Sequence[Scored]
    newcomers: Sequence[Scored]


def read(finder: Finder) -> Reading:
    sieve, day = finder.sieve, finder.day
    parts = " UNION ALL ".join([*facets.parts(sieve), *_found(sieve)])
    values = ranking.lots(day) | {"new_since": day - ranking.NEWCOMER_DAYS}
    sql = prepared(f"{candidates(sieve, finder.score)} {parts}")
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in db.session.execute(sql, finder.score.values | sieve.values | values):
        rows[row[0]].append(row)
    total, counted = facets.read(sieve, rows)
    best = sorted((_scored(row) for row in rows[BEST]), key=lambda one: (-one[1], *_lot(one, day)))
    return Reading(total, counted, best, _newcomers(rows[NEW], best, day) if total > PAGE else ())


def _found(sieve: Sieve) -> Iterator[str]:
    """A page of the best; and of newcomers so many that some are left when the best are taken out."""
    drawn = f"SELECT expert_id, points, {ranking.lot('expert_id')} AS draw FROM e WHERE {passing(sieve)}"
    best = f"{drawn} ORDER BY points DESC, draw, expert_id LIMIT {PAGE}"
    yield f"SELECT '{BEST}', expert_id, points, '' FROM ({best}) b"
    new = f"{drawn} AND first_day >= :new_since ORDER BY draw, expert_id LIMIT {PAGE}"
    yield f"SELECT '{NEW}', expert_id, points, '' FROM ({new}) n"


def _newcomers(rows: Sequence[Row], best: Sequence[Scored], day: int) -> Sequence[Scored]:
    """By the day's draw, without those who stand on the page anyway."""
    there = {one for one, _ in best[: PAGE - NEWCOMERS]}
    drawn = sorted((_scored(row) for row in rows), key=lambda one: _lot(one, day))
    return [one for one in drawn if one[0] not in there][:NEWCOMERS]


def _scored(row: Row) -> Scored:
    return row[1], row[2]


def _lot(one: Scored, day: int) -> tuple[int, int]:
    return ranking.draw(one[0], day), one[0]
