"""Processes that die in the middle of their work.

A use case runs in a child process that kills itself with SIGKILL, as a machine that loses power would, at a named point: just
before or just after the n-th request to Stripe, or the n-th commit. Nothing is cleaned up, no handler runs. Then the story goes on
in the test's own process: `recovered` lets the time pass after which others pick up what lay there.

    @pytest.mark.parametrize("point", crashing.points(requests=2, commits=3), ids=str)
    def test_…(point, …):
        assert crashing.dies(app, point, lambda: payments.start(…))
        crashing.recovered(clock)

`crashing.counted` says how many points there are, so that a test can tell when one was added.
"""

import faulthandler
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import stripe
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from marketplace import schedule
from marketplace.db.base import db
from marketplace.gateways import stripe as gateway
from tests.conftest import Clock

FORK = multiprocessing.get_context("fork")
PATIENCE = 60
"""Seconds after which a child that neither ends nor dies fails the test."""


@dataclass(frozen=True)
class Point:
    """`what` is request or commit, `number` counts from 1."""

    when: str
    what: str
    number: int

    def __str__(self) -> str:
        return f"{self.when} {self.what} {self.number}"


def points(*, requests: int, commits: int) -> list[Point]:
    """Before and after each of them."""
    counts = {"request": requests, "commit": commits}
    return [
        Point(when, what, number)
        for what, count in counts.items()
        for number in range(1, count + 1)
        for when in ("before", "after")
    ]


def dies(app: Flask, point: Point, work: Callable[[], object]) -> bool:
    """Whether the child died at that point; False when it came to its end without passing there."""
    ended = _child(app, work, lambda: _Marks(point))
    assert ended in (0, -signal.SIGKILL), f"the child ended with {ended}"
    return ended == -signal.SIGKILL


def counted(app: Flask, work: Callable[[], object]) -> tuple[int, int]:
    """How many requests and commits the work takes, told by a child that lives to its end."""
    told = FORK.SimpleQueue()
    marks = _Marks(None)
    ended = _child(app, work, lambda: marks, lambda: told.put((marks.seen["request"], marks.seen["commit"])))
    assert ended == 0, f"the child ended with {ended}"
    found: tuple[int, int] = told.get()
    return found


def recovered(clock: Clock, *, minutes: int = 12) -> None:
    """Time passes, and the schedule looks at the clock every minute."""
    for _ in range(minutes):
        clock.forward(minutes=1)
        schedule.tick()


class _Marks:
    """Counts what passes, and kills the process at the point."""

    def __init__(self, point: Point | None) -> None:
        self.point = point
        self.seen = {"request": 0, "commit": 0}

    def before(self, what: str) -> None:
        self.seen[what] += 1
        self._end("before", what)

    def after(self, what: str) -> None:
        self._end("after", what)

    def _end(self, when: str, what: str) -> None:
        if self.point == Point(when, what, self.seen[what]):
            os.kill(os.getpid(), signal.SIGKILL)


def _child(
    app: Flask,
    work: Callable[[], object],
    marks: Callable[[], _Marks],
    afterwards: Callable[[], object] = lambda: None,
) -> int | None:
    # Connections must not be shared between processes: the child opens its own.
    db.session.rollback()
    db.engine.dispose()
    child = FORK.Process(target=_live, args=(app, work, marks, afterwards))
    child.start()
    child.join(PATIENCE)
    if child.is_alive():
        child.kill()
        child.join()
        raise AssertionError("the child did not come to an end")
    return child.exitcode


def _live(
    app: Flask, work: Callable[[], object], marks: Callable[[], _Marks], afterwards: Callable[[], object]
) -> None:
    # Should it hang, what the test prints tells where.
    faulthandler.dump_traceback_later(PATIENCE - 5, file=sys.__stderr__ or 2)
    with app.app_context():
        gateway.init_app(app)
        _watch(marks())
        work()
        afterwards()


def _watch(marks: _Marks) -> None:
    ask = stripe.RequestsClient.request

    def watched(*args: Any, **kwargs: Any) -> Any:
        marks.before("request")
        answer = ask(*args, **kwargs)
        marks.after("request")
        return answer

    stripe.RequestsClient.request = watched
    event.listen(db.session, "before_commit", lambda session: _outermost(session) and marks.before("commit"))
    event.listen(db.session, "after_commit", lambda session: _outermost(session) and marks.after("commit"))


def _outermost(session: Session) -> bool:
    """Savepoints tell of a commit, too, that is none."""
    return not session.in_nested_transaction()
