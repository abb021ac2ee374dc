"""The one place that asks which database engine this is."""

from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event

from marketplace.db.base import db

WRITES = "writes"
"""Execution option: the transaction about to begin is going to write."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 15000",
    "PRAGMA cache_size = -64000",
    "PRAGMA mmap_size = 268435456",
)


PREPARED_FROM, PREPARED = 1, 300
"""How often PostgreSQL plans a statement on each connection before it may keep the plan, and how many it keeps.
A search takes longer to plan than to answer, and has some dozens of shapes."""


def prepare(app: Flask) -> None:
    """Teach every engine of the application its manners."""
    with app.app_context():
        for engine in db.engines.values():
            if engine.dialect.name == "sqlite":
                _prepare_sqlite(engine)
            else:
                event.listen(engine, "connect", _settle)


def only_reads(engine: Engine) -> dict[str, Any]:
    """Options of a connection that is only read from.

    PostgreSQL gives every statement a view of its own in any case; without a transaction around them two round trips are saved, and
    what the driver has prepared outlives the request (it drops all of it with every ROLLBACK, psycopg/_preparing.py)."""
    return {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}


def _settle(connection: Any, _record: Any) -> None:
    # Compiling a plan, or starting a process for it, takes longer than any of our questions does.
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.execute("SET max_parallel_workers_per_gather = 0")
    connection.autocommit = False
    connection.prepare_threshold = PREPARED_FROM
    connection.prepared_max = PREPARED


def _prepare_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)


def _configure(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions of its own: it would begin them deferred, and a reader that turns
    # writer then fails at once instead of waiting its turn (sqlite.org/lang_transaction.html).
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
