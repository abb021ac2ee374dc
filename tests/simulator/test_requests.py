"""What every request has in common: keys, accounts, parameters, pages, errors."""

import pytest
import requests
import stripe

from marketplace.simulator.serving import Simulator
from tests.conftest import Clock

KEY = {"Authorization": "Bearer sk_test_1"}


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer pk_test_1"}, {"Authorization": "Bearer nonsense"}]
)
def test_without_a_secret_key_nobody_is_served(simulator: Simulator, header: dict[str, str]) -> None:
    answer = requests.get(f"{simulator.url}/v1/customers", headers=header, timeout=5)
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "invalid_request_error")


def test_a_key_may_come_as_a_user_name(simulator: Simulator) -> None:
    assert requests.get(f"{simulator.url}/v1/customers", auth=("sk_test_1", ""), timeout=5).status_code == 200


def test_every_answer_has_a_number_and_a_version(simulator: Simulator) -> None:
    answer = requests.get(f"{simulator.url}/v1/customers", headers=KEY, timeout=5)
    assert answer.headers["Request-Id"].startswith("req_")
    assert answer.headers["Stripe-Version"] == stripe.api_version
    assert requests.get(f"{simulator.url}/v1/none", headers=KEY, timeout=5).headers["Request-Id"]


@pytest.mark.parametrize("path", ["/v1/wishes", "/v1/customers/cus_1/wishes"])
def test_unknown_addresses_say_so(simulator: Simulator, path: str) -> None:
    answer = requests.get(simulator.url + path, headers=KEY, timeout=5)
    assert answer.status_code == 404
    assert "Unrecognized request URL" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("asked", "code", "param"),
    [
        ({"colour": "blue"}, "parameter_unknown", "colour"),
        ({"address": {"planet": "earth"}}, "parameter_unknown", "address[planet]"),
        ({"metadata": {"k" * 41: "v"}}, None, f"metadata[{'k' * 41}]"),
        ({"metadata": {"k": "v" * 501}}, None, "metadata[k]"),
        ({"name": ""}, None, "name"),
        ({"name": {"a": "b"}}, None, "name"),
    ],
)
def test_what_stripe_does_not_know_is_refused(
    sdk: stripe.StripeClient, asked: dict[str, object], code: str | None, param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.customers.create(asked)
    assert (refusal.value.code, refusal.value.param, refusal.value.http_status) == (code, param, 400)


def test_what_stripe_needs_is_asked_for(sdk: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.transfers.create({"currency": "eur"})
    assert (refusal.value.code, refusal.value.param) == ("parameter_missing", "destination")


@pytest.mark.parametrize("amount", ["ten", "1.5", "0", "-1", "1" * 17, "¹"])
def test_amounts_are_whole_positive_numbers(simulator: Simulator, amount: str) -> None:
    asked = {"amount": amount, "currency": "eur"}
    answer = requests.post(f"{simulator.url}/v1/payment_intents", asked, headers=KEY, timeout=5)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "parameter_invalid_integer")


@pytest.mark.parametrize("body", ["{", "[]", '"a"', "\xff"])
def test_broken_json_is_refused(simulator: Simulator, body: str) -> None:
    answer = requests.post(
        f"{simulator.url}/v2/core/accounts", body.encode("latin-1"), headers=KEY, timeout=5
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "pairs", [[("name[a]", "1"), ("name", "2")], [("name", "2"), ("name[a]", "1")], [("[", "1")]]
)
def test_broken_forms_are_refused(simulator: Simulator, pairs: list[tuple[str, str]]) -> None:
    assert requests.post(f"{simulator.url}/v1/customers", pairs, headers=KEY, timeout=5).status_code == 400


def test_what_does_not_exist_is_not_found(sdk: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No such customer: 'cus_nobody'") as refusal:
        sdk.v1.customers.retrieve("cus_nobody")
    assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")


def test_lists_are_read_page_by_page(sdk: stripe.StripeClient) -> None:
    made = [sdk.v1.customers.create({"name": f"Customer {n}"}).id for n in range(7)]
    first = sdk.v1.customers.list({"limit": 3})
    assert ([one.id for one in first.data], first.has_more) == (made[:3:-1], True)
    assert [one.id for one in first.auto_paging_iter()] == made[::-1]
    back = sdk.v1.customers.list({"limit": 2, "ending_before": made[2]})
    assert [one.id for one in back.data] == [made[4], made[3]]
    with pytest.raises(stripe.InvalidRequestError, match="cus_nobody"):
        sdk.v1.customers.list({"starting_after": "cus_nobody"})


def test_lists_can_be_narrowed(sdk: stripe.StripeClient, clock: Clock) -> None:
    sdk.v1.customers.create({"email": "bruno@example.com"})
    clock.forward(days=1)
    dora = sdk.v1.customers.create({"email": "dora@example.com"})
    assert [one.id for one in sdk.v1.customers.list({"email": "dora@example.com"}).data] == [dora.id]
    since = sdk.v1.customers.list({"created": {"gte": dora.created}})
    assert [one.id for one in since.data] == [dora.id]


def test_ids_unfold_into_objects_on_request(sdk: stripe.StripeClient) -> None:
    dora = sdk.v1.customers.create({"name": "Dora"})
    asked = {"amount": 100, "currency": "eur", "customer": dora.id, "payment_method": "pm_card_visa"}
    deep = ["customer", "latest_charge.balance_transaction"]
    paid = sdk.v1.payment_intents.create({**asked, "confirm": True, "expand": deep})
    assert (paid.customer.name, paid.latest_charge.balance_transaction.fee) == ("Dora", 33)
    listed = sdk.v1.payment_intents.list({"expand": ["data.customer"]})
    assert listed.data[0].customer.name == "Dora"
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        sdk.v1.payment_intents.retrieve(paid.id, {"expand": ["wishes"]})


def test_customers_can_be_changed(sdk: stripe.StripeClient) -> None:
    dora = sdk.v1.customers.create({"name": "Dora", "metadata": {"a": "1"}})
    sdk.v1.customers.update(dora.id, {"email": "dora@example.com", "metadata": {"b": "2"}})
    found = sdk.v1.customers.retrieve(dora.id)
    assert (found.name, found.email, found.metadata.to_dict()) == (
        "Dora",
        "dora@example.com",
        {"a": "1", "b": "2"},
    )
