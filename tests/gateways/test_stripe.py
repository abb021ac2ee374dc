"""The one door to Stripe, through the real SDK over HTTP to the simulator, which checks every word."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from marketplace.db.session import atomic
from marketplace.gateways.errors import (
    BadSignature,
    CardDeclined,
    GatewayRefused,
    GatewayUnavailable,
    InsufficientFunds,
)
from marketplace.gateways.stripe import Checkout, StripeGateway, checkout_expiry, the_gateway
from marketplace.gateways.stripe_connection import stripe, translated
from marketplace.kit import clock as kit_clock
from marketplace.kit.money import Money
from marketplace.simulator.delivery import signature
from marketplace.simulator.person import PageRefused, onboard, pay
from marketplace.simulator.serving import Simulator
from tests.conftest import Clock

BACK = "https://mavenry.example/back"
THANKS, SORRY = (
    "https://mavenry.example/thanks?session={CHECKOUT_SESSION_ID}",
    "https://mavenry.example/booking",
)


@pytest.fixture
def gateway(app: Flask, simulator: Simulator) -> StripeGateway:
    return the_gateway()


GOOD, CLOSED = "DE89370400440532013000", "DE62370400440532013001"
BILL = Money(140_800, "EUR")


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")


def doras_checkout(gateway: StripeGateway, key: str = "pay-1", amount: Money = BILL) -> Checkout:
    customer = gateway.create_customer(
        email="dora@nordwind.example", name="Nordwind", reference="nordwind", key=f"{key}-customer"
    )
    return gateway.create_checkout(
        customer=customer,
        total=amount,
        description="Ana for two days",
        lines=[("Two days", amount - Money(800, amount.currency)), ("Fee", Money(800, amount.currency))],
        reference="payment-1",
        transfer_group="booking-1",
        success_url=THANKS,
        cancel_url=SORRY,
        expires_at=kit_clock.now() + timedelta(hours=2),
        key=key,
    )


def paid(gateway: StripeGateway, card: str = "4242424242424242", key: str = "pay-1") -> str:
    """The charge of a checkout that Dora has paid."""
    checkout = doras_checkout(gateway, key)
    pay(checkout.url or "", card)
    return gateway.charge_of(gateway.checkout(checkout.id).payment_intent_id or "").id


def ana_account(gateway: StripeGateway, outcome: str = "complete", iban: str = GOOD) -> str:
    account = gateway.create_account(
        email="ana@example.com", country="de", name="Ana Duarte", reference="ana", key="ana"
    )
    onboard(link_for(gateway, account.id), outcome, iban=iban)
    return account.id


def link_for(gateway: StripeGateway, account: str, key: str = "link") -> str:
    return gateway.onboarding_link(
        account,
        return_url="https://mavenry.example/back",
        refresh_url="https://mavenry.example/again",
        key=key,
    )


def send(gateway: StripeGateway, account: str, charge: str, amount: Money, key: str = "send") -> str:
    return gateway.transfer(
        destination=account,
        amount=amount,
        source_charge=charge,
        transfer_group="booking-1",
        reference="release-1",
        key=key,
    ).id


def test_dora_pays_on_the_hosted_page(gateway: StripeGateway) -> None:
    opened = doras_checkout(gateway)
    assert (opened.status, opened.payment_status, opened.paid) == ("open", "unpaid", False)
    assert opened.reference == "payment-1"
    assert pay(opened.url or "") == f"https://mavenry.example/thanks?session={opened.id}"
    done = gateway.checkout(opened.id)
    assert done.paid
    assert done.url is None


def test_the_charge_says_what_stripe_kept(gateway: StripeGateway, clock: Clock) -> None:
    checkout = doras_checkout(gateway)
    pay(checkout.url or "")
    charge = gateway.charge_of(gateway.checkout(checkout.id).payment_intent_id or "")
    assert charge.amount == euros(1408)
    assert charge.fee == Money(4113, "EUR")
    assert charge.net == Money(136_687, "EUR")
    assert charge.available_at == clock.now + timedelta(days=2)


def test_a_charge_without_its_fee_yet_is_no_surprise(gateway: StripeGateway, simulator: Simulator) -> None:
    checkout = doras_checkout(gateway)
    pay(checkout.url or "")
    intent = gateway.checkout(checkout.id).payment_intent_id or ""
    store = simulator.world.store
    with store.transaction():
        charge = store.every("charge")[0]
        store.save(charge | {"balance_transaction": None})
    waiting = gateway.charge_of(intent)
    assert (waiting.fee, waiting.net, waiting.available_at) == (None, None, None)
    assert waiting.amount == euros(1408)


def test_yen_have_no_cents(gateway: StripeGateway) -> None:
    checkout = doras_checkout(gateway, amount=Money(150_000, "JPY"))
    pay(checkout.url or "")
    charge = gateway.charge_of(gateway.checkout(checkout.id).payment_intent_id or "")
    assert charge.amount == Money(150_000, "JPY")


def test_an_intent_nobody_tried_has_no_charge(gateway: StripeGateway) -> None:
    with pytest.raises(GatewayRefused) as refusal:
        gateway.charge_of("pi_nobody")
    assert refusal.value.code == "resource_missing"


def test_asking_twice_with_one_key_makes_one_page(gateway: StripeGateway, simulator: Simulator) -> None:
    assert doras_checkout(gateway) == doras_checkout(gateway)
    with simulator.world.store.transaction():
        assert len(simulator.world.store.every("checkout.session")) == 1


def test_one_key_for_two_things_is_refused(gateway: StripeGateway) -> None:
    doras_checkout(gateway)
    with pytest.raises(GatewayRefused) as refusal:
        gateway.create_customer(email="emil@example.com", name="Emil", reference="e", key="pay-1-customer")
    assert refusal.value.code == "idempotency_error"


def test_lines_must_add_up(gateway: StripeGateway) -> None:
    with pytest.raises(ValueError, match="do not add up"):
        gateway.create_checkout(
            customer="cus_1",
            total=euros(100),
            description="Ana",
            lines=[("One day", euros(99))],
            reference="payment-1",
            transfer_group="booking-1",
            success_url=THANKS,
            cancel_url=SORRY,
            expires_at=kit_clock.now(),
            key="sum",
        )


@pytest.mark.parametrize("minutes", [1, 31, 600, 5000])
def test_any_wish_becomes_an_expiry_that_stripe_takes(gateway: StripeGateway, minutes: int) -> None:
    now = kit_clock.now()
    wanted = now + timedelta(minutes=minutes)
    expiry = checkout_expiry(wanted, now=now)
    assert now + timedelta(minutes=30) <= expiry <= now + timedelta(hours=24)
    assert minutes != 600 or expiry == wanted


def test_an_open_page_can_be_closed(gateway: StripeGateway) -> None:
    checkout = doras_checkout(gateway)
    assert gateway.expire_checkout(checkout.id, key="close").status == "expired"
    with pytest.raises(PageRefused, match="expired"):
        pay(checkout.url or "")


def test_closing_what_is_over_tells_how_it_ended(gateway: StripeGateway) -> None:
    paid_one, closed = doras_checkout(gateway), doras_checkout(gateway, "other")
    pay(paid_one.url or "")
    gateway.expire_checkout(closed.id, key="close-1")
    assert gateway.expire_checkout(paid_one.id, key="close-2").paid
    assert gateway.expire_checkout(closed.id, key="close-3").status == "expired"


def test_dora_gets_part_of_it_back(gateway: StripeGateway) -> None:
    charge = paid(gateway)
    refund = gateway.create_refund(
        charge=charge, amount=euros(400), reference="refund-1", reason="requested_by_customer", key="refund"
    )
    assert (refund.status, refund.amount, refund.charge_id) == ("succeeded", euros(400), charge)
    assert gateway.refund(refund.id) == refund


def test_more_than_was_paid_is_not_given_back(gateway: StripeGateway) -> None:
    charge = paid(gateway)
    with pytest.raises(GatewayRefused, match="greater than unrefunded"):
        gateway.create_refund(charge=charge, amount=euros(1409), reference="refund-1", key="refund")


def test_ana_becomes_payable(gateway: StripeGateway, simulator: Simulator) -> None:
    account = gateway.create_account(
        email="ana@example.com", country="DE", name="Ana Duarte", reference="ana", key="ana"
    )
    assert (account.payable, account.rejected, account.country) == (False, False, "DE")
    assert "identity.individual.given_name" in account.requirements
    assert onboard(link_for(gateway, account.id)) == BACK
    assert replace(gateway.account(account.id), id="") == replace(
        account, id="", payable=True, requirements=()
    )


def test_ana_is_paid_out_by_our_call_only(gateway: StripeGateway, simulator: Simulator) -> None:
    account = ana_account(gateway)
    with simulator.world.store.transaction():
        settings = simulator.world.store.every("balance_settings", account)
    assert settings[0]["payments"]["payouts"]["schedule"]["interval"] == "manual"


def test_receiving_without_paying_out_is_not_payable(gateway: StripeGateway, simulator: Simulator) -> None:
    key, store = ana_account(gateway), simulator.world.store
    with store.transaction():
        account = simulator.world.the("v2.core.account", key)
        account["configuration"]["recipient"]["capabilities"]["stripe_balance"]["payouts"]["status"] = (
            "pending"
        )
        store.save(account)
    assert not gateway.account(key).payable


def test_stripe_may_want_more_or_say_no(gateway: StripeGateway) -> None:
    more = gateway.account(ana_account(gateway, "more"))
    assert (more.payable, more.rejected) == (False, False)
    assert more.requirements == ("identity.individual.documents.primary_verification",)
    onboard(link_for(gateway, more.id, "second"), "reject")
    rejected = gateway.account(more.id)
    assert (rejected.payable, rejected.rejected) == (False, True)


def test_ana_gets_her_share_and_takes_it_home(gateway: StripeGateway, clock: Clock) -> None:
    account, charge = ana_account(gateway), paid(gateway)
    transfer = gateway.transfer_of(send(gateway, account, charge, euros(1280)))
    assert (transfer.amount, transfer.destination) == (euros(1280), account)
    assert gateway.available(account, "EUR") == Money.zero("EUR")
    assert gateway.balance(account).pending == (euros(1280),)
    clock.forward(days=2)
    assert gateway.available(account, "EUR") == euros(1280)
    payout = gateway.payout(account=account, amount=euros(1280), reference="payout-1", key="home")
    assert (payout.status, payout.failure, payout.amount) == ("pending", None, euros(1280))
    assert payout.arrival_on == (clock.now + timedelta(days=2)).date()
    clock.forward(hours=1)
    assert gateway.payout_of(account, payout.id).status == "in_transit"
    clock.forward(days=2)
    assert gateway.payout_of(account, payout.id).status == "paid"


def test_a_closed_bank_account_sends_it_back(gateway: StripeGateway, clock: Clock) -> None:
    account, charge = ana_account(gateway, iban=CLOSED), paid(gateway, "4000000000000077")
    send(gateway, account, charge, euros(100))
    payout = gateway.payout(account=account, amount=euros(100), reference="payout-1", key="home")
    clock.forward(days=3)
    failed = gateway.payout_of(account, payout.id)
    assert (failed.status, failed.failure) == ("failed", "account_closed")
    assert gateway.available(account, "EUR") == euros(100)


def test_money_that_is_not_there_cannot_leave(gateway: StripeGateway) -> None:
    account, charge = ana_account(gateway), paid(gateway)
    send(gateway, account, charge, euros(1280))
    with pytest.raises(InsufficientFunds):
        gateway.payout(account=account, amount=euros(1280), reference="payout-1", key="home")
    with pytest.raises(InsufficientFunds):
        send(gateway, account, charge, euros(129), key="too-much")


def test_a_transfer_can_be_taken_back_in_part(gateway: StripeGateway) -> None:
    account, charge = ana_account(gateway), paid(gateway)
    transfer = send(gateway, account, charge, euros(1280))
    assert gateway.reverse_transfer(transfer, amount=euros(280), key="back").reversed == euros(280)
    assert gateway.balance(account).pending == (euros(1000),)
    with pytest.raises(GatewayRefused):
        gateway.reverse_transfer(transfer, amount=euros(1001), key="back-more")


def test_nobody_is_paid_before_onboarding(gateway: StripeGateway) -> None:
    account = gateway.create_account(
        email="a@example.com", country="DE", name="Ana", reference="ana", key="ana"
    )
    with pytest.raises(GatewayRefused) as refusal:
        send(gateway, account.id, paid(gateway), euros(10))
    assert refusal.value.code == "insufficient_capabilities_for_transfer"


def test_ana_sees_her_own_dashboard(gateway: StripeGateway, simulator: Simulator) -> None:
    account = ana_account(gateway)
    assert gateway.dashboard_link(account, key="look").startswith(f"{simulator.url}/express/{account}/")


def test_a_webhook_is_read_once_its_signature_holds(gateway: StripeGateway, simulator: Simulator) -> None:
    checkout = doras_checkout(gateway)
    pay(checkout.url or "")
    (event,) = simulator.events("checkout.session.completed")
    notice = gateway.notice(*simulator.signed(event["id"]))
    assert (notice.id, notice.kind, notice.object_id) == (
        event["id"],
        "checkout.session.completed",
        checkout.id,
    )
    assert (notice.thin, notice.account_id, notice.created_at) == (False, None, kit_clock.now())
    assert notice.payload["data"]["object"]["client_reference_id"] == "payment-1"


def test_webhooks_say_whose_they_are(gateway: StripeGateway, simulator: Simulator) -> None:
    account = ana_account(gateway)
    (updated,) = simulator.events("account.updated")
    assert gateway.notice(*simulator.signed(updated["id"])).account_id == account
    thin = simulator.events("v2.core.account[requirements].updated")[0]
    notice = gateway.notice(*simulator.signed(thin["id"]))
    assert (notice.thin, notice.account_id, notice.object_id) == (True, account, account)
    assert notice.created_at == kit_clock.now()


def test_any_of_our_secrets_opens_a_webhook(gateway: StripeGateway, simulator: Simulator) -> None:
    """Stripe gives one to each endpoint: ours, connected accounts', thin events'."""
    ana_account(gateway)
    several = StripeGateway("sk_test_1", simulator.url, "whsec_first, whsec_simulator")
    for event in simulator.events():
        assert several.notice(*simulator.signed(event["id"])).id == event["id"]


@pytest.mark.parametrize("kind", ["customer.created", "v2.core.account.created"])
@pytest.mark.parametrize("how", ["secret", "body", "age", "missing", "garbage"])
def test_a_webhook_nobody_signed_is_refused(
    gateway: StripeGateway, simulator: Simulator, kind: str, how: str
) -> None:
    gateway.create_customer(email="d@example.com", name="Dora", reference="d", key="d")
    ana_account(gateway)
    body, header = simulator.signed(simulator.events(kind)[0]["id"])
    now = int(time.time())
    tampered = {
        "secret": (body, signature(body, "whsec_other", now)),
        "body": (body.replace(b"false", b"true"), header),
        "age": (body, signature(body, "whsec_simulator", now - 301)),
        "missing": (body, ""),
        "garbage": (b"\xff{", header),
    }
    with pytest.raises(BadSignature):
        gateway.notice(*tampered[how])


def test_a_signed_body_that_is_no_event_is_refused(gateway: StripeGateway) -> None:
    for text in ("[]", "{}", '"event"', json.dumps({"object": "event"})):
        body = text.encode()
        with pytest.raises(BadSignature):
            gateway.notice(body, signature(body, "whsec_simulator", int(time.time())))


def test_a_call_inside_a_transaction_is_a_mistake(gateway: StripeGateway) -> None:
    with atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        gateway.balance(None)


def test_nobody_at_home_is_not_a_refusal(app: Flask) -> None:
    alone = StripeGateway("sk_test_1", "http://127.0.0.1:9", "whsec_1", retries=0)
    with pytest.raises(GatewayUnavailable):
        alone.balance(None)


def test_a_key_that_stripe_does_not_know_gives_nothing_up(app: Flask, simulator: Simulator) -> None:
    stranger = StripeGateway("pk_live_1", simulator.url, "whsec_1")
    with pytest.raises(GatewayUnavailable):
        stranger.balance(None)


@pytest.mark.parametrize(
    ("problem", "ours"),
    [
        (stripe.APIConnectionError("no line"), GatewayUnavailable),
        (stripe.APIError("broken", http_status=500), GatewayUnavailable),
        (stripe.APIError("still running", http_status=409), GatewayUnavailable),
        (stripe.APIError("no JSON", http_status=200), GatewayUnavailable),
        (stripe.RateLimitError("slower", http_status=429), GatewayUnavailable),
        (stripe.IdempotencyError("other parameters", http_status=400), GatewayRefused),
        (
            stripe.InvalidRequestError("no such", "id", "resource_missing", http_status=404),
            GatewayRefused,
        ),
        (
            stripe.InvalidRequestError("low", None, "balance_insufficient", http_status=400),
            InsufficientFunds,
        ),
        (stripe.CardError("declined", None, "card_declined", http_status=402), CardDeclined),
        (stripe.AuthenticationError("who?", http_status=401), GatewayUnavailable),
    ],
)
def test_each_error_of_the_sdk_has_its_place(problem: stripe.StripeError, ours: type) -> None:
    assert type(translated(problem)) is ours
