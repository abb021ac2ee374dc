"""Balance, its transactions and its settings: https://docs.stripe.com/api/balance."""

from marketplace.simulator import funds
from marketplace.simulator.events import tell
from marketplace.simulator.presenting import page
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import array, currency, flag, integer, one_of, shape, text
from marketplace.simulator.world import Body, World

routes = Routes()
SCHEDULE = shape(
    {
        "interval": one_of("daily", "manual", "monthly", "weekly"),
        "monthly_payout_days": array(integer),
        "weekly_payout_days": array(one_of("friday", "monday", "thursday", "tuesday", "wednesday")),
    }
)
PAYOUTS = shape({"schedule": SCHEDULE, "statement_descriptor": text})
SETTINGS = {"payments": shape({"debit_negative_balances": flag, "payouts": PAYOUTS})}


@routes.get("/v1/balance")
def retrieve(call: Call) -> Body:
    return funds.balance(call.world, call.account)


@routes.list("/v1/balance_transactions", {"currency": currency, "payout": text, "source": text, "type": text})
def transactions(call: Call) -> Body:
    asked = {name: call.get(name) for name in ("currency", "source", "type")}
    found = call.world.store.every("balance_transaction", call.account, **asked)
    return page(call, [txn for txn in found if call.get("payout") in (None, txn["source"])])


@routes.get("/v1/balance_transactions/<txn>")
def transaction(call: Call, txn: str) -> Body:
    return call.world.the("balance_transaction", txn, call.account)


@routes.get("/v1/balance_settings")
def settings(call: Call) -> Body:
    return settings_of(call.world, call.account)


@routes.post("/v1/balance_settings", SETTINGS)
def change_settings(call: Call) -> Body:
    found = settings_of(call.world, call.account)
    asked = call.get("payments", {})
    payouts = asked.get("payouts", {})
    found["payments"]["payouts"] |= {n: v for n, v in payouts.items() if n != "schedule"}
    found["payments"]["payouts"]["schedule"] |= payouts.get("schedule", {})
    if "debit_negative_balances" in asked:
        found["payments"]["debit_negative_balances"] = asked["debit_negative_balances"]
    tell(call.world, "balance_settings.updated", call.world.store.save(found), call.account)
    return found


def settings_of(world: World, account: str) -> Body:
    key = f"balance_settings:{account}"
    return world.store.find(key) or world.store.add(first_settings(key), account)


def first_settings(key: str) -> Body:
    schedule = {"interval": "daily"}
    return {
        "_id": key,
        "object": "balance_settings",
        "payments": {
            "debit_negative_balances": False,
            "payouts": {
                "minimum_balance_by_currency": None,
                "schedule": schedule,
                "statement_descriptor": None,
                "status": "enabled",
            },
            "settlement_timing": {"delay_days": 2},
        },
    }
