"""Who answers a query, in the published order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from sqlalchemy import TextClause, text

from marketplace.db.base import db
from marketplace.search import ranking
from marketplace.search.clauses import Clause, conjunction
from marketplace.search.cursor import Cursor
from marketplace.search.scoring import LEAD, points
from marketplace.search.sieve import Sieve

Scored = tuple[int, int]
"""An expert's id and points."""


@dataclass
class Finder:
    """Statements over one sieve."""

    sieve: Sieve
    score: Clause

    @classmethod
    def of(cls, sieve: Sieve) -> Self:
        return cls(sieve, points(sieve.wanted, sieve.terms))

    @property
    def day(self) -> int:
        return self.sieve.wanted.today.toordinal()

    def best(self, limit: int, offset: int = 0, without: Sequence[int] = ()) -> list[Scored]:
        """By points, then by the day's draw."""
        more, values = _without(without)
        return self._run(more, "points DESC, draw, expert_id", values | {"limit": limit, "offset": offset})

    def after(self, cursor: Cursor, limit: int) -> list[Scored]:
        """Those that come after the one the cursor names."""
        more, values = _without(cursor.newcomers)
        draw = ranking.draw(cursor.expert_id, self.day)
        later = "points < :at OR (points = :at AND (draw > :draw OR (draw = :draw AND expert_id > :last)))"
        values |= {"at": cursor.points, "draw": draw, "last": cursor.expert_id, "limit": limit, "offset": 0}
        inner = self._select(more)
        order = "ORDER BY points DESC, draw, expert_id LIMIT :limit OFFSET :offset"
        return self._rows(f"SELECT expert_id, points FROM ({inner}) e WHERE {later} {order}", values)

    def ahead(self, expert_id: int) -> tuple[int, int] | None:
        """The expert's points, and how many stand before them. None when they do not answer."""
        mine = self._run(["o.expert_id = :mine"], "draw", {"mine": expert_id, "limit": 1, "offset": 0})
        if not mine:
            return None
        values = {"at": mine[0][1], "draw": ranking.draw(expert_id, self.day)}
        sql = f"SELECT COUNT(*), 0 FROM ({self._select([])}) e WHERE points > :at OR (points = :at AND draw < :draw)"
        return mine[0][1], self._rows(sql, values)[0][0]

    def total(self) -> int:
        return self._rows(f"SELECT COUNT(*), 0 FROM ({self._select([])}) e", {})[0][0]

    def _run(self, more: Sequence[str], order: str, values: dict[str, Any]) -> list[Scored]:
        return self._rows(f"{self._select(more)} ORDER BY {order} LIMIT :limit OFFSET :offset", values)

    def _select(self, more: Sequence[str]) -> str:
        """Each expert once, with the points of their best answer."""
        joined = f" {LEAD}" if self.sieve.terms else ""
        asked = [*self.sieve.hard, *self.sieve.filters.values(), *more]

        def offers(way: str) -> str:
            where = conjunction([*filter(None, [way]), *asked])
            return f"SELECT o.expert_id, {self.score.sql} AS points FROM search_offer o{joined} WHERE {where}"

        found = f"SELECT expert_id, MAX(points) AS points, {ranking.lot('expert_id')} AS draw"
        return f"{found} FROM ({self.sieve.apart(offers)}) f GROUP BY expert_id"

    def _rows(self, sql: str, values: dict[str, Any]) -> list[Scored]:
        salted = self.sieve.values | self.score.values | values | ranking.lots(self.day)
        return [(row[0], row[1]) for row in db.session.execute(prepared(sql), salted)]


def _without(ids: Sequence[int]) -> tuple[list[str], dict[str, Any]]:
    values = {f"out{number}": one for number, one in enumerate(ids)}
    listed = ", ".join(f":{name}" for name in values)
    return ([f"o.expert_id NOT IN ({listed})"] if values else []), values


@lru_cache(maxsize=2_000)
def prepared(sql: str) -> TextClause:
    """The statement of that text; searches of one shape share it."""
    return text(sql)
