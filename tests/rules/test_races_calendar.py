"""However many reach for the same days at the same moment, one gets them and the others read why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from marketplace.calendar import shifts
from marketplace.calendar.errors import DatesTaken
from marketplace.calendar.models import TAKEN, Shift, ShiftState
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit.period import local
from tests import racing
from tests.cast import Cast

RACERS = 6
MONDAY = date(2027, 3, 8)
WEEK = [MONDAY + timedelta(days=n) for n in range(5)]


def attempt(owner: str) -> str:
    try:
        with atomic():
            shifts.hold(owner)
    except DatesTaken:
        return "taken"
    return "held"


def race(cast: Cast, run: Callable[[int], str]) -> list[str]:
    """Everybody starts at once, each in a thread with a session of its own."""
    line = Barrier(RACERS)

    def racer(number: int) -> str:
        with cast.app.app_context():
            line.wait()
            return run(number)

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(racer, range(RACERS)))


def taken_days() -> list[date]:
    db.session.rollback()
    wanted = select(Shift.on).where(Shift.state.in_(TAKEN)).order_by(Shift.on)
    return list(db.session.scalars(wanted))


@pytest.mark.parametrize("attempt_number", range(4))
def test_one_thread_of_many_holds_the_week(cast: Cast, attempt_number: int) -> None:
    for number in range(RACERS):
        # Everybody wants Wednesday, and some other days in an order of their own.
        mine = {WEEK[2], WEEK[number % 5], WEEK[-1 - number % 5]}
        with atomic():
            shifts.propose(cast.ana, f"racer{number}", sorted(mine))
    outcome = race(cast, lambda number: attempt(f"racer{number}"))
    assert sorted(outcome) == ["held"] + ["taken"] * (RACERS - 1)
    assert taken_days().count(WEEK[2]) == 1
    assert len(set(taken_days())) == len(taken_days())


def test_the_database_alone_keeps_threads_apart(cast: Cast) -> None:
    expert_id = cast.ana.id

    def insert(number: int) -> str:
        hour = {"starts_at": local(MONDAY, 540 + number, "UTC"), "ends_at": local(MONDAY, 1020, "UTC")}
        try:
            with atomic() as session:
                row = {"on": MONDAY, "state": ShiftState.BOOKED, **hour}
                session.add(Shift(expert_id=expert_id, owner=f"racer{number}", **row))
        except (IntegrityError, OperationalError):
            # PostgreSQL may end such a race by calling it a deadlock.
            return "refused"
        return "booked"

    outcome = race(cast, insert)
    assert outcome.count("booked") == 1
    assert taken_days() == [MONDAY]


def shifts_held(owner: str) -> None:
    with atomic():
        shifts.hold(owner)


def test_one_process_of_many_holds_the_week(cast: Cast) -> None:
    owners = [f"process{number}" for number in range(4)]
    for owner in owners:
        with atomic():
            shifts.propose(cast.ana, owner, WEEK)
    said = sorted(racing.processes(cast.app, [partial(shifts_held, owner) for owner in owners]))
    assert said == ["DatesTaken", "DatesTaken", "DatesTaken", "done"]
    assert taken_days() == WEEK
