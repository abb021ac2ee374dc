"""What happened, told in Stripe's two voices: snapshot events (v1) and thin events (v2).

Each event becomes one delivery per webhook endpoint that wants it, in the same transaction.
"""

from typing import Any

from marketplace.simulator.clock import rfc3339
from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import shown
from marketplace.simulator.world import Body, World

API_VERSION = "2026-10-28.endive"


def tell(world: World, kind: str, body: Body, account: str = "", before: Body | None = None) -> Body:
    """Record a snapshot event about `body`; `account` is the connected account it happened in."""
    data: Body = {"object": shown(body)} | ({"previous_attributes": before} if before else {})
    request, key = world.cause
    event: Body = {
        "id": fresh("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": world.now(),
        "data": data,
        "livemode": False,
        "pending_webhooks": len(_endpoints(world, kind, account)),
        "request": {"id": request, "idempotency_key": key},
        "type": kind,
    } | ({"account": account} if account else {})
    return _record(world, event, account)


def tell_thin(world: World, kind: str, account: Body, data: Body | None = None) -> Body:
    """Record a thin event about a v2 account; `data` is seen only by whoever fetches the event."""
    request, key = world.cause
    reason = (
        {"type": "request", "request": {"id": request, "idempotency_key": key or ""}} if request else None
    )
    related = {"id": account["id"], "type": "v2.core.account", "url": f"/v2/core/accounts/{account['id']}"}
    event: Body = {
        "id": fresh("evt_test"),
        "object": "v2.core.event",
        "changes": None,
        "context": None,
        "created": rfc3339(world.now()),
        "livemode": False,
        "reason": reason,
        "related_object": related,
        "type": kind,
    } | ({"data": data} if data else {})
    return _record(world, event, "")


def posted(event: Body) -> Body:
    """The body that a webhook carries: thin events leave their data at home."""
    thin = event["object"] == "v2.core.event"
    return {name: value for name, value in event.items() if not (thin and name in ("data", "changes"))}


def _record(world: World, event: Body, account: str) -> Body:
    world.store.add(event, account)
    for endpoint in _endpoints(world, event["type"], account):
        line = "INSERT INTO deliveries (event, endpoint, state) VALUES (?, ?, 'pending')"
        world.store.db.execute(line, (event["id"], endpoint["id"]))
    world.observe("EVENT", "", {}, posted(event))
    world.stirred.set()
    return event


def _endpoints(world: World, kind: str, account: str) -> list[Body]:
    return [one for one in world.store.every("webhook_endpoint") if _wants(one, kind, account)]


def _wants(endpoint: Body, kind: str, account: str) -> bool:
    """The endpoint given at start hears everything; others hear what they asked for, v1 only."""
    if endpoint["_all"]:
        return True
    hears: list[Any] = endpoint["enabled_events"]
    listed = not kind.startswith("v2.") and ("*" in hears or kind in hears)
    return bool(listed and endpoint["status"] == "enabled" and endpoint["_connect"] == bool(account))
