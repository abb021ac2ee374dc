"""Where the simulated world is kept: one SQLite file, objects as JSON, committed before any answer leaves.

One connection, one lock: requests are played one after the other, which is what makes the world consistent.
Keys of an object that start with `_` are the simulator's own and are never shown.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Body = dict[str, Any]

TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    account TEXT NOT NULL, due_at INTEGER, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS objects_kind ON objects (kind, account, seq);
CREATE INDEX IF NOT EXISTS objects_due ON objects (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS idempotency_keys (
    key TEXT NOT NULL, account TEXT NOT NULL, request TEXT NOT NULL, made_at INTEGER NOT NULL,
    status INTEGER NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (key, account)
);
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, endpoint TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS deliveries_open ON deliveries (next_at, seq) WHERE state = 'pending';
"""
NAMES = ("objects", "idempotency_keys", "deliveries")


class Store:
    def __init__(self, path: Path | None = None) -> None:
        self.lock = threading.RLock()
        self._depth = 0
        self.db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self.db.row_factory = sqlite3.Row
        self.db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + TABLES)

    def close(self) -> None:
        with self.lock:
            self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; an inner one is a savepoint. An error marked `keep` keeps what was written."""
        with self.lock:
            self._depth += 1
            begin, commit, undo = _statements(self._depth)
            self.db.execute(begin)
            try:
                yield
            except BaseException as problem:
                for statement in (commit,) if getattr(problem, "keep", False) else undo:
                    self.db.execute(statement)
                raise
            else:
                self.db.execute(commit)
            finally:
                self._depth -= 1

    def add(self, body: Body, account: str = "", due_at: int | None = None) -> Body:
        row = (_key(body), body["object"], account, due_at, json.dumps(body))
        self.db.execute("INSERT INTO objects (id, kind, account, due_at, body) VALUES (?, ?, ?, ?, ?)", row)
        return body

    def save(self, body: Body) -> Body:
        self.db.execute("UPDATE objects SET body = ? WHERE id = ?", (json.dumps(body), _key(body)))
        return body

    def wake(self, body: Body, at: int | None) -> None:
        """Let the clock's ticking come by that object at `at`, or never."""
        self.db.execute("UPDATE objects SET due_at = ? WHERE id = ?", (at, _key(body)))

    def remove(self, key: str) -> None:
        self.db.execute("DELETE FROM objects WHERE id = ?", (key,))

    def find(self, key: str, kind: str = "", account: str | None = None) -> Body | None:
        row = self.db.execute("SELECT kind, account, body FROM objects WHERE id = ?", (key,)).fetchone()
        fits = row and kind in ("", row["kind"]) and account in (None, row["account"])
        return _body(row) if fits else None

    def every(self, kind: str, account: str | None = None, **where: object) -> list[Body]:
        """Newest first. `where` compares top fields; None in it means: any."""
        tests = {
            f"json_extract(body, '$.{name}') = ?": value for name, value in where.items() if value is not None
        }
        tests |= {"account = ?": account} if account is not None else {}
        clause = "".join(f" AND {test}" for test in tests)
        query = f"SELECT body FROM objects WHERE kind = ?{clause} ORDER BY seq DESC"  # noqa: S608 - our names
        return [_body(row) for row in self.db.execute(query, (kind, *tests.values()))]

    def history(self, type: str | None = None) -> list[Body]:
        """Events of both kinds, oldest first."""
        query = "SELECT body FROM objects WHERE kind IN ('event', 'v2.core.event') ORDER BY seq"
        found = [_body(row) for row in self.db.execute(query)]
        return [event for event in found if type in (None, event["type"])]

    def due(self, now: int) -> tuple[Body, str] | None:
        """The object whose time came first, with its account."""
        query = "SELECT body, account FROM objects WHERE due_at <= ? ORDER BY due_at, seq LIMIT 1"
        row = self.db.execute(query, (now,)).fetchone()
        return (_body(row), row["account"]) if row else None

    def clear(self) -> None:
        for name in NAMES:
            self.db.execute(f"DELETE FROM {name}")  # noqa: S608 - our names

    def counts(self) -> dict[str, int]:
        rows = self.db.execute("SELECT kind, count(*) AS n FROM objects GROUP BY kind ORDER BY kind")
        return {row["kind"]: row["n"] for row in rows}


def _statements(depth: int) -> tuple[str, str, tuple[str, ...]]:
    if depth == 1:
        return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
    name = f"level{depth}"
    return f"SAVEPOINT {name}", f"RELEASE {name}", (f"ROLLBACK TO {name}", f"RELEASE {name}")


def _key(body: Body) -> str:
    return str(body.get("id") or body["_id"])


def _body(row: sqlite3.Row) -> Body:
    body: Body = json.loads(row["body"])
    return body
