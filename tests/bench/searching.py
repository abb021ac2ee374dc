"""Searches a second, and how long one takes: as a page, as JSON, and as bare SQL."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

from marketplace.db.base import db
from marketplace.kit import clock
from tests.bench import databases, load, mix, statements
from tests.bench.load import HTML, JSON
from tests.bench.server import megabytes, served

SECONDS = 6.0
AT_ONCE = (1, 16)


@dataclass(frozen=True, slots=True)
class Line:
    """One of the table: milliseconds, answers a second, the server's megabytes, bytes of an answer."""

    what: str
    clients: int
    middle: float
    p95: float
    rate: float = 0.0
    memory: float = 0.0
    bytes: float = 0.0


def bare() -> Iterator[Line]:
    with served("tests.bench.bare:app") as (port, process):
        yield from _asked("bare page", port, process, ["/"], HTML)


def pages(address: str) -> Iterator[Line]:
    """Over HTTP, with the product's own server."""
    ways = (("page", "/search", HTML), ("JSON", "/api/search", JSON))
    environment = {"DATABASE_URL": address, "INSTANCE_PATH": str(databases.FOLDER), "QUEUE_URL": ""}
    with served(LOG_LEVEL="ERROR", **environment) as (port, process):
        for text in (False, True):
            asked = [urlencode(args) for args in mix.mixed(clock.today(), text=text)]
            for what, path, accept in ways:
                paths = [f"{path}?{query}" for query in asked]
                load.put(port, paths[:100], clients=2, accept=accept, seconds=2)
                yield from _asked(f"{what}{', text' if text else ''}", port, process, paths, accept)


def sql(address: str) -> Iterator[Line]:
    """The same queries over the driver alone."""
    app = databases.app_for(address)
    with app.app_context(), suppress(GeneratorExit):
        for text in (False, True):
            found = [statements.of_page(args) for args in mix.mixed(clock.today(), text=text)]
            took = sorted(statements.timed(found))
            yield Line(f"SQL{', text' if text else ''}", 1, median(took), took[int(len(took) * 0.95)])
        db.session.remove()
        db.engine.dispose()


def _asked(what: str, port: int, process: int, paths: list[str], accept: str) -> Iterator[Line]:
    for clients in AT_ONCE:
        done = load.put(port, paths, accept=accept, clients=clients, seconds=SECONDS)
        yield Line(what, clients, done.at(0.5), done.at(0.95), done.rate, megabytes(process), done.length)
