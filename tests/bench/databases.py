"""Where the data of the bench lie: one database for each engine and size."""

import os
import re
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import URL

from marketplace.app import create_app

FOLDER = Path(os.environ.get("BENCH_PATH", "instance/bench")).absolute()
NAME = "mavenry_bench_"


def server() -> URL | None:
    """The PostgreSQL server, when there is one."""
    given = os.environ.get("BENCH_POSTGRES_URL") or os.environ.get("TEST_POSTGRES_URL")
    return make_url(re.sub(r"^postgres(ql)?:", "postgresql+psycopg:", given)) if given else None


def sqlite(number: int) -> str:
    return f"sqlite:///{FOLDER / str(number)}.db"


def postgresql(number: int) -> str | None:
    found = server()
    return found.set(database=f"{NAME}{number}").render_as_string(hide_password=False) if found else None


def present() -> list[tuple[str, int, str]]:
    """Engine, size and address of every database that has been made, the small ones first."""
    found = [("SQLite", int(path.stem), sqlite(int(path.stem))) for path in FOLDER.glob("*.db")]
    address = server()
    if address:
        with create_engine(address).connect() as connection:
            names = connection.scalars(text(f"SELECT datname FROM pg_database WHERE datname LIKE '{NAME}%'"))
            sizes = [int(name.removeprefix(NAME)) for name in names]
        found += [("PostgreSQL", size, postgresql(size) or "") for size in sizes]
    return sorted(found, key=lambda one: (one[1], one[0]))


def emptied(url: str) -> None:
    """Away with what was there; a database that is not the bench's own is left as it is."""
    if url.startswith("sqlite") and str(FOLDER) in url:
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        for one in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            one.unlink(missing_ok=True)
    elif (made := make_url(url)).database and str(made.database).startswith(NAME):
        with create_engine(server() or made, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{made.database}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{made.database}"'))


def app_for(url: str) -> Flask:
    os.environ |= {"DATABASE_URL": url, "INSTANCE_PATH": str(FOLDER), "QUEUE_URL": "", "LOG_LEVEL": "ERROR"}
    return create_app()
