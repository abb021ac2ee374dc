"""Balances: sums of balance transactions, pending until the clock reaches their `available_on`."""

from collections import defaultdict

from marketplace.simulator.clock import DAY
from marketplace.simulator.events import tell
from marketplace.simulator.ids import fresh
from marketplace.simulator.world import Body, World

SETTLES_AFTER = 2 * DAY
PER_MILLE, FIXED = 29, 30
"""Stripe's fee as the simulator takes it: 2.9 % rounded half up, and 30 minor units, in any currency."""


def fee_on(amount: int) -> int:
    return (amount * PER_MILLE + 500) // 1000 + FIXED


def book(
    world: World,
    kind: str,
    source: Body,
    amount: int,
    *,
    account: str = "",
    fee: int = 0,
    available_on: int = 0,
) -> Body:
    """Enter `amount` (negative: out) less `fee` into an account's balance. Without a date: at once."""
    txn: Body = {
        "id": fresh("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": max(available_on, world.now()),
        "balance_type": "payments",
        "created": world.now(),
        "currency": source["currency"],
        "description": source.get("description"),
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [_fee_detail(fee, source["currency"])] if fee else [],
        "net": amount - fee,
        "reporting_category": kind,
        "source": source["id"],
        "status": "available",
        "type": kind,
    }
    if txn["available_on"] > world.now():
        txn["status"] = "pending"
    return world.store.add(txn, account, txn["available_on"] if txn["status"] == "pending" else None)


def _fee_detail(fee: int, currency: str) -> Body:
    description = "Stripe processing fees"
    return {
        "amount": fee,
        "application": None,
        "currency": currency,
        "description": description,
        "type": "stripe_fee",
    }


def settle(world: World, txn: Body, account: str) -> None:
    """Its day has come, as has that of all else which is due in the account: one event for all."""
    for one in world.store.every("balance_transaction", account, status="pending"):
        if one["available_on"] <= world.now():
            world.store.save(one | {"status": "available"})
            world.store.wake(one, None)
    tell(world, "balance.available", balance(world, account), account)


def sums(world: World, account: str, status: str) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for txn in world.store.every("balance_transaction", account, status=status):
        found[txn["currency"]] += txn["net"]
    return found


def available(world: World, account: str, currency: str) -> int:
    return sums(world, account, "available")[currency]


def balance(world: World, account: str) -> Body:
    free, held = sums(world, account, "available"), sums(world, account, "pending")
    currencies = sorted(free | held) or ["usd"]
    return {
        "object": "balance",
        "available": [_line(free[one], one) for one in currencies],
        "livemode": False,
        "pending": [_line(held[one], one) for one in currencies],
    }


def _line(amount: int, currency: str) -> Body:
    return {"amount": amount, "currency": currency, "source_types": {"card": amount}}
