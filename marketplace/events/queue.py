"""Huey runs what has to follow. It is only ever nudged: the truth about what is left to do stands in our own tables."""

from collections.abc import Callable

import structlog
from flask import Flask, current_app
from huey.api import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab

log = structlog.get_logger()


def create(url: str) -> Huey:
    """A queue at `sqlite:///path`, `redis://…` or `postgresql://…`."""
    if url.startswith("sqlite:///"):
        return SqliteHuey("mavenry", filename=url.removeprefix("sqlite:///"), results=False)
    if url.startswith("redis"):
        return RedisHuey("mavenry", url=url, results=False)
    return PostgresHuey("mavenry", dsn=url.replace("postgresql+psycopg", "postgresql"), results=False)


def init_app(
    app: Flask, *, run: Callable[[int], object], read: Callable[[int], object], tick: Callable[[], object]
) -> None:
    """Tie the tasks to this application's queue; with no QUEUE_URL there is none and sweeps do all the work."""
    url: str | None = app.config["QUEUE_URL"]
    if not url:
        return
    huey = app.extensions["huey"] = create(url)

    def inside(work: Callable[..., object]) -> Callable[..., None]:
        def task(*args: int) -> None:
            with app.app_context():
                work(*args)

        return task

    app.extensions["nudges"] = {
        "run": huey.task(name="run")(inside(run)),
        "read": huey.task(name="read")(inside(read)),
        "tick": huey.task(name="tick")(inside(tick)),
    }
    huey.periodic_task(crontab(minute="*"), name="every_minute")(inside(tick))


def nudge(pending_id: int) -> None:
    """Ask for a reaction to be run soon. A queue that is down loses nothing: the next sweep finds the row."""
    _ask("run", pending_id)


def nudge_received(received_id: int) -> None:
    """Ask for a notice to be read soon."""
    _ask("read", received_id)


def nudge_tick() -> None:
    """Ask for the schedule to be gone through now, for instance because the demo's clock was moved."""
    _ask("tick")


def _ask(name: str, *args: int) -> None:
    tasks = current_app.extensions.get("nudges")
    if not tasks:
        return
    try:
        tasks[name](*args)
    except Exception:
        log.exception("queue does not answer", task=name)
