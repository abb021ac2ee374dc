"""One application per test process, an empty database per test, on the engine asked for with `--engine`."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine, create_engine, make_url, text

from marketplace.app import create_app
from marketplace.db.base import db
from marketplace.events import inbox, outbox
from marketplace.kit import clock as kit_clock
from marketplace.search import rebuilding
from tests.browser import Browser

pytest_plugins = (
    "tests.cast",
    "tests.chromium",
    "tests.sharing",
    "tests.simulated",
    "tests.calendar.linked",
    "tests.rules.world",
)

MONDAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
"""Tests begin on a Monday morning, four weeks before the clocks change in Europe."""


DATABASES = {"database", "site_database"}
WHOLE_STORIES = ("test_main_story",)
"""Played in the browser on either engine; what the others hold about the database, tests without a browser hold on both."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.addoption(
        "--whole",
        action="store_true",
        help="look at every part of every page, and try every change on PostgreSQL",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--engine") == "postgresql" and not os.environ.get("TEST_POSTGRES_URL"):
        raise pytest.UsageError(
            "--engine postgresql needs TEST_POSTGRES_URL, the address of a server for tests"
        )
    if config.getoption("--engine") == "postgresql":
        whole = config.getoption("--whole")
        same = [item for item in items if _same_on_either(item) or (_of_the_doors(item) and not whole)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if item not in same]


def _same_on_either(item: pytest.Item) -> bool:
    """What touches no database, and what is about browsers: one run of it is enough."""
    if "tests/flows/" in item.nodeid:
        return not any(story in item.nodeid for story in WHOLE_STORIES)
    return not DATABASES & set(getattr(item, "fixturenames", ()))


def _of_the_doors(item: pytest.Item) -> bool:
    """What a page says, and who may change what, comes from what the packages below answer, and those are asked on both engines.
    That every page opens on either is for the matrix to show (tests/rules/test_authorisation.py)."""
    return "tests/web/" in item.nodeid or "::test_who_may_change[" in item.nodeid


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.config.getoption("--engine"))


@pytest.fixture(scope="session")
def instance(worker_id: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=f"mavenry-{worker_id}-") as path:
        yield Path(path)


@pytest.fixture(scope="session")
def database(engine_name: str, instance: Path, worker_id: str) -> Iterator[str]:
    """The address of a database of this process's own."""
    if engine_name == "sqlite":
        yield f"sqlite:///{instance}/test.db"
        return
    with postgres_database(worker_id) as address:
        yield address


@contextmanager
def postgres_database(label: str) -> Iterator[str]:
    """A PostgreSQL database of one's own on the server for tests, dropped afterwards; its address."""
    server = make_url(os.environ["TEST_POSTGRES_URL"]).set(drivername="postgresql+psycopg")
    name = f"mavenry_test_{os.getpid()}_{label}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        # Nobody mourns a test's database when the machine fails.
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    yield server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(scope="session")
def the_app(database: str, instance: Path) -> Iterator[Flask]:
    app = create_app(
        {
            "TESTING": True,
            "SQLALCHEMY_DATABASE_URI": database,
            "INSTANCE_PATH": str(instance),
            "FILES_PATH": str(instance / "files"),
            "QUEUE_URL": None,
            "LEXICON_SECONDS": 0,
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
            "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__rounds": 1, "argon2__memory_cost": 64},
        }
    )
    app.test_client_class = Browser
    with app.app_context():
        upgrade()
        rebuilding.resume()  # what the migrations have begun: nobody is there yet
        if database.startswith("sqlite"):
            db.session.remove()
            db.engine.dispose()
            shutil.copy(instance / "test.db", instance / "empty.db")
    # What has been loaded by now stays until the end: looking through it for garbage with every test finds nothing.
    gc.collect()
    gc.freeze()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(the_app: Flask, empty: Callable[[], None], clock: "Clock") -> Iterator[Flask]:
    """The application with an empty database, in an application context."""
    with the_app.app_context():
        empty()
        yield the_app
        db.session.rollback()
        db.session.remove()


TEXT_INDEX = "search_text"
"""Made by a migration alone, and described by no model; where nothing is checked, nothing cascades to it either."""


@pytest.fixture(scope="session")
def empty(the_app: Flask, database: str, instance: Path) -> Iterator[Callable[[], None]]:
    """Takes every row out of the database."""
    if database.startswith("sqlite"):
        yield lambda: _put_back(instance)
        return
    engine = create_engine(database, connect_args={"options": _unchecked(database)})
    with the_app.app_context():
        tables = [TEXT_INDEX, *(table.name for table in reversed(db.metadata.sorted_tables))]
    yield lambda: _delete(engine, tables)
    engine.dispose()


def _put_back(instance: Path) -> None:
    db.engine.dispose()
    for leftover in ("test.db-wal", "test.db-shm"):
        (instance / leftover).unlink(missing_ok=True)
    shutil.copy(instance / "empty.db", instance / "test.db")


def _delete(engine: Engine, tables: Sequence[str]) -> None:
    """Deleting the few rows of a test is ten times quicker than truncating a hundred tables."""
    filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
    with engine.begin() as connection:
        found = set(connection.scalars(text(filled)))
        for name in tables:
            if name in found:
                connection.execute(text(f'DELETE FROM "{name}"'))


def _unchecked(database: str) -> str:
    """Where everything goes, nobody needs to look for rows that refer to what is gone. Only a superuser may say so."""
    engine = create_engine(database)
    with engine.connect() as connection:
        may = connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
    engine.dispose()
    return "-c session_replication_role=replica" if may else ""


class Clock:
    """The tests' hand on the clock."""

    def __init__(self) -> None:
        self.now = MONDAY

    def forward(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)

    def to(self, instant: datetime) -> None:
        self.now = instant


@pytest.fixture
def clock() -> Iterator[Clock]:
    hand = Clock()
    kit_clock.use(lambda: hand.now)
    yield hand
    kit_clock.use(None)


@pytest.fixture
def settle(app: Flask) -> "Settle":
    """Let everything follow that has to: run reactions and read notices until nothing is due."""
    return Settle()


class Settle:
    def __call__(self) -> None:
        for _ in range(20):
            if not inbox.sweep() + outbox.sweep():
                return
        raise AssertionError("reactions never come to rest")
