"""Lost notices, a silent Stripe, fees that are known later: the schedule catches up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from marketplace import schedule
from marketplace.bookings.models import BookingState
from marketplace.gateways.errors import GatewayUnavailable
from marketplace.gateways.stripe import StripeGateway
from marketplace.ledger import queries as ledger
from marketplace.payments import queries, recovery, settling
from marketplace.payments.models import Payment, PaymentState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import make
from tests.bookings.asking import accepted
from tests.cast import Cast
from tests.conftest import Clock
from tests.payments.paying import attempt, begin, now, on_account, paid
from tests.payments.silence import silent


def test_a_lost_webhook_is_caught_up(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    clock.forward(minutes=9)
    recovery.catch_up()
    assert now(booking).state is BookingState.ACCEPTED
    clock.forward(minutes=1)
    recovery.catch_up()
    assert now(booking).state is BookingState.CONFIRMED


def test_stripe_is_not_asked_about_an_open_page_every_minute(
    cast: Cast, simulator: Simulator, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(cast, accepted(cast))
    asked: list[str] = []
    ask = settling.settle

    def counted(checkout_id: str) -> Payment:
        asked.append(checkout_id)
        return ask(checkout_id)

    monkeypatch.setattr(settling, "settle", counted)
    for _ in range(60):
        clock.forward(minutes=1)
        recovery.catch_up()
    assert len(asked) == 6


def test_who_paid_in_the_last_minute_has_paid_in_time(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = accepted(cast)
    clock.to(booking.hold_until - timedelta(hours=1))
    page = begin(cast, booking)
    clock.to(booking.hold_until - timedelta(seconds=1))
    person.pay(page)
    clock.to(booking.hold_until + timedelta(seconds=30))
    schedule.tick()
    assert now(booking).state is BookingState.CONFIRMED


def test_when_stripe_is_silent_nothing_is_lost(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = accepted(cast)
    with silent(cast.app), pytest.raises(GatewayUnavailable):
        begin(cast, booking)
    assert attempt(booking).state is PaymentState.STARTED
    person.pay(begin(cast, booking))
    assert len(queries.payments_of(booking.id)) == 1
    clock.forward(minutes=10)
    with silent(cast.app):
        recovery.catch_up()
    recovery.catch_up()
    assert now(booking).state is BookingState.CONFIRMED


def test_a_fee_that_is_known_later_is_posted_once(
    cast: Cast, simulator: Simulator, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stripe may work its fee out a little after the payment; then the charge comes without it."""
    know = StripeGateway.charge_of
    with monkeypatch.context() as early:
        early.setattr(StripeGateway, "charge_of", lambda *asked: replace(know(*asked), fee=None, net=None))
        booking = paid(cast)
        clock.forward(minutes=10)
        recovery.catch_up()
    assert on_account("stripe_fees") == 0
    recovery.catch_up()
    recovery.catch_up()
    assert on_account("stripe_fees") == attempt(booking).stripe_fee > 0
    settling.learn_fee(attempt(booking).charge_id or "")
    assert ledger.trial_balance() == {"EUR": 0}


def test_a_stale_start_is_replaced(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    """It never reached Stripe, and by now Stripe would open no page for so short a time."""
    booking = accepted(cast)
    clock.to(booking.hold_until - timedelta(minutes=5))
    with silent(cast.app), pytest.raises(GatewayUnavailable):
        begin(cast, booking)
    clock.forward(minutes=4)
    person.pay(begin(cast, booking))
    recovery.resume()
    recovery.resume()
    clock.forward(minutes=1)
    recovery.catch_up()
    assert now(booking).state is BookingState.CONFIRMED
    first, second = queries.payments_of(booking.id)
    assert (first.state, second.state) == (PaymentState.CLOSED, PaymentState.PAID)
    assert ledger.trial_balance() == {"EUR": 0}


def test_one_that_fails_does_not_keep_the_others_waiting(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    booking = paid(cast)
    make.row(
        Payment,
        booking_id=booking.id,
        state=PaymentState.OPEN,
        amount=booking.total,
        fee=booking.fee,
        checkout_id="cs_unknown",
        expires_at=clock.now,
        checked_at=clock.now - timedelta(hours=1),
    )
    other = accepted(cast, [booking.last_on + timedelta(days=3)])
    person.pay(begin(cast, other))
    clock.forward(minutes=11)
    recovery.catch_up()
    assert now(other).state is BookingState.CONFIRMED
