"""One key, one deed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
import stripe

from marketplace.simulator.resources import customers
from marketplace.simulator.serving import Simulator
from tests.conftest import Clock
from tests.simulator import shop

KEY = {"idempotency_key": "one"}


def count(simulator: Simulator, kind: str) -> int:
    with simulator.world.store.transaction():
        return len(simulator.world.store.every(kind))


def test_the_first_answer_is_given_again(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    first, again = (sdk.v1.customers.create({"name": "Dora"}, KEY) for _ in range(2))
    assert first.id == again.id
    assert count(simulator, "customer") == 1
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.last_response.headers


def test_other_parameters_under_the_same_key_are_refused(sdk: stripe.StripeClient) -> None:
    sdk.v1.customers.create({"name": "Dora"}, KEY)
    with pytest.raises(stripe.IdempotencyError) as refusal:
        sdk.v1.customers.create({"name": "Bruno"}, KEY)
    assert refusal.value.http_status == 400


def test_a_refusal_is_given_again_even_when_things_have_changed(
    sdk: stripe.StripeClient, clock: Clock
) -> None:
    ana = shop.account(sdk)
    shop.charge(sdk)
    asked = {"amount": 1000, "currency": "eur", "destination": ana}
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError, match="insufficient available funds"):
            sdk.v1.transfers.create(asked, KEY)
        clock.forward(hours=24)
    clock.forward(days=1)
    assert sdk.v1.transfers.create(asked, {"idempotency_key": "two"}).amount == 1000


def test_a_declined_card_is_not_tried_twice(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    asked = {
        "amount": 100,
        "currency": "eur",
        "payment_method": "pm_card_visa_chargeDeclined",
        "confirm": True,
    }
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            sdk.v1.payment_intents.create(asked, KEY)
    assert len(simulator.events("charge.failed")) == 1


def test_what_was_not_even_understood_leaves_the_key_free(sdk: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.customers.create({"colour": "blue"}, KEY)
    assert sdk.v1.customers.create({"name": "Dora"}, KEY).name == "Dora"


def test_a_failure_of_the_server_is_given_again(
    sdk: stripe.StripeClient, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burn(*_: object) -> None:
        raise OSError("the machine burns")

    with monkeypatch.context() as trouble:
        trouble.setattr(customers, "tell", burn)
        with pytest.raises(stripe.APIError) as failure:
            sdk.v1.customers.create({"name": "Dora"}, KEY)
        assert failure.value.http_status == 500
    with pytest.raises(stripe.APIError):
        sdk.v1.customers.create({"name": "Dora"}, KEY)
    assert count(simulator, "customer") == 0


def test_version_2_plays_a_refusal_again(sdk: stripe.StripeClient) -> None:
    flow = {"refresh_url": "https://shop.example/again"}
    asked = {"account": "acct_1", "use_case": {"type": "account_onboarding", "account_onboarding": flow}}
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            sdk.v2.core.account_links.create(asked, KEY)
        assert "Idempotent-Replayed" not in refusal.value.headers


def test_keys_are_kept_for_a_day(sdk: stripe.StripeClient, clock: Clock) -> None:
    first = sdk.v1.customers.create({"name": "Dora"}, KEY)
    clock.forward(hours=24)
    assert sdk.v1.customers.create({"name": "Dora"}, KEY).id == first.id
    clock.forward(seconds=1)
    assert sdk.v1.customers.create({"name": "Dora"}, KEY).id != first.id


def test_accounts_have_keys_of_their_own(sdk: stripe.StripeClient) -> None:
    ana = {"stripe_account": shop.account(sdk), **KEY}
    setting = {"payments": {"debit_negative_balances": True}}
    sdk.v1.balance_settings.update(setting, KEY)
    assert "Idempotent-Replayed" not in sdk.v1.balance_settings.update(setting, ana).last_response.headers


def test_while_the_first_runs_the_second_is_told_to_wait(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """409, which the SDK takes as a reason to ask again."""
    begun, go_on = threading.Event(), threading.Event()

    def slowly(*_: object) -> None:
        begun.set()
        go_on.wait(5)

    def ask(_: int) -> requests.Response:
        headers = {"Authorization": "Bearer sk_test_1", "Idempotency-Key": "one"}
        return requests.post(f"{simulator.url}/v1/customers", {"name": "Dora"}, headers=headers, timeout=10)

    monkeypatch.setattr("marketplace.simulator.answering.catch_up", slowly)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask, 1)
        assert begun.wait(5)
        second = ask(2)
        go_on.set()
        assert first.result().status_code == 200
    assert (second.status_code, second.json()["error"]["code"]) == (409, "idempotency_key_in_use")
    assert count(simulator, "customer") == 1
