"""Taking a transfer back: https://docs.stripe.com/api/transfer_reversals."""

from marketplace.simulator import funds
from marketplace.simulator.errors import ApiError, insufficient_balance, missing
from marketplace.simulator.events import tell
from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import page, whole
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import metadata, positive, text
from marketplace.simulator.world import Body, World

routes = Routes()
CREATE = {"amount": positive, "description": text, "metadata": metadata}


@routes.post("/v1/transfers/<transfer>/reversals", CREATE)
def create(call: Call, transfer: str) -> Body:
    found = call.world.the("transfer", transfer)
    left = found["amount"] - found["amount_reversed"]
    amount = call.get("amount", left)
    if amount > left:
        sentence = f"Transfer reversal amount ({amount}) is greater than the unreversed amount ({left})."
        raise ApiError(sentence, param="amount")
    refuse_without_funds(call.world, found, amount)
    reversal = take_back(call, found, amount)
    settle(call.world, found, reversal)
    return reversal


def refuse_without_funds(world: World, transfer: Body, amount: int) -> None:
    """Money that has not become available yet can be taken back as it is."""
    account, code = transfer["destination"], transfer["currency"]
    has = funds.available(world, account, code)
    if source_txn(world, transfer)["status"] == "pending":
        has += funds.sums(world, account, "pending")[code]
    if has < amount:
        raise insufficient_balance("The connected account has insufficient funds to reverse this transfer.")


def source_txn(world: World, transfer: Body) -> Body:
    return world.the("balance_transaction", transfer["balance_transaction"])


def take_back(call: Call, transfer: Body, amount: int) -> Body:
    world, when = call.world, source_txn(call.world, transfer)["available_on"]
    reversal: Body = {
        "id": fresh("trr"),
        "object": "transfer_reversal",
        "amount": amount,
        "balance_transaction": None,
        "created": world.now(),
        "currency": transfer["currency"],
        "destination_payment_refund": None,
        "metadata": call.get("metadata", {}),
        "source_refund": None,
        "transfer": transfer["id"],
    }
    account = transfer["destination"]
    funds.book(world, "payment_refund", reversal, -amount, account=account, available_on=when)
    reversal["balance_transaction"] = funds.book(
        world, "transfer_refund", reversal, amount, available_on=when
    )["id"]
    return world.store.add(reversal)


def settle(world: World, transfer: Body, reversal: Body) -> None:
    transfer["amount_reversed"] += reversal["amount"]
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    earlier = [reversal, *transfer["reversals"]["data"]]
    transfer["reversals"] = whole(earlier, transfer["reversals"]["url"])
    world.store.save(transfer)
    tell(world, "transfer.reversed", transfer)


@routes.get("/v1/transfers/<transfer>/reversals/<reversal>")
def retrieve(call: Call, transfer: str, reversal: str) -> Body:
    found = call.world.the("transfer_reversal", reversal)
    if found["transfer"] != transfer:
        raise missing("transfer reversal", reversal)
    return found


@routes.list("/v1/transfers/<transfer>/reversals")
def every(call: Call, transfer: str) -> Body:
    call.world.the("transfer", transfer)
    return page(call, call.world.store.every("transfer_reversal", "", transfer=transfer))
