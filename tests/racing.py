"""Everybody starts at the same moment: threads with sessions of their own, or processes with connections of their own."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty
from threading import Barrier, BrokenBarrierError
from typing import Any

from flask import Flask
from sqlalchemy import text

from marketplace.db.base import db
from marketplace.gateways import stripe
from marketplace.kit.errors import MarketError

FORK = multiprocessing.get_context("fork")
PATIENCE = 90
TO_THE_LINE = 15
STARTS = 4
BROKEN = "broken"
Move = Callable[[], object]


def threads(app: Flask, moves: Sequence[Move]) -> list[str]:
    """What each came to: `done`, or the name of the refusal."""
    line = Barrier(len(moves))

    def run(move: Move) -> str:
        with app.app_context():
            line.wait(PATIENCE)
            return outcome(move)

    db.session.rollback()
    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(run, moves))


def processes(app: Flask, moves: Sequence[Move]) -> list[str]:
    """The same, in no particular order.

    A process forked while another thread holds a lock may never get going (docs.python.org/3/library/os.html#os.fork). Everybody
    reaches the database before the line and the race begins only when all stand there, so a start that failed is repeated.
    """
    for _ in range(STARTS):
        outcomes = _raced(app, moves)
        if BROKEN not in outcomes:
            return outcomes
    raise AssertionError("the processes never stood at the line together")


def _raced(app: Flask, moves: Sequence[Move]) -> list[str]:
    # Connections must not be shared between processes: each child opens its own.
    db.session.rollback()
    db.engine.dispose()
    line, said = FORK.Barrier(len(moves)), FORK.Queue()
    racers = [FORK.Process(target=_alone, args=(app, move, line, said), daemon=True) for move in moves]
    for racer in racers:
        racer.start()
    try:
        return list(_heard(said, len(racers)))
    except Empty:
        return [BROKEN] if line.broken else ["silent"]
    finally:
        for racer in racers:
            racer.join(1)
            racer.kill()


def _heard(said: Any, racers: int) -> Iterator[str]:
    """What each came to, up to the first word that somebody was not at the line: whoever is missing never says anything."""
    for _ in range(racers):
        outcome = str(said.get(timeout=PATIENCE))
        yield outcome
        if outcome == BROKEN:
            return


def _alone(app: Flask, move: Move, line: Any, said: Any) -> None:
    with app.app_context():
        stripe.init_app(app)
        db.session.execute(text("SELECT 1"))
        db.session.rollback()
        try:
            line.wait(TO_THE_LINE)
        except BrokenBarrierError:
            said.put(BROKEN)
        else:
            said.put(outcome(move))


def outcome(move: Move) -> str:
    try:
        move()
    except MarketError as refusal:
        return type(refusal).__name__
    except Exception as error:
        return repr(error)
    return "done"
