"""The hosted Checkout: sessions, cards, the bank, expiry."""

import pytest
import requests
import stripe

from marketplace.simulator.person import PageRefused, pay
from marketplace.simulator.serving import Simulator
from tests.conftest import Clock
from tests.simulator import shop


def test_dora_pays_and_comes_back(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    opened = shop.session(sdk, client_reference_id="payment-1", customer_email="dora@example.com")
    assert (opened.status, opened.amount_total, opened.payment_intent) == ("open", 128000, None)
    assert pay(opened.url) == f"https://shop.example/thanks?s={opened.id}"
    done = sdk.v1.checkout.sessions.retrieve(opened.id, {"expand": ["payment_intent", "line_items"]})
    assert (done.status, done.payment_status, done.url) == ("complete", "paid", None)
    assert done.payment_intent.transfer_group == "booking-1"
    assert [line.description for line in done.line_items.data] == ["Day"]
    kinds = [event["type"] for event in simulator.events()]
    assert kinds == [
        "payment_intent.created",
        "charge.succeeded",
        "charge.updated",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_the_fee_follows_the_charge(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    shop.charge(sdk)
    (first,), (then,) = simulator.events("charge.succeeded"), simulator.events("charge.updated")
    assert first["data"]["object"]["balance_transaction"] is None
    assert then["data"]["object"]["balance_transaction"].startswith("txn_")
    assert then["data"]["previous_attributes"] == {"balance_transaction": None}


@pytest.mark.parametrize(
    ("card", "says", "code"),
    [
        ("4000000000000002", "Your card was declined.", "generic_decline"),
        ("4000000000009995", "Your card has insufficient funds.", "insufficient_funds"),
        ("4000000000000069", "Your card has expired.", "expired_card"),
    ],
)
def test_a_declined_card_can_be_followed_by_a_good_one(
    sdk: stripe.StripeClient, simulator: Simulator, card: str, says: str, code: str
) -> None:
    opened = shop.session(sdk, customer_email="dora@example.com")
    with pytest.raises(PageRefused, match=says):
        pay(opened.url, card)
    tried = sdk.v1.checkout.sessions.retrieve(opened.id, {"expand": ["payment_intent"]})
    assert (tried.status, tried.payment_status) == ("open", "unpaid")
    assert tried.payment_intent.status == "requires_payment_method"
    assert tried.payment_intent.last_payment_error.decline_code == code
    pay(opened.url)
    done = sdk.v1.checkout.sessions.retrieve(opened.id)
    assert (done.payment_status, done.payment_intent) == ("paid", tried.payment_intent.id)
    assert [event["type"] for event in simulator.events()][1:3] == [
        "charge.failed",
        "payment_intent.payment_failed",
    ]


@pytest.mark.parametrize("card", ["4000002500003155", "4000002760003184"])
def test_the_bank_asks_and_dora_accepts(sdk: stripe.StripeClient, card: str) -> None:
    opened = shop.session(sdk)
    assert pay(opened.url, card).startswith("https://shop.example/thanks")
    assert sdk.v1.checkout.sessions.retrieve(opened.id).payment_status == "paid"


def test_the_bank_asks_and_dora_says_no(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    opened = shop.session(sdk)
    with pytest.raises(PageRefused):
        pay(opened.url, "4000002760003184", proves=False)
    tried = sdk.v1.checkout.sessions.retrieve(opened.id, {"expand": ["payment_intent"]})
    assert tried.payment_status == "unpaid"
    assert tried.payment_intent.last_payment_error.code == "payment_intent_authentication_failure"
    assert "unable to authenticate" in requests.get(opened.url, timeout=5).text
    pay(opened.url)
    assert sdk.v1.checkout.sessions.retrieve(opened.id).payment_status == "paid"


def test_answering_the_bank_twice_pays_once(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    opened = shop.session(sdk)
    typed = {
        "number": "4000002760003184",
        "expiry": "1/40",
        "cvc": "123",
        "name": "Dora",
        "email": "d@e.example",
    }
    question = (
        simulator.url + requests.post(opened.url, typed, allow_redirects=False, timeout=5).headers["Location"]
    )
    for _ in range(2):
        answer = requests.post(question, {"answer": "accept"}, allow_redirects=False, timeout=5)
        assert answer.headers["Location"].startswith("https://shop.example/thanks")
    assert len(simulator.events("charge.succeeded")) == 1


def test_a_page_is_paid_once(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    opened = shop.session(sdk)
    pay(opened.url)
    with pytest.raises(PageRefused, match="This has been paid"):
        pay(opened.url)
    assert len(simulator.events("charge.succeeded")) == 1


def test_the_card_is_kept_for_later(sdk: stripe.StripeClient) -> None:
    customer = sdk.v1.customers.create({"email": "dora@example.com"})
    kept = {"setup_future_usage": "off_session"}
    pay(shop.session(sdk, customer=customer.id, payment_intent_data=kept).url, "4000002500003155")
    (method,) = sdk.v1.customers.payment_methods.list(customer.id).data
    assert (method.card.last4, method.customer) == ("3155", customer.id)
    again = {"amount": 5000, "currency": "eur", "customer": customer.id, "payment_method": method.id}
    later = sdk.v1.payment_intents.create({**again, "confirm": True, "off_session": True})
    assert later.status == "succeeded"


def test_keeping_a_card_makes_a_customer_when_there_is_none(sdk: stripe.StripeClient) -> None:
    opened = shop.session(sdk, payment_intent_data={"setup_future_usage": "off_session"})
    pay(opened.url)
    customer = sdk.v1.checkout.sessions.retrieve(opened.id, {"expand": ["customer"]}).customer
    assert customer.email == "dora@example.com"


def test_a_page_nobody_pays_lapses(sdk: stripe.StripeClient, simulator: Simulator, clock: Clock) -> None:
    opened = shop.session(sdk, expires_at=int(clock.now.timestamp()) + 3600)
    clock.forward(minutes=59)
    assert sdk.v1.checkout.sessions.retrieve(opened.id).status == "open"
    clock.forward(minutes=1)
    with pytest.raises(PageRefused, match="This page has expired"):
        pay(opened.url)
    assert sdk.v1.checkout.sessions.retrieve(opened.id).status == "expired"
    assert len(simulator.events("checkout.session.expired")) == 1


@pytest.mark.parametrize(("ahead", "says"), [(600, "at least 30 minutes"), (90000, "less than 24 hours")])
def test_expiry_has_limits(sdk: stripe.StripeClient, clock: Clock, ahead: int, says: str) -> None:
    with pytest.raises(stripe.InvalidRequestError, match=says):
        shop.session(sdk, expires_at=int(clock.now.timestamp()) + ahead)


def test_a_page_can_be_closed_once(sdk: stripe.StripeClient) -> None:
    opened = shop.session(sdk)
    assert sdk.v1.checkout.sessions.expire(opened.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError, match="can be expired"):
        sdk.v1.checkout.sessions.expire(opened.id)


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"success_url": None}, "success_url"),
        ({"line_items": None}, "line_items"),
        ({"mode": "subscription"}, "mode"),
        ({"customer": "cus_nobody"}, "customer"),
        (
            {"line_items": [{"quantity": 1, "price_data": {"currency": "eur"}}]},
            "line_items[0][price_data][unit_amount]",
        ),
        ({"line_items": [{**shop.DAYS, "quantity": 0}]}, "line_items[0][quantity]"),
        ({"success_url": "javascript:alert(1)"}, "success_url"),
    ],
)
def test_what_makes_no_sense_is_refused(
    sdk: stripe.StripeClient, change: dict[str, object], param: str
) -> None:
    asked = {name: value for name, value in {**shop.PAGE, **change}.items() if value is not None}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.checkout.sessions.create(asked)
    assert refusal.value.param == param


def test_two_currencies_on_one_page_are_refused(sdk: stripe.StripeClient) -> None:
    dollars = {"price_data": {**shop.DAYS["price_data"], "currency": "usd"}, "quantity": 1}
    with pytest.raises(stripe.InvalidRequestError, match="same currency"):
        shop.session(sdk, line_items=[shop.DAYS, dollars])


def test_next_to_nothing_is_refused(sdk: stripe.StripeClient) -> None:
    tiny = {"price_data": {**shop.DAYS["price_data"], "unit_amount": 20}, "quantity": 1}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.session(sdk, line_items=[tiny])
    assert refusal.value.code == "amount_too_small"
