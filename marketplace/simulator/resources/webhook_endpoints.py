"""Where events are sent: https://docs.stripe.com/api/webhook_endpoints."""

from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import page
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import address, array, flag, metadata, text
from marketplace.simulator.world import Body, World

routes = Routes()
CREATE = {
    "connect": flag,
    "description": text,
    "enabled_events": array(text),
    "metadata": metadata,
    "url": address,
}
UPDATE = {
    "disabled": flag,
    **{name: CREATE[name] for name in ("description", "enabled_events", "metadata", "url")},
}


def given_at_start(world: World, url: str, secret: str) -> None:
    """The endpoint of the command line: everything, in both voices. A new address replaces the old one."""
    with world.store.transaction():
        known = [one for one in world.store.every("webhook_endpoint") if one["_all"]]
        if known:
            world.store.save(known[0] | {"url": url, "_secret": secret})
        else:
            world.store.add(born(world, {"url": url, "enabled_events": ["*"]}, secret, everything=True))


def born(world: World, said: Body, secret: str, everything: bool = False) -> Body:
    return {
        "id": fresh("we"),
        "object": "webhook_endpoint",
        "api_version": None,
        "application": None,
        "created": world.now(),
        "description": said.get("description"),
        "enabled_events": said["enabled_events"],
        "livemode": False,
        "metadata": said.get("metadata", {}),
        "status": "enabled",
        "url": said["url"],
        "_secret": secret,
        "_connect": said.get("connect", False),
        "_all": everything,
    }


@routes.post("/v1/webhook_endpoints", CREATE, needs=("url", "enabled_events"))
def create(call: Call) -> Body:
    secret = fresh("whsec", 32)
    return call.world.store.add(born(call.world, call.params, secret)) | {"secret": secret}


@routes.get("/v1/webhook_endpoints/<endpoint>")
def retrieve(call: Call, endpoint: str) -> Body:
    return call.world.the("webhook_endpoint", endpoint)


@routes.post("/v1/webhook_endpoints/<endpoint>", UPDATE)
def update(call: Call, endpoint: str) -> Body:
    found, said = call.world.the("webhook_endpoint", endpoint), dict(call.params)
    if "disabled" in said:
        found["status"] = "disabled" if said.pop("disabled") else "enabled"
    found |= {name: value for name, value in said.items() if name != "expand"}
    return call.world.store.save(found)


@routes.delete("/v1/webhook_endpoints/<endpoint>")
def delete(call: Call, endpoint: str) -> Body:
    found = call.world.the("webhook_endpoint", endpoint)
    call.world.store.remove(endpoint)
    call.world.store.db.execute("DELETE FROM deliveries WHERE endpoint = ?", (endpoint,))
    return found | {"deleted": True}


@routes.list("/v1/webhook_endpoints")
def every(call: Call) -> Body:
    return page(call, call.world.store.every("webhook_endpoint"))
