"""Dora pays on Stripe's page, and the booking is confirmed once, whoever brings the news."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from marketplace.bookings.models import BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import ShiftState
from marketplace.events.log import history
from marketplace.gateways.stripe import StripeGateway
from marketplace.kit.errors import NotAllowed, NotFound
from marketplace.ledger import queries as ledger
from marketplace.payments import notices, queries
from marketplace.payments import service as payments
from marketplace.payments.errors import AlreadyPaid, NotWaiting
from marketplace.payments.models import PaymentState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import make
from tests.bookings.asking import accepted, ask
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import attempt, begin, now, on_account, paid, settle
from tests.simulated import Webhooks


def test_paying_confirms_the_booking_and_books_the_days(cast: Cast, simulator: Simulator) -> None:
    booking = paid(cast)
    assert now(booking).state is BookingState.CONFIRMED
    assert {shift.state for shift in calendar.shifts_of(booking.ref)} == {ShiftState.BOOKED}
    payment = attempt(booking)
    assert payment.state is PaymentState.PAID
    assert payment.charge_id and payment.charge_id.startswith("ch_")


def test_the_ledger_has_the_money_on_the_booking_and_stripes_fee_as_ours(
    cast: Cast, simulator: Simulator
) -> None:
    booking = paid(cast)
    fee = attempt(booking).stripe_fee
    assert fee
    assert on_account("booking", booking.ref) == -352_000
    assert on_account("stripe") == 352_000 - fee
    assert on_account("stripe_fees") == fee
    assert ledger.trial_balance() == {"EUR": 0}


def test_the_page_asks_for_price_and_fee_separately(cast: Cast, simulator: Simulator) -> None:
    begin(cast, accepted(cast))
    with simulator.world.store.transaction():
        (session,) = simulator.world.store.every("checkout.session")
    assert [line["amount_total"] for line in session["_line_items"]["data"]] == [320_000, 32_000]
    assert session["amount_total"] == 352_000


def test_the_page_closes_with_the_hold_or_after_a_day(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = accepted(cast)
    begin(cast, booking)
    assert timedelta(hours=23) < attempt(booking).expires_at - clock.now <= timedelta(hours=24)
    clock.to(booking.hold_until - timedelta(hours=2))
    begin(cast, booking)
    assert attempt(booking).expires_at == booking.hold_until


def test_webhook_and_browser_in_any_order_confirm_once(
    cast: Cast, simulator: Simulator, webhooks: Webhooks, settle: Settle
) -> None:
    booking = accepted(cast)
    back = person.pay(begin(cast, booking))
    browser = cast.browser("dora")
    browser.get(back)
    webhooks()
    webhooks.post(simulator.events("checkout.session.completed")[0]["id"])
    settle()
    browser.get(back)
    assert now(booking).state is BookingState.CONFIRMED
    assert [event.kind for event in history(booking.ref)].count("BookingConfirmed") == 1
    assert on_account("booking", booking.ref) == -352_000


def test_the_webhook_alone_is_enough(
    cast: Cast, simulator: Simulator, webhooks: Webhooks, settle: Settle
) -> None:
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    webhooks("checkout.session.completed")
    assert now(booking).state is BookingState.ACCEPTED
    settle()
    assert now(booking).state is BookingState.CONFIRMED


def test_an_unpaid_page_confirms_nothing(cast: Cast, simulator: Simulator) -> None:
    booking = accepted(cast)
    begin(cast, booking)
    settle(booking)
    assert now(booking).state is BookingState.ACCEPTED
    assert ledger.entries_of(booking.ref) == []


def test_a_declined_card_leaves_the_page_open_for_another(cast: Cast, simulator: Simulator) -> None:
    booking = accepted(cast)
    page = begin(cast, booking)
    with pytest.raises(person.PageRefused):
        person.pay(page, "4000 0000 0000 0002")
    settle(booking)
    assert now(booking).state is BookingState.ACCEPTED
    person.pay(begin(cast, booking))
    settle(booking)
    assert now(booking).state is BookingState.CONFIRMED
    assert len(queries.payments_of(booking.id)) == 1


def test_three_d_secure_accepted(cast: Cast, simulator: Simulator) -> None:
    booking = accepted(cast)
    person.pay(begin(cast, booking), "4000 0027 6000 3184")
    settle(booking)
    assert now(booking).state is BookingState.CONFIRMED


def test_pressing_pay_twice_leads_to_the_same_page(cast: Cast, simulator: Simulator) -> None:
    booking = accepted(cast)
    assert begin(cast, booking) == begin(cast, booking)
    with simulator.world.store.transaction():
        assert len(simulator.world.store.every("checkout.session")) == 1


def test_an_expired_page_is_replaced_by_a_new_one(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = accepted(cast)
    first = begin(cast, booking)
    clock.forward(hours=24, minutes=1)
    second = begin(cast, booking)
    assert first != second
    person.pay(second)
    settle(booking)
    assert now(booking).state is BookingState.CONFIRMED


def test_an_organization_is_one_customer_at_stripe(cast: Cast, simulator: Simulator) -> None:
    paid(cast)
    begin(cast, accepted(cast, [date(2027, 4, 5)]))
    with simulator.world.store.transaction():
        (customer,) = simulator.world.store.every("customer")
    assert cast.nordwind.stripe_customer_id == customer["id"]


def test_what_is_paid_cannot_be_paid_again(cast: Cast, simulator: Simulator) -> None:
    booking = paid(cast)
    with pytest.raises(AlreadyPaid):
        begin(cast, booking)


def test_paying_before_the_webhook_is_noticed_when_pay_is_pressed_again(
    cast: Cast, simulator: Simulator
) -> None:
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    with pytest.raises(AlreadyPaid):
        begin(cast, booking)
    assert now(booking).state is BookingState.CONFIRMED


def test_a_request_is_paid_only_after_the_expert_said_yes(cast: Cast, simulator: Simulator) -> None:
    with pytest.raises(NotWaiting):
        begin(cast, ask(cast))


def test_nor_after_the_hold_has_run_out(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = accepted(cast)
    clock.to(booking.hold_until)
    with pytest.raises(NotWaiting, match="Nothing was charged"):
        begin(cast, booking)


@pytest.mark.parametrize(("who", "refusal"), [("ana", NotAllowed), ("carla", NotAllowed), ("gus", NotFound)])
def test_only_the_customer_pays(cast: Cast, simulator: Simulator, who: str, refusal: type[Exception]) -> None:
    booking = accepted(cast)
    with pytest.raises(refusal):
        payments.start(booking.ref, by=cast.actor(who))


def test_yen_are_charged_as_whole_yen(cast: Cast, simulator: Simulator) -> None:
    make.change(cast.ana, day_rate_amount=95_005, currency="JPY")
    booking = paid(cast)
    assert on_account("booking", booking.ref, "JPY") == -(475_025 + 47_503)


def test_a_bank_that_takes_its_time(
    cast: Cast, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slow methods complete the page before the money is there; then it arrives, or it does not."""
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    look = StripeGateway.checkout
    with monkeypatch.context() as slow:
        slow.setattr(StripeGateway, "checkout", lambda *asked: replace(look(*asked), payment_status="unpaid"))
        settle(booking)
        with pytest.raises(NotWaiting, match="still working"):
            begin(cast, booking)
        assert now(booking).state is BookingState.ACCEPTED
        notices.checkout_failed({"data": {"object": {"id": attempt(booking).checkout_id}}})
    assert attempt(booking).state is PaymentState.CLOSED
    assert begin(cast, booking)
    assert len(queries.payments_of(booking.id)) == 2
