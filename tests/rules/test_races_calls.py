"""Two customers take overlapping times of one expert at the same moment: exactly one has the call, whoever answers or does not."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask import Flask

from marketplace.amendments import service as amendments
from marketplace.amendments.models import AmendmentState
from marketplace.bookings import service as bookings
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN
from marketplace.calendar.rules import Rules, set_rules
from marketplace.calendar.slots import Call
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.payments import service as payments
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import racing
from tests.amendments.changing import now
from tests.bookings.asking import ask
from tests.bookings.calling import TUESDAY, ask_call, asking, at, takes_calls
from tests.bookings.test_call_life import paid_call
from tests.cast import Cast
from tests.payments.paying import settle
from tests.racing import Move

RATE = Money(8_000, "EUR")
Race = Callable[[Flask, Sequence[Move]], list[str]]


@pytest.mark.parametrize("race", [racing.threads, racing.processes])
def test_overlapping_times_are_taken_at_once(cast: Cast, race: Race) -> None:
    """The last one only meets the pause of the first, so two of the three could never both be had."""
    takes_calls(cast)
    set_rules(cast.ana.ref, Rules(at_once=True), by=cast.actor("ana"))
    moves = [
        asking(cast, at(10), 45),
        asking(cast, at(10, 30), 45, who="gus"),
        asking(cast, at(10, 45), 30, who="gus"),
    ]
    said = race(cast.app, moves)
    assert sorted(said) == ["SlotTaken", "SlotTaken", "done"]


def test_calls_and_a_day_of_work_are_accepted_at_once(cast: Cast) -> None:
    takes_calls(cast)
    calls = [ask_call(cast, at(hour)).ref for hour in (10, 12)]
    work, ana = ask(cast, [TUESDAY, TUESDAY + timedelta(days=1)]).ref, cast.actor("ana")
    said = racing.threads(cast.app, [lambda ref=ref: bookings.accept(ref, by=ana) for ref in (*calls, work)])
    held = {ref for ref in (*calls, work) if any(one.state in TAKEN for one in calendar.shifts_of(ref))}
    assert held in (set(calls), {work})
    assert said.count("done") == len(held)


@pytest.mark.parametrize("race", [racing.threads, racing.processes])
def test_two_calls_are_moved_to_one_time_that_is_also_asked_for(
    cast: Cast, simulator: Simulator, race: Race
) -> None:
    """Whoever comes first has it; the calls of the others stay where they were."""
    first = paid_call(cast)
    set_rules(cast.ana.ref, Rules(at_once=True), by=cast.actor("ana"))
    second = ask_call(cast, at(12), 45, who="gus")
    person.pay(payments.start(second.ref, by=cast.actor("gus")))
    settle(second)
    there = [Call(at(14), 45), Call(at(14, 30), 45)]
    asked = [
        amendments.propose(first.ref, there[0], RATE, "", by=cast.actor("bruno")),
        amendments.propose(second.ref, there[1], RATE, "", by=cast.actor("gus")),
    ]
    refs, ana = [one.ref for one in asked], cast.actor("ana")
    moves = [lambda ref=ref: amendments.accept(ref, by=ana) for ref in refs]
    said = race(cast.app, [*moves, asking(cast, at(14, 15), 30, who="gus")])
    assert sorted(said) == ["SlotTaken", "SlotTaken", "done"]
    db.session.rollback()
    moved = [now(one).state is AmendmentState.APPLIED for one in asked]
    starts = [calendar.booked_shifts(one.ref)[0].starts_at for one in (first, second)]
    assert starts == [there[0].starts_at if moved[0] else at(10), there[1].starts_at if moved[1] else at(12)]
