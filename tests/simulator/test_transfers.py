"""From the platform to Ana, and back."""

import pytest
import stripe

from marketplace.simulator.serving import Simulator
from tests.conftest import Clock
from tests.simulator import shop


def balance(sdk: stripe.StripeClient, account: str | None = None) -> tuple[int, int]:
    """Available and pending."""
    found = sdk.v1.balance.retrieve({}, {"stripe_account": account} if account else {})
    return found.available[0].amount, found.pending[0].amount


def test_out_of_a_charge_the_money_is_as_ready_as_the_charge(sdk: stripe.StripeClient, clock: Clock) -> None:
    ana, charge = shop.account(sdk), shop.charge(sdk)
    sent = shop.transfer(sdk, ana, 100000, source_transaction=charge.id)
    assert sent.transfer_group == "booking-1"
    assert balance(sdk, ana) == (0, 100000)
    clock.forward(days=1, hours=23)
    assert balance(sdk, ana) == (0, 100000)
    clock.forward(hours=1)
    assert balance(sdk, ana) == (100000, 0)
    assert balance(sdk) == (128000 - 3742 - 100000, 0)


def test_each_charge_waits_for_its_own_day(sdk: stripe.StripeClient, clock: Clock) -> None:
    shop.charge(sdk)
    clock.forward(days=1)
    shop.charge(sdk)
    clock.forward(days=1)
    assert balance(sdk) == (124258, 124258)


def test_card_0077_is_ready_at_once(sdk: stripe.StripeClient) -> None:
    ana, charge = shop.account(sdk), shop.charge(sdk, "4000000000000077")
    shop.transfer(sdk, ana, 1000, source_transaction=charge.id)
    assert balance(sdk, ana) == (1000, 0)


def test_without_a_charge_the_balance_must_hold_it(sdk: stripe.StripeClient, clock: Clock) -> None:
    ana = shop.account(sdk)
    shop.charge(sdk)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.transfer(sdk, ana, 1000)
    assert refusal.value.code == "balance_insufficient"
    clock.forward(days=2)
    assert shop.transfer(sdk, ana, 1000).amount == 1000


def test_a_charge_gives_what_it_has_and_no_more(sdk: stripe.StripeClient) -> None:
    ana, charge = shop.account(sdk), shop.charge(sdk)
    shop.transfer(sdk, ana, 128000, source_transaction=charge.id)
    with pytest.raises(stripe.InvalidRequestError, match="Insufficient funds in source"):
        shop.transfer(sdk, ana, 1, source_transaction=charge.id)


@pytest.mark.parametrize("outcome", ["more", "reject"])
def test_who_is_not_cleared_receives_nothing(sdk: stripe.StripeClient, outcome: str) -> None:
    charge = shop.charge(sdk)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.transfer(sdk, shop.account(sdk, outcome), 1000, source_transaction=charge.id)
    assert refusal.value.code == "insufficient_capabilities_for_transfer"


def test_a_transfer_comes_back_in_parts(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    ana, charge = shop.account(sdk), shop.charge(sdk)
    sent = shop.transfer(sdk, ana, 100000, source_transaction=charge.id)
    back = sdk.v1.transfers.reversals.create(sent.id, {"amount": 40000})
    assert sdk.v1.transfers.reversals.retrieve(sent.id, back.id).amount == 40000
    assert not sdk.v1.transfers.retrieve(sent.id).reversed
    sdk.v1.transfers.reversals.create(sent.id)
    gone = sdk.v1.transfers.retrieve(sent.id)
    assert (gone.reversed, [one.amount for one in gone.reversals.data]) == (True, [60000, 40000])
    assert balance(sdk, ana) == (0, 0)
    assert len(simulator.events("transfer.reversed")) == 2
    with pytest.raises(stripe.InvalidRequestError, match="greater than the unreversed"):
        sdk.v1.transfers.reversals.create(sent.id, {"amount": 1})


def test_what_ana_has_taken_home_cannot_be_taken_back(sdk: stripe.StripeClient, clock: Clock) -> None:
    ana, charge = shop.account(sdk), shop.charge(sdk)
    sent = shop.transfer(sdk, ana, 1000, source_transaction=charge.id)
    clock.forward(days=2)
    sdk.v1.payouts.create({"amount": 600, "currency": "eur"}, {"stripe_account": ana})
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.transfers.reversals.create(sent.id, {"amount": 500})
    assert refusal.value.code == "balance_insufficient"
    assert sdk.v1.transfers.reversals.create(sent.id, {"amount": 400}).amount == 400


def test_every_cent_is_in_the_balance_transactions(sdk: stripe.StripeClient, clock: Clock) -> None:
    ana, charge = shop.account(sdk), shop.charge(sdk)
    sent = shop.transfer(sdk, ana, 100000, source_transaction=charge.id)
    sdk.v1.transfers.reversals.create(sent.id, {"amount": 40000})
    sdk.v1.refunds.create({"charge": charge.id, "amount": 50000})
    clock.forward(days=3)
    kinds = {txn.type: txn.net for txn in sdk.v1.balance_transactions.list().data}
    assert kinds == {"charge": 124258, "transfer": -100000, "transfer_refund": 40000, "refund": -50000}
    assert sum(kinds.values()) == balance(sdk)[0]
    theirs = sdk.v1.balance_transactions.list({}, {"stripe_account": ana}).data
    assert [(txn.type, txn.net) for txn in theirs] == [("payment_refund", -40000), ("payment", 100000)]


def test_transfers_are_found_by_their_group(sdk: stripe.StripeClient) -> None:
    ana, charge = shop.account(sdk), shop.charge(sdk)
    sent = shop.transfer(sdk, ana, 1000, source_transaction=charge.id)
    assert [one.id for one in sdk.v1.transfers.list({"transfer_group": "booking-1"}).data] == [sent.id]
    assert sdk.v1.transfers.list({"transfer_group": "booking-2"}).data == []
    (payment,) = sdk.v1.charges.list({}, {"stripe_account": ana}).data
    assert (payment.id, payment.source_transfer) == (sent.destination_payment, sent.id)
