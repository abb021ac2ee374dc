"""Payment intents: https://docs.stripe.com/api/payment_intents. Cards only, captured at once."""

from typing import Any

from marketplace.simulator.charging import attempt
from marketplace.simulator.errors import ApiError, declined, missing_parameter
from marketplace.simulator.events import tell
from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import page, shown
from marketplace.simulator.resources.payment_methods import usable
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import address, currency, flag, metadata, one_of, positive, shape, text
from marketplace.simulator.world import Body, World

routes = Routes()
USAGE = one_of("off_session", "on_session")
CREATE = {
    "amount": positive,
    "automatic_payment_methods": shape({"enabled": flag, "allow_redirects": one_of("always", "never")}),
    "confirm": flag,
    "currency": currency,
    "customer": text,
    "description": text,
    "metadata": metadata,
    "off_session": flag,
    "payment_method": text,
    "receipt_email": text,
    "return_url": address,
    "setup_future_usage": USAGE,
    "transfer_group": text,
}
CONFIRM = {"off_session": flag, "payment_method": text, "return_url": address, "setup_future_usage": USAGE}
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


@routes.post("/v1/payment_intents", CREATE, needs=("amount", "currency"))
def create(call: Call) -> Body:
    if call.get("off_session") and not call.get("confirm"):
        raise ApiError("off_session may only be given together with confirm.", param="off_session")
    intent = born(call.world, call.params)
    return confirmed(call, intent) if call.get("confirm") else intent


def born(world: World, said: dict[str, Any]) -> Body:
    """An intent as asked for, not yet tried."""
    if customer := said.get("customer"):
        world.the("customer", customer, param="customer")
    key = fresh("pi")
    method = usable(world, said["payment_method"])["id"] if "payment_method" in said else None
    intent: Body = {
        "id": key,
        "object": "payment_intent",
        "amount": said["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "always"},
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{key}_secret_{fresh('', 25)[1:]}",
        "confirmation_method": "automatic",
        "created": world.now(),
        "currency": said["currency"],
        "customer": said.get("customer"),
        "description": said.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": said.get("metadata", {}),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": method,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": said.get("receipt_email"),
        "review": None,
        "setup_future_usage": said.get("setup_future_usage"),
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_confirmation" if method else "requires_payment_method",
        "transfer_data": None,
        "transfer_group": said.get("transfer_group"),
        "_return_url": said.get("return_url"),
    }
    world.store.add(intent)
    tell(world, "payment_intent.created", intent)
    return intent


@routes.post("/v1/payment_intents/<intent>/confirm", CONFIRM)
def confirm(call: Call, intent: str) -> Body:
    found = call.world.the("payment_intent", intent)
    if found["status"] not in OPEN:
        raise unexpected(found, "confirm")
    if "setup_future_usage" in call.params:
        found["setup_future_usage"] = call.get("setup_future_usage")
    return confirmed(call, found)


def confirmed(call: Call, intent: Body) -> Body:
    key = intent["payment_method"] if call.path == "/v1/payment_intents" else call.get("payment_method")
    key = key or intent["payment_method"]
    if not key:
        raise missing_parameter("payment_method")
    method = usable(call.world, key)
    error = attempt(call.world, intent, method, absent=bool(call.get("off_session")))
    if error:
        more = {"payment_intent": shown(intent), "payment_method": shown(method), "charge": error["charge"]}
        more |= {"decline_code": error["decline_code"]} if "decline_code" in error else {}
        raise declined(error["code"], error["message"], more)
    return intent


@routes.post("/v1/payment_intents/<intent>/cancel", {"cancellation_reason": text})
def cancel(call: Call, intent: str) -> Body:
    found = call.world.the("payment_intent", intent)
    if found["status"] not in OPEN:
        raise unexpected(found, "cancel")
    found |= {"status": "canceled", "canceled_at": call.world.now(), "next_action": None}
    found["cancellation_reason"] = call.get("cancellation_reason")
    tell(call.world, "payment_intent.canceled", call.world.store.save(found))
    return found


def unexpected(intent: Body, verb: str) -> ApiError:
    sentence = f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}."
    return ApiError(sentence, code="payment_intent_unexpected_state", more={"payment_intent": shown(intent)})


@routes.get("/v1/payment_intents/<intent>", {"client_secret": text})
def retrieve(call: Call, intent: str) -> Body:
    return call.world.the("payment_intent", intent)


@routes.list("/v1/payment_intents", {"customer": text})
def every(call: Call) -> Body:
    return page(call, call.world.store.every("payment_intent", "", customer=call.get("customer")))
