"""Transfers to connected accounts and their reversals: https://docs.stripe.com/api/transfers.

With `source_transaction` the money is as available as that charge's; without it the balance must hold it now.
"""

from marketplace.simulator import funds
from marketplace.simulator.errors import ApiError, insufficient_balance, missing_parameter
from marketplace.simulator.events import tell
from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import page, whole
from marketplace.simulator.resources.accounts import may_receive
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import currency, metadata, positive, text
from marketplace.simulator.world import Body, World

routes = Routes()
CREATE = {
    "amount": positive,
    "currency": currency,
    "description": text,
    "destination": text,
    "metadata": metadata,
    "source_transaction": text,
    "transfer_group": text,
}
SHORT = (
    "You have insufficient available funds in your Stripe account. Try adding funds directly to your "
    "available balance by creating Charges using the 4000000000000077 test card."
)


@routes.post("/v1/transfers", CREATE, needs=("currency", "destination"))
def create(call: Call) -> Body:
    world, account = (
        call.world,
        call.world.the("v2.core.account", call.get("destination"), param="destination"),
    )
    if "amount" not in call.params:
        raise missing_parameter("amount")
    if not may_receive(account):
        sentence = (
            "Your destination account needs to have at least one of the following capabilities enabled: "
        )
        raise ApiError(f"{sentence}transfers, legacy_payments", code="insufficient_capabilities_for_transfer")
    available_on = source_date(call)
    transfer = born(call)
    outgoing = funds.book(world, "transfer", transfer, -transfer["amount"], available_on=available_on)
    arrived = arrive(world, transfer, account["id"], available_on)
    transfer |= {"balance_transaction": outgoing["id"], "destination_payment": arrived["id"]}
    tell(world, "transfer.created", world.store.add(transfer))
    return transfer


def source_date(call: Call) -> int:
    """When the money is there. Raises when it is not, or when the source is used up."""
    amount, code = call.get("amount"), call.get("currency")
    if key := call.get("source_transaction"):
        charge = call.world.the("charge", key, param="source_transaction")
        taken = sum(t["amount"] - t["amount_reversed"] for t in from_source(call.world, key))
        if charge["currency"] != code or not charge["paid"] or taken + amount > charge["amount"]:
            sentence = (
                f"Insufficient funds in source transaction {key}: the transfer exceeds what is left of it."
            )
            raise ApiError(sentence, code="balance_insufficient", param="source_transaction")
        return int(call.world.the("balance_transaction", charge["balance_transaction"])["available_on"])
    if funds.available(call.world, "", code) < amount:
        raise insufficient_balance(SHORT)
    return 0


def from_source(world: World, charge: str) -> list[Body]:
    return world.store.every("transfer", "", source_transaction=charge)


def arrive(world: World, transfer: Body, account: str, available_on: int) -> Body:
    """The payment as the connected account sees it."""
    payment: Body = {
        "id": fresh("py"),
        "object": "charge",
        "amount": transfer["amount"],
        "amount_captured": transfer["amount"],
        "amount_refunded": 0,
        "balance_transaction": None,
        "billing_details": {"address": None, "email": None, "name": None, "phone": None, "tax_id": None},
        "captured": True,
        "created": world.now(),
        "currency": transfer["currency"],
        "customer": None,
        "description": None,
        "disputed": False,
        "livemode": False,
        "metadata": {},
        "paid": True,
        "payment_intent": None,
        "payment_method_details": {"type": "stripe_account", "stripe_account": {}},
        "refunded": False,
        "source_transfer": transfer["id"],
        "status": "succeeded",
        "transfer_group": None,
    }
    world.store.add(payment, account)
    txn = funds.book(world, "payment", payment, payment["amount"], account=account, available_on=available_on)
    payment["balance_transaction"] = txn["id"]
    return world.store.save(payment)


def born(call: Call) -> Body:
    key = fresh("tr")
    charge = call.world.store.find(call.get("source_transaction", ""), "charge")
    group = call.get("transfer_group") or (charge or {}).get("transfer_group")
    return {
        "id": key,
        "object": "transfer",
        "amount": call.get("amount"),
        "amount_reversed": 0,
        "balance_transaction": None,
        "created": call.world.now(),
        "currency": call.get("currency"),
        "description": call.get("description"),
        "destination": call.get("destination"),
        "destination_payment": None,
        "livemode": False,
        "metadata": call.get("metadata", {}),
        "reversals": whole([], f"/v1/transfers/{key}/reversals"),
        "reversed": False,
        "source_transaction": call.get("source_transaction"),
        "source_type": "card",
        "transfer_group": group,
    }


@routes.get("/v1/transfers/<transfer>")
def retrieve(call: Call, transfer: str) -> Body:
    return call.world.the("transfer", transfer)


@routes.list("/v1/transfers", {"destination": text, "transfer_group": text})
def every(call: Call) -> Body:
    asked = {"destination": call.get("destination"), "transfer_group": call.get("transfer_group")}
    return page(call, call.world.store.every("transfer", "", **asked))
