"""Money back: by the settlement, for payments that came too late, once for each cause."""

from datetime import timedelta

import pytest

from marketplace.bookings import service as bookings
from marketplace.bookings.models import BookingState
from marketplace.events.log import history
from marketplace.gateways.errors import GatewayUnavailable
from marketplace.gateways.stripe import the_gateway
from marketplace.kit.errors import NotFound
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger
from marketplace.payments import queries, recovery, refunds
from marketplace.payments import service as payments
from marketplace.payments.errors import TooMuch
from marketplace.payments.models import PaymentState, RefundState
from marketplace.simulator import person
from marketplace.simulator.resources.refunds import come_back
from marketplace.simulator.serving import Simulator
from tests.bookings.asking import WEEK, accepted
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import attempt, begin, now, on_account, paid
from tests.payments.silence import silent


def refunded_at_stripe(simulator: Simulator) -> list[int]:
    with simulator.world.store.transaction():
        return [refund["amount"] for refund in simulator.world.store.every("refund")]


def test_cancelled_early_all_of_it_goes_back(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = paid(cast)
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    settle()
    (refund,) = queries.refunds_of(booking.id)
    assert refund.state is RefundState.SUCCEEDED
    assert refund.amount == Money(352_000, "EUR")
    assert refunded_at_stripe(simulator) == [352_000]
    assert on_account("booking", booking.ref) == 0
    assert ledger.trial_balance() == {"EUR": 0}


def test_cancelled_three_days_before_half_goes_back(
    cast: Cast, simulator: Simulator, settle: Settle, clock: Clock
) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at - timedelta(days=3))
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    settle()
    assert now(booking).owed == 160_000
    assert refunded_at_stripe(simulator) == [176_000]
    (refund,) = queries.refunds_of(booking.id)
    assert (refund.price.amount, refund.fee.amount) == (160_000, 16_000)


def test_when_nothing_goes_back_stripe_is_not_asked(
    cast: Cast, simulator: Simulator, settle: Settle, clock: Clock
) -> None:
    booking = paid(cast, WEEK[:1])
    clock.to(booking.starts_at - timedelta(hours=1))
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    settle()
    assert queries.refunds_of(booking.id) == []
    assert refunded_at_stripe(simulator) == []


