"""Connected accounts, version 2: https://docs.stripe.com/api/v2/core/accounts. Recipients only."""

from marketplace.simulator.clock import rfc3339
from marketplace.simulator.errors import ApiError
from marketplace.simulator.events import tell, tell_thin
from marketplace.simulator.ids import fresh
from marketplace.simulator.resources.account_requirements import FIRST, capability, entry
from marketplace.simulator.resources.accounts_v1 import as_v1
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import array, currency, flag, metadata, one_of, positive, shape, text
from marketplace.simulator.world import Body, World

routes = Routes()
PARTS = ("configuration.recipient", "defaults", "future_requirements", "identity", "requirements")
INCLUDE = {"include": array(one_of("configuration.customer", "configuration.merchant", *PARTS))}
WANTED = shape({"requested": flag}, needs=("requested",))
CAPABILITIES = shape({"stripe_balance": shape({"stripe_transfers": WANTED})})
RECIPIENT = shape({"capabilities": CAPABILITIES})
RESPONSIBLE = shape(
    {
        "fees_collector": one_of("application", "application_custom", "application_express", "stripe"),
        "losses_collector": one_of("application", "stripe"),
    },
    needs=("fees_collector", "losses_collector"),
)
PERSON = shape({"email": text, "given_name": text, "surname": text, "phone": text})
IDENTITY = shape(
    {
        "country": text,
        "entity_type": one_of("company", "government_entity", "individual", "non_profit"),
        "individual": PERSON,
    }
)
CREATE = {
    **INCLUDE,
    "configuration": shape({"recipient": RECIPIENT}),
    "contact_email": text,
    "dashboard": one_of("express", "full", "none"),
    "defaults": shape({"currency": currency, "responsibilities": RESPONSIBLE, "locales": array(text)}),
    "display_name": text,
    "identity": IDENTITY,
    "metadata": metadata,
}


@routes.post("/v2/core/accounts", CREATE)
def create(call: Call) -> Body:
    world, account = call.world, born(call)
    world.store.add(account)
    tell_thin(world, "v2.core.account.created", account)
    return shown_parts(account, call.get("include", []))


def born(call: Call) -> Body:
    said, identity = call.params, {"entity_type": None, **call.get("identity", {})}
    recipient = said.get("configuration", {}).get("recipient")
    if recipient is not None and not identity.get("country"):
        raise ApiError("identity.country is required for a recipient.", param="identity.country")
    responsible = said.get("defaults", {}).get("responsibilities")
    return {
        "id": fresh("acct", 16),
        "object": "v2.core.account",
        "applied_configurations": ["recipient"] if recipient is not None else [],
        "closed": False,
        "configuration": {"recipient": recipient_part() if recipient is not None else None},
        "contact_email": said.get("contact_email"),
        "created": rfc3339(call.world.now()),
        "dashboard": said.get("dashboard", "none"),
        "defaults": {
            "currency": said.get("defaults", {}).get("currency"),
            "locales": said.get("defaults", {}).get("locales", []),
            "responsibilities": {
                "fees_collector": "stripe",
                "losses_collector": "stripe",
                **(responsible or {}),
                "requirements_collector": "stripe",
            },
        },
        "display_name": said.get("display_name"),
        "identity": identity,
        "future_requirements": {"entries": []},
        "livemode": False,
        "metadata": said.get("metadata", {}),
        "requirements": {"entries": [entry(name) for name in FIRST]},
        "_bank": None,
        "_created": call.world.now(),
    }


def recipient_part() -> Body:
    waiting = capability("restricted", "requirements_past_due", "provide_info")
    return {
        "applied": True,
        "capabilities": {"stripe_balance": {"payouts": waiting, "stripe_transfers": waiting}},
    }


def shown_parts(account: Body, include: list[str]) -> Body:
    """Only what was asked for: the rest is null, as with Stripe."""
    asked = {name.split(".")[0] for name in include}
    hidden = {part.split(".")[0] for part in PARTS} - asked
    return account | dict.fromkeys(hidden)


def may_receive(account: Body) -> bool:
    recipient = account["configuration"]["recipient"]
    return bool(
        recipient and recipient["capabilities"]["stripe_balance"]["stripe_transfers"]["status"] == "active"
    )


def changed(world: World, account: Body, status: Body, entries: list[Body]) -> None:
    """New standing of the transfers and payouts capabilities, told to everybody."""
    account["configuration"]["recipient"] = {
        "applied": True,
        "capabilities": {"stripe_balance": {"payouts": status, "stripe_transfers": status}},
    }
    account["requirements"] = {"entries": entries}
    world.store.save(account)
    tell_thin(world, "v2.core.account[identity].updated", account)
    tell_thin(world, "v2.core.account[requirements].updated", account)
    for name in ("stripe_balance.stripe_transfers", "stripe_balance.payouts"):
        kind = "v2.core.account[configuration.recipient].capability_status_updated"
        tell_thin(world, kind, account, {"updated_capability": name})
    tell(world, "account.updated", as_v1(account), account["id"])


@routes.get("/v2/core/accounts/<account>", INCLUDE)
def retrieve(call: Call, account: str) -> Body:
    return shown_parts(call.world.the("v2.core.account", account), call.get("include", []))


@routes.post("/v2/core/accounts/<account>", CREATE)
def update(call: Call, account: str) -> Body:
    found = call.world.the("v2.core.account", account)
    for name in ("contact_email", "dashboard", "display_name"):
        found[name] = call.get(name, found[name])
    found["identity"] |= call.get("identity", {})
    found["metadata"] |= call.get("metadata", {})
    tell_thin(call.world, "v2.core.account.updated", call.world.store.save(found))
    return shown_parts(found, call.get("include", []))


@routes.get("/v2/core/accounts", {"limit": positive, "page": text})
def every(call: Call) -> Body:
    """Everything on one page, newest first."""
    found = call.world.store.every("v2.core.account")[: call.get("limit", 20)]
    return {"data": [shown_parts(one, []) for one in found], "next_page_url": None, "previous_page_url": None}
