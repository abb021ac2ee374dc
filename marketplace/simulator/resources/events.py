"""Reading what happened: https://docs.stripe.com/api/events and https://docs.stripe.com/api/v2/core/events."""

from marketplace.simulator.presenting import page
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import array, flag, integer, positive, text
from marketplace.simulator.world import Body

routes = Routes()
MOST = 100


@routes.list("/v1/events", {"type": text, "types": array(text), "delivery_success": flag})
def every(call: Call) -> Body:
    types = call.get("types", [])
    found = call.world.store.every("event", call.account, type=call.get("type"))
    kept = [event for event in found if not types or event["type"] in types]
    if (delivered := call.get("delivery_success")) is not None:
        kept = [event for event in kept if (event["pending_webhooks"] == 0) == delivered]
    return page(call, kept)


@routes.get("/v1/events/<event>")
def retrieve(call: Call, event: str) -> Body:
    return call.world.the("event", event, call.account)


@routes.get("/v2/core/events", {"limit": positive, "object_id": text, "page": integer, "types": array(text)})
def every_thin(call: Call) -> Body:
    """In pages of `limit`; the page token is the number of events before it."""
    size, start = min(call.get("limit", 20), MOST), call.get("page", 0)
    found = call.world.store.every("v2.core.event")
    if about := call.get("object_id"):
        found = [event for event in found if event["related_object"]["id"] == about]
    if types := call.get("types"):
        found = [event for event in found if event["type"] in types]
    following = f"/v2/core/events?limit={size}&page={start + size}" if len(found) > start + size else None
    return {"data": found[start : start + size], "next_page_url": following, "previous_page_url": None}


@routes.get("/v2/core/events/<event>")
def retrieve_thin(call: Call, event: str) -> Body:
    return call.world.the("v2.core.event", event)
