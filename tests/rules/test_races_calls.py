"""Two customers take overlapping times of one expert at the same moment: exactly one has the call, whoever answers or does not."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask import Flask

from marketplace.bookings import service as bookings
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN
from marketplace.calendar.rules import Rules, set_rules
from tests import racing
from tests.bookings.asking import ask
from tests.bookings.calling import TUESDAY, ask_call, asking, at, takes_calls
from tests.cast import Cast
from tests.racing import Move

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
