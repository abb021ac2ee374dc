"""Giving money back."""

import pytest
import stripe

from marketplace.simulator.serving import Simulator
from tests.conftest import Clock
from tests.simulator import shop


def test_in_parts_until_nothing_is_left(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    charge = shop.charge(sdk)
    sdk.v1.refunds.create({"charge": charge.id, "amount": 28000})
    assert not sdk.v1.charges.retrieve(charge.id).refunded
    rest = sdk.v1.refunds.create({"payment_intent": charge.payment_intent})
    assert (rest.amount, rest.status) == (100000, "succeeded")
    done = sdk.v1.charges.retrieve(charge.id)
    assert (done.refunded, done.amount_refunded) == (True, 128000)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.refunds.create({"charge": charge.id})
    assert refusal.value.code == "charge_already_refunded"
    assert len(sdk.v1.refunds.list({"charge": charge.id}).data) == 2
    assert len(simulator.events("charge.refunded")) == 2


def test_more_than_is_left_is_refused(sdk: stripe.StripeClient) -> None:
    charge = shop.charge(sdk)
    for given_back, left in ((0, 128000), (28000, 100000)):
        if given_back:
            sdk.v1.refunds.create({"charge": charge.id, "amount": given_back})
        with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount") as refusal:
            sdk.v1.refunds.create({"charge": charge.id, "amount": left + 1})
        assert refusal.value.param == "amount"


def test_a_declined_charge_has_nothing_to_give_back(sdk: stripe.StripeClient) -> None:
    with pytest.raises(stripe.CardError) as declined:
        sdk.v1.payment_intents.create(
            {
                "amount": 100,
                "currency": "eur",
                "payment_method": "pm_card_visa_chargeDeclined",
                "confirm": True,
            }
        )
    error = declined.value.error
    with pytest.raises(stripe.InvalidRequestError, match="has not been paid"):
        sdk.v1.refunds.create({"charge": error.charge})
    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        sdk.v1.refunds.create({"payment_intent": error.payment_intent.id})


def test_the_fee_stays_with_stripe(sdk: stripe.StripeClient, clock: Clock) -> None:
    sdk.v1.refunds.create({"charge": shop.charge(sdk).id})
    clock.forward(days=3)
    (line,) = sdk.v1.balance.retrieve().available
    assert line.amount == -(128000 * 29 // 1000 + 30)
