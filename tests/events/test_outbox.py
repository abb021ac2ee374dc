from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import reactions
from marketplace.accounts.actor import SYSTEM
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events import outbox
from marketplace.events.facts import Fact
from marketplace.events.log import history, record
from marketplace.events.models import TRIES, Event, Pending, Progress
from tests.conftest import Clock


@dataclass(frozen=True)
class LampLit(Fact):
    """A fact of these tests only."""

    watts: int


seen: list[int] = []
broken: list[Exception] = []


def remember(fact: LampLit, event: Event) -> None:
    if broken:
        raise broken[0]
    seen.append(fact.watts)


def forget(fact: LampLit, event: Event) -> None:
    """A second reaction, which always works."""


@pytest.fixture(autouse=True)
def reacting(app: Flask) -> Iterator[None]:
    seen.clear()
    broken.clear()
    outbox.install({LampLit: (remember, forget)})
    yield
    outbox.install(reactions.REACTIONS)


def light(watts: int = 40) -> None:
    with atomic():
        record(LampLit("lamp", watts), by=SYSTEM)


def pending(name: str = "remember") -> Pending:
    db.session.rollback()
    return db.session.scalars(select(Pending).where(Pending.reaction.endswith(name))).one()


def test_what_follows_happens_once_after_the_commit() -> None:
    light()
    assert seen == []
    assert outbox.sweep() == 2
    assert outbox.sweep() == 0
    assert seen == [40]
    assert history("lamp")[0].fact() == LampLit("lamp", 40)


def test_what_was_rolled_back_never_follows() -> None:
    with pytest.raises(ZeroDivisionError), atomic():
        record(LampLit("lamp", 40), by=SYSTEM)
        _ = 1 / 0
    assert outbox.sweep() == 0


def test_a_fact_outside_a_transaction_is_a_bug() -> None:
    with pytest.raises(RuntimeError):
        record(LampLit("lamp", 40), by=SYSTEM)


def test_one_failing_reaction_does_not_hold_up_the_other(clock: Clock) -> None:
    broken.append(ConnectionError("no answer"))
    light()
    outbox.sweep()
    assert pending("forget").progress is Progress.DONE
    assert pending().progress is Progress.WAITING
    assert pending().error == "ConnectionError: no answer"


def test_it_is_tried_again_later_and_then_done(clock: Clock) -> None:
    broken.append(ConnectionError("no answer"))
    light()
    outbox.sweep()
    broken.clear()
    assert outbox.sweep() == 0, "not before the pause is over"
    clock.forward(seconds=3)
    outbox.sweep()
    assert seen == [40]
    assert pending().error is None


def test_after_the_last_try_a_person_is_asked_and_can_set_it_going_again(clock: Clock) -> None:
    broken.append(ConnectionError("no answer"))
    light()
    for _ in range(TRIES):
        outbox.sweep()
        clock.forward(minutes=10)
    assert pending().progress is Progress.PARKED
    assert outbox.sweep() == 0
    broken.clear()
    with atomic():
        pending().retry()
    outbox.sweep()
    assert seen == [40]


def test_what_a_killed_worker_had_claimed_is_run_when_the_lease_is_over(clock: Clock) -> None:
    light()
    with atomic():
        for row in db.session.scalars(select(Pending)):
            row.claim(outbox.LEASE)
    assert outbox.sweep() == 0
    clock.forward(seconds=outbox.LEASE.total_seconds() + 1)
    assert outbox.sweep() == 2
    assert seen == [40]


def test_a_savepoint_is_no_commit(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    nudged: list[int] = []
    monkeypatch.setattr(outbox.queue, "nudge", nudged.append)
    with atomic() as session:
        record(LampLit("lamp", 40), by=SYSTEM)
        with session.begin_nested():
            record(LampLit("lamp", 60), by=SYSTEM)
        assert nudged == []
    assert len(nudged) == 4
