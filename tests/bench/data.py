"""`python -m tests.bench.data 100000`: a deterministic, realistic set of experts, straight into the database.

Into `DATABASE_URL` when that is given, which has to be empty; otherwise into a file under `instance/bench/`, and
a database of its own on the server of `BENCH_POSTGRES_URL` when there is one. What was there of that size is replaced.
"""

import os
import sys
import time

import click
from flask_migrate import upgrade
from sqlalchemy import text

from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.search import rebuilding
from tests.bench import bulk, databases, world
from tests.bench.people import Crowd

CHUNK = 1_000
STRETCHES_FROM = 500_000
"""From so many experts on a booking is one shift."""


def make(number: int) -> None:
    """Into the database of the application."""
    upgrade()
    today = clock.today()
    crowd = Crowd(world.build(today), today, number >= STRETCHES_FROM)
    with bulk.writer() as writer:
        with click.progressbar(length=number, label="Experts ") as bar:
            for start in range(1, number + 1, CHUNK):
                chunk = range(start, min(start + CHUNK, number + 1))
                for one in chunk:
                    crowd.add(one)
                crowd.write(writer)
                bar.update(len(chunk))
        print("Indexes and guards …", flush=True)
    rebuilding.begin()
    with click.progressbar(length=number, label="Search  ") as bar:
        for built in rebuilding.steps():
            bar.update(built)
    settle()


def settle() -> None:
    """Statistics for the planner, as autovacuum and the schedule make them."""
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE"))


def main() -> None:
    number = int(sys.argv[1])
    given = os.environ.get("DATABASE_URL")
    urls = [given] if given else [databases.sqlite(number), databases.postgresql(number)]
    for url in filter(None, urls):
        began = time.monotonic()
        databases.emptied(url)
        app = databases.app_for(url)
        print(f"{number:,} experts into {app.config['SQLALCHEMY_DATABASE_URI'].split('@')[-1]}")
        with app.app_context():
            make(number)
            db.engine.dispose()
        print(f"Done in {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
