"""A scene that many tests begin with: put together once, kept as rows, and put back for each of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Table, select, text

from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit import clock as kit_clock
from tests.conftest import Clock

Scene = TypeVar("Scene")
Rows = dict[Table, list[dict[str, Any]]]


class Kept(Generic[Scene]):
    """What stands for the scene may hold keys and words, but no rows."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._rows: Rows = {}
        self._until: datetime | None = None

    def again(self, assemble: Callable[[], Scene], clock: Clock) -> Scene:
        """In an empty database: the scene, and the time at which it ends."""
        if self._scene is None or self._until is None:
            there = _rows()
            self._scene, self._until = assemble(), kit_clock.now()
            self._rows = _rows(there)
            return self._scene
        with atomic() as session:
            for table, rows in self._rows.items():
                session.execute(table.insert(), rows)
            _count_on(self._rows)
        clock.to(self._until)
        return self._scene


def _count_on(rows: Rows) -> None:
    """PostgreSQL numbers rows by a sequence, which knows nothing of rows that came with their number."""
    if db.session.connection().dialect.name != "postgresql":
        return
    sequence = "pg_get_serial_sequence('\"{0}\"', 'id')"
    step = f"setval({sequence}, GREATEST(nextval({sequence}), {{1}}))"
    highest = {
        table.name: max(row["id"] for row in there) for table, there in rows.items() if "id" in table.c
    }
    db.session.execute(text("SELECT " + ", ".join(step.format(*each) for each in highest.items())))


def _rows(besides: Rows | None = None) -> Rows:
    """All of the database, or what it holds besides those; what others refer to comes first."""
    db.session.rollback()
    found: Rows = {}
    for table in db.metadata.sorted_tables:
        old = (besides or {}).get(table, [])
        rows = db.session.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        if new := [each for row in rows if (each := dict(row)) not in old]:
            found[table] = new
    db.session.rollback()
    return found
