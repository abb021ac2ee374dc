"""What the simulator is and what it has been doing; emptying it."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from marketplace.simulator.cards import CARDS
from marketplace.simulator.iban import TEST_IBANS
from marketplace.simulator.pages.words import hour, moment
from marketplace.simulator.world import LISTED, World


def pages(world: World) -> Blueprint:
    blueprint = Blueprint("control", __name__)

    @blueprint.get("/")
    def about() -> ResponseReturnValue:
        with world.store.transaction():
            return render_template(
                "about.html",
                requests=list(world.requests),
                deliveries=latest_deliveries(world),
                counts=world.store.counts(),
                now=moment(world.now()),
                offset=world.clock.offset(),
                cards=CARDS.values(),
                ibans=TEST_IBANS,
                hour=hour,
            )

    @blueprint.get("/_simulator/state")
    def state() -> ResponseReturnValue:
        with world.store.transaction():
            rows = world.store.db.execute("SELECT state, count(*) FROM deliveries GROUP BY state")
            deliveries = {"pending": 0, "done": 0} | dict(map(tuple, rows))
            return {
                "now": world.now(),
                "offset_seconds": world.clock.offset(),
                "objects": world.store.counts(),
                "deliveries": deliveries,
            }

    @blueprint.post("/_simulator/reset")
    def reset() -> ResponseReturnValue:
        """Forget everything but the endpoint given at start."""
        with world.store.transaction():
            kept = [one for one in world.store.every("webhook_endpoint") if one["_all"]]
            world.store.clear()
            for endpoint in kept:
                world.store.add(endpoint)
        return {"reset": True}

    return blueprint


DELIVERIES = """
SELECT deliveries.*, json_extract(objects.body, '$.type') AS kind
FROM deliveries JOIN objects ON objects.id = deliveries.event ORDER BY deliveries.seq DESC LIMIT ?
"""


def latest_deliveries(world: World) -> list[dict[str, Any]]:
    return [dict(row) for row in world.store.db.execute(DELIVERIES, (LISTED,))]
