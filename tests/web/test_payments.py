"""Dora goes to Stripe's page and comes back; the page of the booking tells her how it went."""

import pytest
from flask.testing import FlaskClient

from marketplace.bookings.models import Booking, BookingState
from marketplace.payments.models import PaymentState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.payments.paying import attempt, now
from tests.payments.silence import silent

WEEK_AFTER = [day.replace(day=day.day + 7) for day in WEEK]


def press_pay(browser: FlaskClient, booking: Booking) -> str:
    answer = browser.post(f"/bookings/{booking.ref}/payment")
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_paying_and_coming_back(cast: Cast, simulator: Simulator) -> None:
    booking, dora = accepted(cast), cast.browser("dora")
    back = person.pay(press_pay(dora, booking))
    page = dora.get(back, follow_redirects=True)
    assert "Paid. The days are yours." in page.text
    assert "Confirmed and paid" in page.text
    assert now(booking).state is BookingState.CONFIRMED


def test_going_back_without_paying(cast: Cast, simulator: Simulator) -> None:
    booking, dora = accepted(cast), cast.browser("dora")
    press_pay(dora, booking)
    page = dora.get(f"/bookings/{booking.ref}/payment/return", follow_redirects=True)
    assert "Nothing was charged." in page.text
    assert "Pay €3,520.00" in page.text


def test_an_address_that_says_paid_proves_nothing(cast: Cast, simulator: Simulator) -> None:
    booking, dora = accepted(cast), cast.browser("dora")
    press_pay(dora, booking)
    checkout = attempt(booking).checkout_id
    page = dora.get(f"/bookings/{booking.ref}/payment/return?checkout={checkout}", follow_redirects=True)
    assert "did not go through" in page.text
    assert now(booking).state is BookingState.ACCEPTED


def test_a_return_to_somebody_elses_page_leads_nowhere(cast: Cast, simulator: Simulator) -> None:
    first, second = accepted(cast), accepted(cast, WEEK_AFTER)
    dora = cast.browser("dora")
    press_pay(dora, first)
    checkout = attempt(first).checkout_id
    assert dora.get(f"/bookings/{second.ref}/payment/return?checkout={checkout}").status_code == 404
    assert (
        cast.browser("gus").get(f"/bookings/{first.ref}/payment/return?checkout={checkout}").status_code
        == 404
    )


def test_a_payment_that_came_too_late_is_said_to_come_back(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    booking, dora = accepted(cast), cast.browser("dora")
    address = press_pay(dora, booking)
    assert cast.browser("bruno").post(f"/bookings/{booking.ref}/cancellation").status_code == 302
    page = dora.get(person.pay(address), follow_redirects=True)
    assert "You get all of it back" in page.text


def test_when_stripe_is_silent_the_page_says_that_nothing_is_lost(cast: Cast, simulator: Simulator) -> None:
    booking, dora = accepted(cast), cast.browser("dora")
    with silent(cast.app):
        page = dora.post(f"/bookings/{booking.ref}/payment")
    assert page.status_code == 503
    assert "Nothing is lost" in page.text
    assert attempt(booking).state is PaymentState.STARTED


def test_coming_back_while_stripe_is_silent(cast: Cast, simulator: Simulator) -> None:
    booking, dora = accepted(cast), cast.browser("dora")
    back = person.pay(press_pay(dora, booking))
    with silent(cast.app):
        page = dora.get(back, follow_redirects=True)
    assert "Your payment is being confirmed" in page.text
    assert "Paid. The days are yours." in dora.get(back, follow_redirects=True).text


def test_what_does_not_wait_cannot_be_paid(cast: Cast, simulator: Simulator) -> None:
    page = cast.browser("dora").post(f"/bookings/{ask(cast).ref}/payment")
    assert page.status_code == 409
    assert "does not wait for a payment" in page.text


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("carla", 403), ("gus", 404), ("visitor", 302)])
def test_only_the_customer_pays(cast: Cast, simulator: Simulator, who: str, status: int) -> None:
    answer = cast.browser(who).post(f"/bookings/{accepted(cast).ref}/payment")
    assert answer.status_code == status
