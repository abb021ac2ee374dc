"""However many book, accept, pay and settle at the same moment: one booking holds the days, and money moves once."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask import Flask

from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN
from marketplace.events import inbox, outbox
from marketplace.events.log import history
from marketplace.ledger import queries as ledger
from marketplace.payments import queries, recovery
from marketplace.payments import service as payments
from marketplace.payments.models import PaymentState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import racing
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import attempt, begin, now, on_account
from tests.racing import Move
from tests.simulated import Webhooks

TOTAL = 352_000
Race = Callable[[Flask, Sequence[Move]], list[str]]
races = pytest.mark.parametrize("race", [racing.threads, racing.processes])


def holders(refs: Sequence[str]) -> list[str]:
    """Who has the days."""
    return [ref for ref in refs if any(shift.state in TAKEN for shift in calendar.shifts_of(ref))]


def kinds(booking: Booking) -> list[str]:
    return [event.kind for event in history(booking.ref)]


def at_stripe(simulator: Simulator, kind: str) -> list[dict]:
    with simulator.world.store.transaction():
        return list(simulator.world.store.every(kind))


@races
def test_ana_accepts_six_overlapping_requests_at_once(cast: Cast, race: Race) -> None:
    wanted = [[WEEK[2], WEEK[number % 5], WEEK[-1 - number % 5]] for number in range(6)]
    refs, ana = [ask(cast, days).ref for days in wanted], cast.actor("ana")
    said = race(cast.app, [lambda ref=ref: bookings.accept(ref, by=ana) for ref in refs])
    assert sorted(said) == ["DatesTaken"] * 5 + ["done"]
    assert len(holders(refs)) == 1
    assert [now(ref).state for ref in refs].count(BookingState.ACCEPTED) == 1


@races
def test_one_request_is_accepted_declined_and_withdrawn_at_once(cast: Cast, race: Race) -> None:
    booking, ana, bruno = ask(cast), cast.actor("ana"), cast.actor("bruno")
    ref = booking.ref
    said = race(
        cast.app,
        [
            lambda: bookings.accept(ref, by=ana),
            lambda: bookings.accept(ref, by=ana),
            lambda: bookings.decline(ref, "No.", by=ana),
            lambda: bookings.withdraw(ref, by=bruno),
            bookings.expire_unanswered,
        ],
    )
    assert sorted(said) == ["WrongState"] * 3 + ["done"] * 2
    assert len(kinds(now(ref))) == 2


@races
def test_two_browsers_press_pay_at_once(cast: Cast, simulator: Simulator, race: Race) -> None:
    booking, dora = accepted(cast), cast.actor("dora")
    ref = booking.ref
    said = race(cast.app, [lambda: payments.start(ref, by=dora)] * 4)
    assert set(said) <= {"done", "GatewayUnavailable"}
    assert "done" in said
    assert len(queries.payments_of(now(ref).id)) == 1
    assert len(at_stripe(simulator, "checkout.session")) == 1
    assert len(at_stripe(simulator, "customer")) == 1


@races
def test_webhook_return_and_timer_settle_at_once(
    cast: Cast, simulator: Simulator, webhooks: Webhooks, clock: Clock, race: Race
) -> None:
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    webhooks("checkout.session.completed")
    clock.forward(minutes=11)
    ref, checkout = booking.ref, attempt(booking).checkout_id or ""
    said = race(
        cast.app,
        [
            lambda: payments.settle(checkout),
            lambda: payments.settle(checkout),
            inbox.sweep,
            recovery.catch_up,
        ],
    )
    assert said == ["done"] * 4
    assert now(ref).state is BookingState.CONFIRMED
    assert kinds(booking).count("BookingConfirmed") == 1
    assert on_account("booking", ref) == -TOTAL
    assert [entry.what for entry in ledger.entries_of(ref)].count("Customer paid") == 1


@races
def test_paying_against_the_end_of_the_hold(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, race: Race
) -> None:
    """Either the payment was in time, or all of it goes back."""
    booking = accepted(cast)
    clock.to(booking.hold_until - timedelta(hours=1))
    person.pay(begin(cast, booking))
    clock.to(booking.hold_until)
    ref, checkout = booking.ref, attempt(booking).checkout_id or ""
    said = race(cast.app, [lambda: payments.settle(checkout), bookings.lapse_unpaid])
    assert said == ["done", "done"]
    clock.forward(minutes=3)
    settle()
    recovery.resume()
    refunds = [one["amount"] for one in at_stripe(simulator, "refund")]
    if now(ref).state is BookingState.CONFIRMED:
        assert (holders([ref]), refunds, on_account("booking", ref)) == ([ref], [], -TOTAL)
    else:
        assert (holders([ref]), refunds, on_account("booking", ref)) == ([], [TOTAL], 0)
    assert attempt(now(ref)).state is PaymentState.PAID


@races
def test_both_sides_cancel_at_once(
    cast: Cast, simulator: Simulator, settle: Settle, clock: Clock, race: Race
) -> None:
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    payments.settle(attempt(booking).checkout_id or "")
    ref, ana, bruno = booking.ref, cast.actor("ana"), cast.actor("bruno")
    said = race(
        cast.app,
        [
            lambda: bookings.cancel(ref, by=ana, reason="Ill."),
            lambda: bookings.cancel(ref, by=bruno, reason="Moved."),
        ],
    )
    assert sorted(said) == ["WrongState", "done"]
    # Two workers follow up at once, too.
    race(cast.app, [outbox.sweep, outbox.sweep])
    clock.forward(minutes=5)
    settle()
    assert [one["amount"] for one in at_stripe(simulator, "refund")] == [TOTAL]
    assert on_account("booking", ref) == 0
    assert ledger.trial_balance() == {"EUR": 0}
