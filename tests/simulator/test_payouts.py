"""From Ana's balance to her bank, by the clock."""

import pytest
import stripe

from marketplace.simulator.serving import Simulator
from tests.conftest import Clock
from tests.simulator import shop

CENTS = {"amount": 1000, "currency": "eur"}


def rich_ana(sdk: stripe.StripeClient, **person: str) -> dict[str, str]:
    """Request options of an account with ten euros to take home."""
    ana = shop.account(sdk, **person)
    shop.transfer(sdk, ana, 1000, source_transaction=shop.charge(sdk, "4000000000000077").id)
    return {"stripe_account": ana}


def told(simulator: Simulator) -> list[str]:
    return [event["type"] for event in simulator.events() if event["type"].startswith("payout.")]


def test_it_leaves_and_arrives(sdk: stripe.StripeClient, simulator: Simulator, clock: Clock) -> None:
    ana = rich_ana(sdk)
    payout = sdk.v1.payouts.create(CENTS, ana)
    assert (payout.status, payout.arrival_date - payout.created) == ("pending", 2 * 86400)
    assert sdk.v1.balance.retrieve({}, ana).available[0].amount == 0
    clock.forward(minutes=10)
    assert sdk.v1.payouts.retrieve(payout.id, {}, ana).status == "in_transit"
    clock.forward(days=2)
    assert sdk.v1.payouts.retrieve(payout.id, {}, ana).status == "paid"
    assert told(simulator) == ["payout.created", "payout.updated", "payout.paid"]
    (paid,) = simulator.events("payout.paid")
    assert paid["account"] == ana["stripe_account"]


def test_a_long_jump_of_the_clock_skips_nothing(
    sdk: stripe.StripeClient, simulator: Simulator, clock: Clock
) -> None:
    ana = rich_ana(sdk)
    sdk.v1.payouts.create(CENTS, ana)
    clock.forward(days=30)
    assert sdk.v1.payouts.list({"status": "paid"}, ana).data[0].amount == 1000
    assert told(simulator) == ["payout.created", "payout.updated", "payout.paid"]


@pytest.mark.parametrize(
    ("iban", "code"), [("DE62370400440532013001", "account_closed"), ("DE35370400440532013002", "no_account")]
)
def test_a_bank_may_send_it_back(sdk: stripe.StripeClient, clock: Clock, iban: str, code: str) -> None:
    ana = rich_ana(sdk, iban=iban)
    payout = sdk.v1.payouts.create(CENTS, ana)
    clock.forward(days=3)
    failed = sdk.v1.payouts.retrieve(payout.id, {"expand": ["failure_balance_transaction"]}, ana)
    assert (failed.status, failed.failure_code) == ("failed", code)
    assert failed.failure_balance_transaction.net == 1000
    assert sdk.v1.balance.retrieve({}, ana).available[0].amount == 1000


def test_more_than_there_is_cannot_leave(sdk: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.payouts.create({"amount": 1001, "currency": "eur"}, rich_ana(sdk))
    assert refusal.value.code == "balance_insufficient"


def test_before_it_leaves_it_can_be_called_back(sdk: stripe.StripeClient, clock: Clock) -> None:
    ana = rich_ana(sdk)
    payout = sdk.v1.payouts.create(CENTS, ana)
    assert sdk.v1.payouts.cancel(payout.id, {}, ana).status == "canceled"
    clock.forward(days=3)
    assert sdk.v1.payouts.retrieve(payout.id, {}, ana).status == "canceled"
    assert sdk.v1.balance.retrieve({}, ana).available[0].amount == 1000
    with pytest.raises(stripe.InvalidRequestError, match="cannot be canceled"):
        sdk.v1.payouts.cancel(payout.id, {}, ana)


def test_without_a_bank_account_there_is_no_payout(sdk: stripe.StripeClient) -> None:
    nobody = {"stripe_account": shop.account(sdk, "reject")}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.payouts.create(CENTS, nobody)
    assert refusal.value.code == "payouts_not_allowed"


def test_nobody_reads_another_ones_payouts(sdk: stripe.StripeClient) -> None:
    payout = sdk.v1.payouts.create(CENTS, rich_ana(sdk))
    emil = {"stripe_account": shop.account(sdk, name="Emil Novak")}
    for options in ({}, emil):
        with pytest.raises(stripe.InvalidRequestError, match="No such payout"):
            sdk.v1.payouts.retrieve(payout.id, {}, options)
    with pytest.raises(stripe.PermissionError):
        sdk.v1.payouts.retrieve(payout.id, {}, {"stripe_account": "acct_nobody"})
