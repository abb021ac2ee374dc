"""Many rows, straight into an empty database: what guards and orders them is taken away first and put back afterwards.

What is put back checks everything that was written: the definitions are the database's own.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import Boolean, Column, Date, DateTime, Table, TypeDecorator

from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.ids import ALPHABET, Ref

Rows = Iterable[Sequence[Any]]

_THREE = [a + b + c for a in ALPHABET for b in ALPHABET for c in ALPHABET]


def ref(number: int) -> Ref:
    """The name of the n-th row of a table."""
    return f"{_THREE[number >> 30]}{_THREE[number >> 15 & 32767]}00{_THREE[number & 32767]}0"


class Writer(Protocol):
    """Into one database."""

    def fill(self, table: Table, names: Sequence[str], rows: Rows) -> None:
        """Rows as Python values in the order of `names`; other columns get their defaults."""


@contextmanager
def writer() -> Iterator[Writer]:
    """For the database of the application. Guards and indexes are back when the block ends."""
    raw = db.engine.raw_connection()
    connection: Any = raw.driver_connection
    kind = _SQLite if db.engine.dialect.name == "sqlite" else _PostgreSQL
    made = kind(connection)
    try:
        made.open()
        yield made
        made.close()
    finally:
        raw.close()


class _SQLite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.taken: list[str] = []

    def open(self) -> None:
        for pragma in ("foreign_keys = OFF", "synchronous = OFF"):
            self.connection.execute(f"PRAGMA {pragma}")
        wanted = """SELECT type, name, sql FROM sqlite_master
            WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name NOT LIKE 'search%'"""
        for kind, name, made in self.connection.execute(wanted).fetchall():
            self.connection.execute(f'DROP {kind} "{name}"')
            self.taken.append(made)

    def fill(self, table: Table, names: Sequence[str], rows: Rows) -> None:
        columns, more = _columns(table, names)
        kept = [_stored(column) for column in columns[: len(names)]]
        tail = tuple(
            _stored(column)(value) for column, value in zip(columns[len(names) :], more, strict=True)
        )
        listed = ", ".join(f'"{one.name}"' for one in columns)
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})'
        self.connection.execute("BEGIN")
        self.connection.executemany(
            statement,
            (tuple([keep(value) for keep, value in zip(kept, row, strict=True)]) + tail for row in rows),
        )
        self.connection.execute("COMMIT")

    def close(self) -> None:
        for statement in self.taken:
            self.connection.execute(statement)
        for pragma in ("foreign_keys = ON", "synchronous = NORMAL"):
            self.connection.execute(f"PRAGMA {pragma}")


class _PostgreSQL:
    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.taken: list[str] = []
        self.filled: dict[str, None] = {}

    def open(self) -> None:
        run = self.connection.execute
        run("SET session_replication_role = replica")
        run("SET maintenance_work_mem = '1GB'")
        run("SET synchronous_commit = off")
        guards = "SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'x'"
        for name, table, made in run(guards).fetchall():
            run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')  # type: ignore[arg-type]
            self.taken.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}')
        orders = """SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'search%'
            AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid)"""
        for name, made in run(orders).fetchall():  # type: ignore[call-overload]
            run(f"DROP INDEX {name}")  # type: ignore[arg-type]
            self.taken.append(made)
        self.connection.commit()

    def fill(self, table: Table, names: Sequence[str], rows: Rows) -> None:
        columns, more = _columns(table, names)
        if "id" in table.columns:  # others are numbered by whom they belong to
            self.filled[table.name] = None
        listed = sql.SQL(", ").join(sql.Identifier(one.name) for one in columns)
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), listed)
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row((*row, *more))
        self.connection.commit()

    def close(self) -> None:
        for table in self.filled:
            counter = sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {}")
            self.connection.execute(counter.format(f'"{table}"', sql.Identifier(table)))
        for statement in self.taken:
            self.connection.execute(statement)  # type: ignore[arg-type]
        for setting in ("session_replication_role", "maintenance_work_mem", "synchronous_commit"):
            self.connection.execute(f"RESET {setting}")  # type: ignore[arg-type]
        self.connection.commit()


def _columns(table: Table, names: Sequence[str]) -> tuple[list[Column[Any]], list[Any]]:
    """Those of `names`, then those with a default that are not among them, and these defaults."""
    rest = [one for one in table.columns if one.name not in names and one.name != "id" and not one.nullable]
    return [table.columns[name] for name in names] + rest, [_default(one) for one in rest]


def _default(column: Column[Any]) -> Any:
    if column.default is None:
        raise TypeError(f"{column.table.name}.{column.name} has no default")
    found = column.default.arg  # type: ignore[attr-defined]
    return clock.now() if callable(found) else found


def _stored(column: Column[Any]) -> Callable[[Any], Any]:
    """How SQLite keeps a value of that column."""
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, DateTime):
        return _instant
    return _day if isinstance(kind, Date) else int_or_same if isinstance(kind, Boolean) else same


def same(value: Any) -> Any:
    return value


def int_or_same(value: Any) -> Any:
    return None if value is None else int(value)


@cache
def _instant(value: datetime | None) -> str | None:
    if value is None:
        return None
    utc = value.astimezone(UTC) if value.tzinfo else value
    return utc.strftime("%Y-%m-%d %H:%M:%S.%f")


@cache
def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
