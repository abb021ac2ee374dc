"""Payouts of a connected account (or the platform): https://docs.stripe.com/api/payouts.

By the simulator's clock: pending, in transit after ten minutes, paid (or failed) after two days.
"""

from marketplace.simulator import funds
from marketplace.simulator.clock import DAY, MINUTE
from marketplace.simulator.errors import ApiError, insufficient_balance
from marketplace.simulator.events import tell
from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import page
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import currency, metadata, one_of, positive, text
from marketplace.simulator.world import Body, World

routes = Routes()
CREATE = {
    "amount": positive,
    "currency": currency,
    "description": text,
    "metadata": metadata,
    "method": one_of("standard"),
    "statement_descriptor": text,
}
SHORT = "You have insufficient funds in your Stripe account for this transfer. Your card balance is too low."
LEAVES_AFTER, ARRIVES_AFTER = 10 * MINUTE, 2 * DAY
FAILING = {
    "3001": ("account_closed", "The bank account has been closed."),
    "3002": (
        "no_account",
        "The bank account details on file are probably incorrect. No bank account could be found.",
    ),
}
"""Ends of the test IBANs whose payouts fail."""


@routes.post("/v1/payouts", CREATE, needs=("amount", "currency"))
def create(call: Call) -> Body:
    world, amount, code = call.world, call.get("amount"), call.get("currency")
    bank = bank_of(world, call.account)
    if funds.available(world, call.account, code) < amount:
        raise insufficient_balance(SHORT)
    payout = born(call, bank)
    txn = funds.book(world, "payout", payout, -amount, account=call.account)
    payout["balance_transaction"] = txn["id"]
    world.store.add(payout, call.account, world.now() + LEAVES_AFTER)
    tell(world, "payout.created", payout, call.account)
    return payout


def bank_of(world: World, account: str) -> Body:
    """Where the money goes. The platform has a bank account of its own."""
    bank = (
        world.the("v2.core.account", account)["_bank"] if account else {"id": "ba_platform", "last4": "3000"}
    )
    if bank is None:
        raise ApiError(
            "You must add an external bank account before payouts can be made.", code="payouts_not_allowed"
        )
    found: Body = bank
    return found


def born(call: Call, bank: Body) -> Body:
    return {
        "id": fresh("po"),
        "object": "payout",
        "amount": call.get("amount"),
        "application_fee": None,
        "application_fee_amount": None,
        "arrival_date": call.world.now() + ARRIVES_AFTER,
        "automatic": False,
        "balance_transaction": None,
        "created": call.world.now(),
        "currency": call.get("currency"),
        "description": call.get("description"),
        "destination": bank["id"],
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": call.get("metadata", {}),
        "method": "standard",
        "original_payout": None,
        "reconciliation_status": "not_applicable",
        "reversed_by": None,
        "source_type": "card",
        "statement_descriptor": call.get("statement_descriptor"),
        "status": "pending",
        "trace_id": {"status": "pending", "value": None},
        "type": "bank_account",
        "_bank": bank,
    }


def move(world: World, payout: Body, account: str) -> None:
    """The clock came by: it leaves, then it arrives or comes back."""
    if payout["status"] == "pending":
        payout["status"] = "in_transit"
        world.store.wake(payout, payout["arrival_date"])
        tell(world, "payout.updated", world.store.save(payout), account, before={"status": "pending"})
        return
    world.store.wake(payout, None)
    payout["trace_id"] = {"status": "unsupported", "value": None}
    if payout["_bank"]["last4"] in FAILING:
        come_back(world, payout, account)
        return
    payout["status"] = "paid"
    tell(world, "payout.paid", world.store.save(payout), account)


def come_back(world: World, payout: Body, account: str) -> None:
    code, message = FAILING[payout["_bank"]["last4"]]
    txn = funds.book(world, "payout_failure", payout, payout["amount"], account=account)
    payout |= {"status": "failed", "failure_code": code, "failure_message": message}
    payout["failure_balance_transaction"] = txn["id"]
    tell(world, "payout.failed", world.store.save(payout), account)


@routes.post("/v1/payouts/<payout>/cancel")
def cancel(call: Call, payout: str) -> Body:
    found = call.world.the("payout", payout, call.account)
    if found["status"] != "pending":
        raise ApiError(f"Payouts that are {found['status']} cannot be canceled.")
    found["status"] = "canceled"
    call.world.store.wake(found, None)
    funds.book(call.world, "payout_cancel", found, found["amount"], account=call.account)
    tell(call.world, "payout.canceled", call.world.store.save(found), call.account)
    return found


@routes.get("/v1/payouts/<payout>")
def retrieve(call: Call, payout: str) -> Body:
    return call.world.the("payout", payout, call.account)


@routes.list("/v1/payouts", {"status": text})
def every(call: Call) -> Body:
    return page(call, call.world.store.every("payout", call.account, status=call.get("status")))
