"""The search as bare SQL: the statements that the product runs for a page of results, over the driver alone."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from marketplace.db.base import db
from marketplace.search.queries import search
from marketplace.search.query import Query

Statement = tuple[str, Any]


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Whatever runs in the block."""
    found: list[Statement] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        found.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def of_page(args: dict[str, str]) -> list[Statement]:
    """Counting, finding and showing, without looking up what the query names."""
    with recorded() as found:
        search(Query.parse(args))
    db.session.rollback()
    return [one for one in found if "search_" in one[0]]


def timed(pages: Sequence[Sequence[Statement]]) -> list[float]:
    """Milliseconds of each page, the second time that it is asked for."""
    raw = db.engine.raw_connection()
    cursor = raw.cursor()
    took = []
    for again in (False, True):
        for page in pages:
            began = time.perf_counter()
            for statement, parameters in page:
                cursor.execute(statement, parameters)
                cursor.fetchall()
            if again:
                took.append((time.perf_counter() - began) * 1_000)
        raw.rollback()
    raw.close()
    return took
