"""The checker catches each kind of mistake, in requests and in objects, at any depth."""

from typing import Any

import pytest

from tests.contracts.stripe_types import object_problems, request_problems, response_problems

SESSION = {
    "mode": "payment",
    "line_items": [
        {
            "quantity": "1",
            "price_data": {"currency": "eur", "unit_amount": "1000", "product_data": {"name": "Two days"}},
        }
    ],
    "success_url": "https://shop.example/thanks",
}
REFUND: dict[str, Any] = {
    "id": "re_1",
    "object": "refund",
    "amount": 100,
    "created": 1,
    "currency": "eur",
    "status": "succeeded",
}


def changed(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with `a.b.0.c` set to `value`, or taken away when it is `...`."""
    head, _, rest = path.partition(".")
    if rest:
        inner = body[head]
        if isinstance(inner, list):
            index, _, deeper = rest.partition(".")
            return {**body, head: [changed(inner[int(index)], deeper, value)]}
        return {**body, head: changed(inner, rest, value)}
    return {name: item for name, item in {**body, head: value}.items() if item is not ...}


def test_a_right_request_passes() -> None:
    assert request_problems("POST", "/v1/checkout/sessions", SESSION) == []


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("colour", "blue", "colour: unknown"),
        ("line_items.0.price_data.tint", "blue", "line_items[0].price_data.tint: unknown"),
        ("line_items.0.price_data.currency", ..., "line_items[0].price_data.currency: missing"),
        (
            "line_items.0.price_data.unit_amount",
            "ten",
            "price_data.unit_amount: 'ten' is not int",
        ),
        ("line_items.0.price_data.unit_amount", "10.5", "unit_amount: '10.5' is not int"),
        ("allow_promotion_codes", "maybe", "allow_promotion_codes: 'maybe' is not bool"),
        ("line_items", "two", "line_items: 'two' is not a list"),
        ("payment_intent_data", {"setup_future_usage": {"a": "b"}}, "payment_intent_data.setup_future_usage"),
        ("metadata", ["a"], "metadata"),
    ],
)
def test_a_wrong_request_is_caught(path: str, value: Any, says: str) -> None:
    found = request_problems("POST", "/v1/checkout/sessions", changed(SESSION, path, value))
    assert len(found) == 1
    assert says in found[0]


def test_a_closed_enum_is_caught() -> None:
    """In forms most enums are open to new values; version 2 has closed ones."""
    asked = {"include": ["requirements", "horoscope"]}
    found = request_problems("GET", "/v2/core/accounts/acct_1", asked)
    assert found and "'horoscope' is none of" in found[0]


def test_json_requests_keep_their_types() -> None:
    wanted = {"requested": "true"}
    recipient = {"capabilities": {"stripe_balance": {"stripe_transfers": wanted}}}
    asked = {"configuration": {"recipient": recipient}}
    (found,) = request_problems("POST", "/v2/core/accounts", asked)
    assert found.endswith("stripe_transfers.requested: 'true' is not bool")


def test_an_unknown_request_line_is_caught() -> None:
    assert request_problems("POST", "/v1/wishes", {}) == ["POST /v1/wishes: the SDK knows no such operation"]


def test_options_of_the_sdk_are_no_parameters() -> None:
    assert request_problems(
        "POST", "/v1/payouts", {"amount": "1", "currency": "eur", "stripe_account": "x"}
    ) == ["stripe_account: unknown"]


def test_a_right_object_passes() -> None:
    assert object_problems(REFUND) == []
    assert response_problems("GET", "/v1/refunds/re_1", REFUND) == []


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("colour", "blue", "colour: unknown"),
        ("amount", ..., "amount: missing"),
        ("amount", "100", "amount: '100' is not int"),
        ("amount", True, "amount: True is not int"),
        ("amount", None, "amount: None is not int"),
        ("object", "refunds", "object: 'refunds' is none of 'refund'"),
        ("metadata", {"a": 1}, "metadata.a: 1 is not str"),
        ("destination_details", {"card": {"type": "refund"}}, "destination_details.type: missing"),
        ("charge", {"id": "ch_1", "object": "charge"}, "charge."),
    ],
)
def test_a_wrong_object_is_caught(path: str, value: Any, says: str) -> None:
    found = response_problems("GET", "/v1/refunds/re_1", changed(REFUND, path, value))
    assert found
    assert any(says in problem for problem in found)


def test_lists_are_checked_item_by_item() -> None:
    page = {
        "object": "list",
        "url": "/v1/refunds",
        "has_more": False,
        "data": [REFUND, {**REFUND, "amount": "1"}],
    }
    assert response_problems("GET", "/v1/refunds", page) == ["data[1].amount: '1' is not int"]
    assert response_problems("GET", "/v1/refunds", {**page, "data": None}) == ["data: None is not a list"]
    assert response_problems("GET", "/v1/refunds", {"object": "list", "data": []}) == [
        "has_more: missing",
        "url: missing",
    ]


def test_the_object_inside_an_event_is_checked() -> None:
    event = {
        "id": "evt_1",
        "object": "event",
        "created": 1,
        "data": {"object": {**REFUND, "colour": "blue"}},
        "livemode": False,
        "pending_webhooks": 0,
        "type": "refund.created",
    }
    assert object_problems(event) == ["data.object.colour: unknown"]
    wrong = object_problems({**event, "type": "refund.dreamt", "data": {"object": REFUND}})
    assert wrong and wrong[0].startswith("type: 'refund.dreamt' is none of")


def test_a_thin_event_is_checked_by_its_kind() -> None:
    related = {"id": "acct_1", "type": "v2.core.account", "url": "/v2/core/accounts/acct_1"}
    event = {
        "id": "evt_1",
        "object": "v2.core.event",
        "created": "2027-03-01T08:00:00.000Z",
        "livemode": False,
        "related_object": related,
        "type": "v2.core.account.updated",
    }
    assert object_problems(event) == []
    assert object_problems({**event, "related_object": {"id": "acct_1"}}) == [
        "related_object.type: missing",
        "related_object.url: missing",
    ]
    assert object_problems({**event, "type": "v2.core.account.dreamt"}) == [
        "type: the SDK knows no event 'v2.core.account.dreamt'"
    ]
