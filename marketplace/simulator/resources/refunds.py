"""Refunds: https://docs.stripe.com/api/refunds. The fee of the charge is not given back."""

from marketplace.simulator import funds
from marketplace.simulator.errors import ApiError, missing_parameter
from marketplace.simulator.events import tell
from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import page
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import metadata, one_of, positive, text
from marketplace.simulator.world import Body, World

routes = Routes()
CREATE = {
    "amount": positive,
    "charge": text,
    "metadata": metadata,
    "payment_intent": text,
    "reason": one_of("duplicate", "fraudulent", "requested_by_customer"),
}


@routes.post("/v1/refunds", CREATE)
def create(call: Call) -> Body:
    charge = charge_meant(call)
    amount = call.get("amount", charge["amount"] - charge["amount_refunded"])
    refuse_too_much(charge, amount)
    refund = call.world.store.add(born(call, charge, amount))
    give_back(call.world, charge, refund)
    return refund


def charge_meant(call: Call) -> Body:
    if key := call.get("charge"):
        return call.world.the("charge", key, param="charge")
    if not call.get("payment_intent"):
        raise missing_parameter("charge")
    intent = call.world.the("payment_intent", call.get("payment_intent"), param="payment_intent")
    if intent["status"] != "succeeded":
        sentence = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        raise ApiError(sentence, param="payment_intent")
    return call.world.the("charge", intent["latest_charge"])


def refuse_too_much(charge: Body, amount: int) -> None:
    left = charge["amount"] - charge["amount_refunded"]
    if not charge["paid"]:
        raise ApiError(f"Charge {charge['id']} has not been paid and cannot be refunded.", param="charge")
    if left == 0:
        raise ApiError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if amount > left:
        asked, rest = (f"{amount} {charge['currency']}", f"{left} {charge['currency']}")
        sentence = f"Refund amount ({asked}) is greater than unrefunded amount on charge ({rest})"
        raise ApiError(sentence, param="amount")


def give_back(world: World, charge: Body, refund: Body) -> None:
    """The money leaves the balance as soon as the charge's own money is there."""
    source = world.the("balance_transaction", charge["balance_transaction"])
    txn = funds.book(world, "refund", refund, -refund["amount"], available_on=source["available_on"])
    refund["balance_transaction"] = txn["id"]
    charge["amount_refunded"] += refund["amount"]
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    world.store.save(refund)
    world.store.save(charge)
    tell(world, "refund.created", refund)
    tell(world, "charge.refunded", charge)


def come_back(world: World, key: str) -> Body:
    """The bank could not take it, days later: the money is in the balance again, and can be given back anew."""
    refund = world.the("refund", key)
    charge = world.the("charge", refund["charge"])
    txn = funds.book(world, "refund_failure", refund, refund["amount"])
    refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
    refund["failure_balance_transaction"] = txn["id"]
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    world.store.save(charge)
    tell(world, "refund.failed", world.store.save(refund))
    return refund


def born(call: Call, charge: Body, amount: int) -> Body:
    reference = {"reference": fresh("", 12)[1:], "reference_status": "available", "type": "refund"}
    return {
        "id": fresh("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": call.world.now(),
        "currency": charge["currency"],
        "destination_details": {
            "card": reference | {"reference_type": "acquirer_reference_number"},
            "type": "card",
        },
        "metadata": call.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": call.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


@routes.get("/v1/refunds/<refund>")
def retrieve(call: Call, refund: str) -> Body:
    return call.world.the("refund", refund)


@routes.list("/v1/refunds", {"charge": text, "payment_intent": text})
def every(call: Call) -> Body:
    asked = {"charge": call.get("charge"), "payment_intent": call.get("payment_intent")}
    return page(call, call.world.store.every("refund", "", **asked))
