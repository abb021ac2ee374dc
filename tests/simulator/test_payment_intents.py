"""Charging a saved card without the customer there."""

import pytest
import requests
import stripe

from marketplace.simulator.serving import Simulator


def now(sdk: stripe.StripeClient, method: str, **more: object) -> stripe.PaymentIntent:
    asked = {
        "amount": 5000,
        "currency": "eur",
        "payment_method": method,
        "confirm": True,
        "off_session": True,
    }
    return sdk.v1.payment_intents.create({**asked, **more})


def test_a_good_card_pays(sdk: stripe.StripeClient) -> None:
    paid = now(sdk, "pm_card_visa", metadata={"booking": "1"})
    assert (paid.status, paid.amount_received) == ("succeeded", 5000)
    found = sdk.v1.charges.retrieve(paid.latest_charge)
    assert (found.status, found.metadata.to_dict()) == ("succeeded", {"booking": "1"})
    assert [one.id for one in sdk.v1.payment_intents.list().data] == [paid.id]


def test_a_declined_card_leaves_its_trace(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    with pytest.raises(stripe.CardError) as refusal:
        now(sdk, "pm_card_chargeDeclinedInsufficientFunds")
    error = refusal.value
    assert (error.http_status, error.code, error.error.decline_code) == (
        402,
        "card_declined",
        "insufficient_funds",
    )
    intent = sdk.v1.payment_intents.retrieve(error.error.payment_intent.id)
    assert intent.status == "requires_payment_method"
    assert sdk.v1.charges.retrieve(intent.latest_charge).failure_code == "card_declined"
    assert len(simulator.events("payment_intent.payment_failed")) == 1


def test_a_card_that_wants_its_owner_says_so(sdk: stripe.StripeClient) -> None:
    with pytest.raises(stripe.CardError) as refusal:
        now(sdk, "pm_card_authenticationRequired")
    assert refusal.value.code == "authentication_required"


def test_with_the_owner_there_the_bank_asks(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    waiting = now(
        sdk, "pm_card_authenticationRequired", off_session=False, return_url="https://shop.example/done"
    )
    assert waiting.status == "requires_action"
    bank = waiting.next_action.redirect_to_url.url
    answer = requests.post(bank, {"answer": "accept"}, allow_redirects=False, timeout=5)
    assert answer.headers["Location"] == "https://shop.example/done"
    assert sdk.v1.payment_intents.retrieve(waiting.id).status == "succeeded"


def test_an_intent_may_wait_and_be_confirmed(sdk: stripe.StripeClient) -> None:
    waiting = sdk.v1.payment_intents.create({"amount": 5000, "currency": "eur"})
    assert waiting.status == "requires_payment_method"
    with pytest.raises(stripe.InvalidRequestError, match="payment_method"):
        sdk.v1.payment_intents.confirm(waiting.id)
    assert (
        sdk.v1.payment_intents.confirm(waiting.id, {"payment_method": "pm_card_visa"}).status == "succeeded"
    )
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.payment_intents.cancel(waiting.id)
    assert refusal.value.code == "payment_intent_unexpected_state"


def test_an_intent_may_be_cancelled(sdk: stripe.StripeClient) -> None:
    waiting = sdk.v1.payment_intents.create({"amount": 5000, "currency": "eur"})
    gone = sdk.v1.payment_intents.cancel(waiting.id, {"cancellation_reason": "abandoned"})
    assert (gone.status, gone.cancellation_reason) == ("canceled", "abandoned")


def test_a_card_comes_to_a_customer_and_leaves(sdk: stripe.StripeClient) -> None:
    customer = sdk.v1.customers.create({"name": "Nordwind"})
    method = sdk.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": customer.id})
    with pytest.raises(stripe.CardError):
        now(sdk, method.id, customer=customer.id)
    assert sdk.v1.payment_methods.list({"customer": customer.id}).data[0].id == method.id
    sdk.v1.payment_methods.detach(method.id)
    assert sdk.v1.payment_methods.list({"customer": customer.id}).data == []
    with pytest.raises(stripe.InvalidRequestError, match="not attached"):
        sdk.v1.payment_methods.detach(method.id)
    assert sdk.v1.payment_methods.retrieve(method.id).customer is None