def test_a_reaction_that_runs_twice_gives_back_once(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = paid(cast)
    price, fee = Money(1_000, "EUR"), Money(100, "EUR")
    first = payments.give_back(booking, "goodwill", price, fee)
    again = payments.give_back(booking, "goodwill", price, fee)
    assert [one.ref for one in first] == [one.ref for one in again]
    assert refunded_at_stripe(simulator) == [1_100]


def test_never_more_than_was_paid(cast: Cast, simulator: Simulator) -> None:
    booking = paid(cast)
    payments.give_back(booking, "one", Money(300_000, "EUR"), Money(0, "EUR"))
    with pytest.raises(TooMuch):
        payments.give_back(booking, "two", Money(52_000, "EUR"), Money(1, "EUR"))
    assert refunded_at_stripe(simulator) == [300_000]


def test_without_a_payment_there_is_nothing_to_give_back(cast: Cast, simulator: Simulator) -> None:
    booking = accepted(cast)
    with pytest.raises(NotFound):
        payments.give_back(booking, "goodwill", Money(1, "EUR"), Money(0, "EUR"))


def test_a_payment_after_the_lapse_goes_back_whole(
    cast: Cast, simulator: Simulator, settle: Settle, clock: Clock
) -> None:
    """The hold is shorter than the half hour for which Stripe keeps a page open."""
    booking = accepted(cast)
    clock.to(booking.hold_until - timedelta(minutes=1))
    page = begin(cast, booking)
    clock.to(booking.hold_until)
    bookings.lapse_unpaid()
    person.pay(page)
    settle()
    payment = attempt(booking)
    assert payment.state is PaymentState.PAID
    assert payment.too_late
    assert now(booking).state is BookingState.LAPSED
    assert refunded_at_stripe(simulator) == [352_000]
    assert on_account("booking", booking.ref) == 0
    assert history(payment.ref)[-1].kind == "PaymentCameTooLate"


def test_a_lapse_closes_the_page(cast: Cast, simulator: Simulator, settle: Settle, clock: Clock) -> None:
    booking = accepted(cast)
    page = begin(cast, booking)
    clock.to(booking.hold_until - timedelta(minutes=1))
    page = begin(cast, booking)
    clock.to(booking.hold_until)
    bookings.lapse_unpaid()
    settle()
    assert {one.state for one in queries.payments_of(booking.id)} == {PaymentState.CLOSED}
    with pytest.raises(person.PageRefused):
        person.pay(page)


def test_so_does_calling_it_off(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = accepted(cast)
    page = begin(cast, booking)
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    settle()
    assert attempt(booking).state is PaymentState.CLOSED
    with pytest.raises(person.PageRefused):
        person.pay(page)


def test_of_two_pages_paid_one_is_kept(
    cast: Cast, simulator: Simulator, settle: Settle, clock: Clock
) -> None:
    """The first page's last two minutes: a second one is offered already, and both are paid."""
    booking = accepted(cast)
    first = begin(cast, booking)
    clock.to(attempt(booking).expires_at - timedelta(minutes=1))
    second = begin(cast, booking)
    for page in (first, second):
        person.pay(page)
    for one in queries.payments_of(booking.id):
        payments.settle(one.checkout_id or "")
    settle()
    kept, returned = queries.payments_of(booking.id)
    assert (kept.too_late, returned.too_late) == (False, True)
    assert queries.payment_of(booking.id) == kept
    assert refunded_at_stripe(simulator) == [352_000]
    assert on_account("booking", booking.ref) == -352_000


def test_a_refund_the_bank_returns_is_ours_to_settle(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    booking = paid(cast)
    (refund,) = payments.give_back(booking, "goodwill", Money(1_000, "EUR"), Money(0, "EUR"))
    assert refund.stripe_id
    with simulator.world.store.transaction():
        come_back(simulator.world, refund.stripe_id)
    refunds.refresh(refund.stripe_id)
    refunds.refresh(refund.stripe_id)
    assert queries.refund(refund.ref).state is RefundState.FAILED
    assert on_account("booking", booking.ref) == -352_000
    assert [event.kind for event in history(refund.ref)] == ["RefundSucceeded", "RefundFailed"]


def test_a_silent_stripe_loses_no_refund(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    with silent(cast.app), pytest.raises(GatewayUnavailable):
        payments.give_back(booking, "goodwill", Money(1_000, "EUR"), Money(0, "EUR"))
    (refund,) = queries.refunds_of(booking.id)
    assert refund.state is RefundState.STARTED
    clock.forward(minutes=3)
    recovery.resume()
    assert queries.refund(refund.ref).state is RefundState.SUCCEEDED
    assert refunded_at_stripe(simulator) == [1_000]


def test_a_refund_made_by_hand_is_not_taken_for_ours(cast: Cast, simulator: Simulator) -> None:
    booking = paid(cast)
    charge = attempt(booking).charge_id or ""
    by_hand = the_gateway().create_refund(
        charge=charge, amount=Money(500, "EUR"), reference="by hand", key="by hand"
    )
    with pytest.raises(NotFound):
        refunds.refresh(by_hand.id)
    assert queries.refunds_of(booking.id) == []


def test_after_a_day_we_look_before_we_ask_again(
    cast: Cast, simulator: Simulator, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stripe forgets keys: the refund was made, the answer was lost, and nobody came back for two days."""
    booking = paid(cast)
    with monkeypatch.context() as crash, pytest.raises(KeyboardInterrupt):
        crash.setattr(refunds, "_sent", interrupted)
        payments.give_back(booking, "goodwill", Money(1_000, "EUR"), Money(0, "EUR"))
    clock.forward(hours=48)
    recovery.resume()
    (refund,) = queries.refunds_of(booking.id)
    assert refund.state is RefundState.SUCCEEDED
    assert refunded_at_stripe(simulator) == [1_000]


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt
