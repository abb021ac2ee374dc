"""Both sides change a booking at the same moment: one change holds, the days are held once, and money ties."""

from collections.abc import Callable, Sequence

import pytest
from flask import Flask

from marketplace.amendments import queries as amendments_of
from marketplace.amendments import service as amendments
from marketplace.amendments.models import AmendmentState
from marketplace.bookings import service as bookings
from marketplace.bookings.models import BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN
from marketplace.events.log import history
from marketplace.ledger import queries as ledger
from marketplace.payments import queries, recovery
from marketplace.payments import service as payments
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import racing
from tests.amendments.changing import LESS, MORE, MOVED, NEXT, RATE, agreed, booked_days, now, propose
from tests.bookings.asking import WEEK, ask
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import now as booking_now
from tests.payments.paying import on_account, paid
from tests.racing import Move

Race = Callable[[Flask, Sequence[Move]], list[str]]
races = pytest.mark.parametrize("race", [racing.threads, racing.processes])


def kinds(ref: str) -> list[str]:
    return [event.kind for event in history(ref)]


@races
def test_two_people_of_the_other_side_accept_at_once(
    cast: Cast, simulator: Simulator, settle: Settle, race: Race
) -> None:
    booking = paid(cast)
    ref = propose(cast, booking, LESS, who="ana").ref
    movers = [cast.actor(who) for who in ("bruno", "olga", "bruno")]
    said = race(cast.app, [lambda by=by: amendments.accept(ref, by=by) for by in movers])
    assert sorted(said) == ["WrongState", "WrongState", "done"]
    settle()
    assert kinds(ref).count("AmendmentApplied") == 1
    assert [one.amount.amount for one in queries.refunds_of(booking.id)] == [70_400]
    assert on_account("booking", booking.ref) == -281_600


@races
def test_both_sides_propose_at_once(cast: Cast, simulator: Simulator, race: Race) -> None:
    booking = paid(cast)
    ref, ana, bruno = booking.ref, cast.actor("ana"), cast.actor("bruno")
    said = race(
        cast.app,
        [
            lambda: amendments.propose(ref, MORE, RATE, "", by=ana),
            lambda: amendments.propose(ref, LESS, RATE, "", by=bruno),
            lambda: amendments.propose(ref, MOVED, RATE, "", by=bruno),
        ],
    )
    assert sorted(said) == ["AlreadyOpen", "AlreadyOpen", "done"]
    assert len(amendments_of.of_booking(booking.id)) == 1


@races
@pytest.mark.parametrize("days", [LESS, MORE, MOVED], ids=["less", "more", "moved"])
def test_agreeing_against_cancelling(
    cast: Cast, simulator: Simulator, settle: Settle, race: Race, days: list
) -> None:
    """Whichever comes first: everything the customer does not owe is back, and no day stays taken."""
    booking = paid(cast)
    one, ref = propose(cast, booking, days).ref, booking.ref
    ana, bruno = cast.actor("ana"), cast.actor("bruno")
    said = race(
        cast.app,
        [lambda: amendments.accept(one, by=ana), lambda: bookings.cancel(ref, by=bruno, reason="No more.")],
    )
    assert said.count("done") >= 1
    assert set(said) <= {"done", "WrongState"}
    settle()
    assert booking_now(booking).state is BookingState.CANCELLED
    assert not now(one).open
    assert not [shift for shift in calendar.shifts_of(ref) if shift.state in TAKEN]
    assert on_account("booking", ref) == 0
    assert sum(refund.amount.amount for refund in queries.refunds_of(booking.id)) == 352_000
    assert ledger.trial_balance() == {"EUR": 0}


@races
def test_moving_onto_a_day_that_somebody_else_is_given(cast: Cast, simulator: Simulator, race: Race) -> None:
    booking = paid(cast)
    one, other = propose(cast, booking, MOVED).ref, ask(cast, [NEXT[0]]).ref
    ana = cast.actor("ana")
    said = race(cast.app, [lambda: amendments.accept(one, by=ana), lambda: bookings.accept(other, by=ana)])
    assert sorted(said) == ["DatesTaken", "done"]
    moved = now(one).state is AmendmentState.APPLIED
    assert booked_days(booking.ref) == (MOVED if moved else WEEK)
    holders = [shift.owner for shift in _taken(cast) if shift.on == NEXT[0]]
    assert holders == [booking.ref if moved else other]


@races
def test_paying_the_difference_against_giving_it_up(
    cast: Cast, simulator: Simulator, settle: Settle, clock: Clock, race: Race
) -> None:
    booking = paid(cast)
    one = agreed(cast, booking)
    person.pay(payments.start_change(one.ref, by=cast.actor("dora")))
    checkout = queries.payments_of(booking.id)[-1].checkout_id or ""
    ref, bruno = one.ref, cast.actor("bruno")
    said = race(
        cast.app,
        [
            lambda: payments.settle(checkout),
            lambda: payments.settle(checkout),
            lambda: amendments.drop(ref, by=bruno),
        ],
    )
    assert said.count("done") >= 2
    clock.forward(minutes=3)
    settle()
    recovery.resume()
    applied = now(ref).state is AmendmentState.APPLIED
    assert booked_days(booking.ref) == (MORE if applied else WEEK)
    assert on_account("booking", booking.ref) == -(422_400 if applied else 352_000)
    assert [refund.amount.amount for refund in queries.refunds_of(booking.id)] == (
        [] if applied else [70_400]
    )


def _taken(cast: Cast) -> list:
    booked = calendar.day_states(cast.ana, calendar.Days(WEEK[0], NEXT[-1]), private=True)
    owners = {owner for day in booked for owner in day.owners}
    return [shift for owner in owners for shift in calendar.shifts_of(owner) if shift.state in TAKEN]
