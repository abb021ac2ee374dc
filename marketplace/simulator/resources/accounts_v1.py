"""The same accounts seen through version 1, and login links: https://docs.stripe.com/api/accounts."""

from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import page, whole
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.world import Body

routes = Routes()


def as_v1(account: Body) -> Body:
    standing = _standing(account)
    due = [entry["description"] for entry in account["requirements"]["entries"]]
    banks = [account["_bank"]] if account["_bank"] else []
    return {
        "id": account["id"],
        "object": "account",
        "business_type": account["identity"]["entity_type"],
        "capabilities": {"transfers": {"active": "active", "pending": "pending"}.get(standing, "inactive")},
        "charges_enabled": False,
        "country": account["identity"].get("country"),
        "created": account["_created"],
        "default_currency": account["defaults"]["currency"],
        "details_submitted": account["_bank"] is not None,
        "email": account["contact_email"],
        "external_accounts": whole(banks, f"/v1/accounts/{account['id']}/external_accounts"),
        "metadata": account["metadata"],
        "payouts_enabled": standing == "active",
        "requirements": {
            "alternatives": [],
            "current_deadline": None,
            "currently_due": due,
            "disabled_reason": "rejected.other" if standing == "rejected" else None,
            "errors": [],
            "eventually_due": due,
            "past_due": [],
            "pending_verification": [],
        },
        "type": "express" if account["dashboard"] == "express" else "none",
    }


def _standing(account: Body) -> str:
    recipient = account["configuration"]["recipient"]
    return str(recipient["capabilities"]["stripe_balance"]["stripe_transfers"]["status"]) if recipient else ""


@routes.get("/v1/accounts/<account>")
def retrieve(call: Call, account: str) -> Body:
    return as_v1(call.world.the("v2.core.account", account))


@routes.list("/v1/accounts")
def every(call: Call) -> Body:
    return page(call, [as_v1(account) for account in call.world.store.every("v2.core.account")])


@routes.post("/v1/accounts/<account>/login_links")
def login_link(call: Call, account: str) -> Body:
    """Single use with Stripe; here it stays open."""
    found = call.world.the("v2.core.account", account)
    url = f"{call.world.url}/express/{found['id']}/{fresh('', 12)[1:]}"
    return {"object": "login_link", "created": call.world.now(), "url": url}
