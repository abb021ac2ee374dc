"""Webhooks as Stripe sends them: signed, in order, until taken."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import stripe

from marketplace.simulator.serving import Simulator, running
from tests.simulator.receiver import Receiver, receiving

SECRET = "whsec_tests"
ORDER = ["payment_intent.created", "charge.succeeded", "charge.updated", "payment_intent.succeeded"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def client(simulator: Simulator) -> stripe.StripeClient:
    return stripe.StripeClient("sk_test_1", base_addresses={"api": simulator.url})


def charge(simulator: Simulator) -> None:
    asked = {"amount": 100, "currency": "eur", "payment_method": "pm_card_visa", "confirm": True}
    client(simulator).v1.payment_intents.create(asked)


def test_they_arrive_signed_and_in_order(receiver: Receiver) -> None:
    with running(webhook_url=receiver.url, webhook_secret=SECRET) as simulator:
        charge(simulator)
        assert receiver.wait_for(4) == ORDER
        for body, signature in receiver.got:
            assert client(simulator).construct_event(body, signature, SECRET).data.object
        with pytest.raises(stripe.SignatureVerificationError):
            client(simulator).construct_event(body, signature, "whsec_other")


def test_thin_ones_leave_their_data_at_home(receiver: Receiver) -> None:
    with running(webhook_url=receiver.url, webhook_secret=SECRET) as simulator:
        client(simulator).v2.core.accounts.create({"contact_email": "ana@example.com"})
        receiver.wait_for(1)
        body, signature = receiver.got[0]
        thin = client(simulator).parse_event_notification(body, signature, SECRET)
        assert thin.type == "v2.core.account.created"
        assert thin.fetch_related_object().contact_email == "ana@example.com"
        assert "data" not in json.loads(body)


def test_a_refused_one_comes_again_and_holds_nobody_up(receiver: Receiver) -> None:
    receiver.answers["charge.succeeded"] = [500, 404]
    with running(webhook_url=receiver.url) as simulator:
        charge(simulator)
        kinds = receiver.wait_for(6)
    assert kinds[:4] == ORDER
    assert kinds[4:] == ["charge.succeeded", "charge.succeeded"]


def test_a_redirect_is_not_taken_for_an_answer(receiver: Receiver) -> None:
    receiver.answers["customer.created"] = [302]
    with running(webhook_url=receiver.url) as simulator:
        client(simulator).v1.customers.create({})
        assert receiver.wait_for(2) == ["customer.created"] * 2


def test_order_is_kept_while_the_receiver_starts() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    with running(webhook_url=f"http://127.0.0.1:{port}/hook") as simulator:
        charge(simulator)
        assert deliveries(simulator) == {"pending": 4, "done": 0}
        with receiving(port) as late:
            assert late.wait_for(4) == ORDER


def deliveries(simulator: Simulator) -> dict[str, int]:
    found: dict[str, int] = requests.get(f"{simulator.url}/_simulator/state", timeout=5).json()["deliveries"]
    return found


def test_what_was_not_taken_survives_a_restart(tmp_path: Path, receiver: Receiver) -> None:
    state = tmp_path / "simulator.sqlite"
    with running(state=state, webhook_url="http://127.0.0.1:9/nobody") as simulator:
        charge(simulator)
    with running(state=state, webhook_url=receiver.url, webhook_secret=SECRET) as simulator:
        assert receiver.wait_for(4) == ORDER
        assert client(simulator).v1.payment_intents.list().data[0].status == "succeeded"


def test_an_event_knows_who_still_waits_for_it(receiver: Receiver) -> None:
    receiver.answers["customer.created"] = [500]
    with running(webhook_url=receiver.url) as simulator:
        client(simulator).v1.customers.create({})
        (event,) = client(simulator).v1.events.list({"delivery_success": False}).data
        assert event.pending_webhooks == 1
        receiver.wait_for(2)
        assert (simulator.events()[0]["id"], event.type) == (event.id, "customer.created")


def test_integrators_add_endpoints_of_their_own(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    with receiving() as receiver:
        wanted = {"url": receiver.url, "enabled_events": ["customer.updated"]}
        endpoint = sdk.v1.webhook_endpoints.create(wanted)
        dora = sdk.v1.customers.create({"name": "Dora"})
        sdk.v1.customers.update(dora.id, {"name": "Dora L."})
        assert receiver.wait_for(1) == ["customer.updated"]
        body, signature = receiver.got[0]
        assert sdk.construct_event(body, signature, endpoint.secret).data.object.name == "Dora L."
        sdk.v1.webhook_endpoints.update(endpoint.id, {"disabled": True})
        sdk.v1.customers.update(dora.id, {"name": "Dora M."})
        assert sdk.v1.webhook_endpoints.retrieve(endpoint.id).status == "disabled"
        assert sdk.v1.webhook_endpoints.delete(endpoint.id).deleted
    assert sdk.v1.webhook_endpoints.list().data == []
    assert sdk.v1.events.list({"types": ["customer.updated"]}).data[0].pending_webhooks == 0


def test_connected_accounts_go_to_connect_endpoints(sdk: stripe.StripeClient) -> None:
    ours = sdk.v1.webhook_endpoints.create({"url": "http://127.0.0.1:9/a", "enabled_events": ["*"]})
    theirs = {"url": "http://127.0.0.1:9/b", "enabled_events": ["*"], "connect": True}
    sdk.v1.webhook_endpoints.create(theirs)
    sdk.v1.customers.create({})
    assert sdk.v1.events.list().data[0].pending_webhooks == 1
    assert ours.id
