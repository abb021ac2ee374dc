"""Checkout Sessions: https://docs.stripe.com/api/checkout/sessions. Payment mode, hosted page, own prices."""

from typing import Any

from marketplace.simulator.clock import DAY, MINUTE
from marketplace.simulator.errors import ApiError, invalid, missing_parameter
from marketplace.simulator.events import tell
from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import page, whole
from marketplace.simulator.resources.checkout_lines import LINES, lines_of
from marketplace.simulator.resources.payment_intents import USAGE
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import address, integer, metadata, one_of, shape, text
from marketplace.simulator.world import Body, World

routes = Routes()
INTENT = shape(
    {
        "description": text,
        "metadata": metadata,
        "receipt_email": text,
        "setup_future_usage": USAGE,
        "transfer_group": text,
    }
)
CREATE = {
    "cancel_url": address,
    "client_reference_id": text,
    "customer": text,
    "customer_creation": one_of("always", "if_required"),
    "customer_email": text,
    "expires_at": integer,
    "line_items": LINES,
    "locale": text,
    "metadata": metadata,
    "mode": one_of("payment"),
    "payment_intent_data": INTENT,
    "submit_type": one_of("auto", "book", "donate", "pay", "subscribe"),
    "success_url": address,
    "ui_mode": one_of("hosted_page"),
}
SLACK, SMALLEST = MINUTE, 50


@routes.post("/v1/checkout/sessions", CREATE, needs=("mode",))
def create(call: Call) -> Body:
    for name in ("line_items", "success_url"):
        if not call.get(name):
            raise missing_parameter(name)
    if customer := call.get("customer"):
        call.world.the("customer", customer, param="customer")
    refuse_wrong_expiry(call)
    session = born(call)
    session["_line_items"] = whole(
        lines_of(call.world, call.get("line_items")), f"/v1/checkout/sessions/{session['id']}/line_items"
    )
    total = sum(line["amount_total"] for line in session["_line_items"]["data"])
    session |= {"amount_subtotal": total, "amount_total": total}
    session["currency"] = session["_line_items"]["data"][0]["currency"]
    if total < SMALLEST:
        sentence = f"The Checkout Session's total amount must be at least {SMALLEST} {session['currency']}."
        raise ApiError(sentence, code="amount_too_small")
    return call.world.store.add(session, due_at=session["expires_at"])


def refuse_wrong_expiry(call: Call) -> None:
    """Between half an hour and a day from now; a minute of slack for clocks and the way."""
    ahead = call.get("expires_at", call.world.now() + DAY) - call.world.now()
    if ahead < 30 * MINUTE - SLACK:
        sentence = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        raise invalid("expires_at", sentence)
    if ahead > DAY + SLACK:
        sentence = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        raise invalid("expires_at", sentence)


def born(call: Call) -> Body:
    world, key = call.world, fresh("cs_test", 58)
    return {
        "id": key,
        "object": "checkout.session",
        "adaptive_pricing": None,
        "after_expiration": None,
        "allow_promotion_codes": None,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": call.get("cancel_url"),
        "client_reference_id": call.get("client_reference_id"),
        "client_secret": None,
        "consent": None,
        "created": world.now(),
        "custom_fields": [],
        "custom_text": dict.fromkeys(TEXTS),
        "customer": call.get("customer"),
        "customer_creation": call.get("customer_creation", "if_required")
        if not call.get("customer")
        else None,
        "customer_details": details(world, call),
        "customer_email": call.get("customer_email"),
        "discounts": [],
        "expires_at": call.get("expires_at", world.now() + DAY),
        "invoice": None,
        "livemode": False,
        "locale": call.get("locale"),
        "metadata": call.get("metadata", {}),
        "mode": call.get("mode"),
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "recovered_from": None,
        "setup_intent": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": call.get("submit_type"),
        "subscription": None,
        "success_url": call.get("success_url"),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{world.url}/c/pay/{key}",
        "_intent": call.get("payment_intent_data", {}),
    }


TEXTS = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")


def details(world: World, call: Call) -> Body | None:
    customer = world.store.find(call.get("customer", ""), "customer")
    email = call.get("customer_email") or (customer or {}).get("email")
    return person(email, (customer or {}).get("name")) if email else None


def person(email: Any, name: Any) -> Body:
    return {
        "address": None,
        "email": email,
        "name": name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


@routes.post("/v1/checkout/sessions/<session>/expire")
def expire(call: Call, session: str) -> Body:
    found = call.world.the("checkout.session", session)
    if found["status"] != "open":
        raise ApiError(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This one is {found["status"]}.'
        )
    lapse(call.world, found)
    return found


def lapse(world: World, session: Body) -> None:
    """Nobody paid: by request or by the clock."""
    session |= {"status": "expired", "url": None}
    world.store.wake(session, None)
    tell(world, "checkout.session.expired", world.store.save(session))


@routes.get("/v1/checkout/sessions/<session>")
def retrieve(call: Call, session: str) -> Body:
    return call.world.the("checkout.session", session)


@routes.list("/v1/checkout/sessions/<session>/line_items")
def line_items(call: Call, session: str) -> Body:
    found: list[Body] = call.world.the("checkout.session", session)["_line_items"]["data"]
    return page(call, found)


@routes.list("/v1/checkout/sessions", {"customer": text, "payment_intent": text, "status": text})
def every(call: Call) -> Body:
    asked = {name: call.get(name) for name in ("customer", "payment_intent", "status")}
    return page(call, call.world.store.every("checkout.session", "", **asked))
