"""Several at once: one page, one key, one balance."""

from concurrent.futures import ThreadPoolExecutor

import requests
import stripe

from marketplace.simulator.person import PageRefused, pay
from marketplace.simulator.serving import Simulator
from tests.conftest import Clock
from tests.simulator import shop

MANY = 8


def test_two_windows_pay_one_page_once(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    url = shop.session(sdk).url

    def click(_: int) -> bool:
        try:
            return bool(pay(url))
        except PageRefused:
            return False

    with ThreadPoolExecutor(MANY) as pool:
        assert sum(pool.map(click, range(MANY))) == 1
    assert len(simulator.events("charge.succeeded")) == 1
    assert len(simulator.events("checkout.session.completed")) == 1


def test_one_key_makes_one_refund(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    charge = shop.charge(sdk).id

    def ask(_: int) -> int:
        headers = {"Authorization": "Bearer sk_test_1", "Idempotency-Key": "refund"}
        asked = {"charge": charge, "amount": 1000}
        return requests.post(f"{simulator.url}/v1/refunds", asked, headers=headers, timeout=10).status_code

    with ThreadPoolExecutor(MANY) as pool:
        statuses = set(pool.map(ask, range(MANY)))
    assert statuses <= {200, 409}
    assert sdk.v1.charges.retrieve(charge).amount_refunded == 1000


def test_a_balance_is_spent_once(sdk: stripe.StripeClient, clock: Clock) -> None:
    ana = {"stripe_account": shop.account(sdk)}
    shop.transfer(sdk, ana["stripe_account"], 1000, source_transaction=shop.charge(sdk).id)
    clock.forward(days=2)

    def take(_: int) -> bool:
        try:
            return bool(sdk.v1.payouts.create({"amount": 600, "currency": "eur"}, ana))
        except stripe.InvalidRequestError:
            return False

    with ThreadPoolExecutor(MANY) as pool:
        assert sum(pool.map(take, range(MANY))) == 1
    assert sdk.v1.balance.retrieve({}, ana).available[0].amount == 400
