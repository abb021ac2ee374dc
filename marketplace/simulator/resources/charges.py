"""Charges: https://docs.stripe.com/api/charges. Made by payment intents and by transfers, read here."""

from marketplace.simulator.presenting import page
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import text
from marketplace.simulator.world import Body

routes = Routes()


@routes.get("/v1/charges/<charge>")
def retrieve(call: Call, charge: str) -> Body:
    return call.world.the("charge", charge, call.account)


@routes.list("/v1/charges", {"customer": text, "payment_intent": text, "transfer_group": text})
def every(call: Call) -> Body:
    asked = {name: call.get(name) for name in ("customer", "payment_intent", "transfer_group")}
    return page(call, call.world.store.every("charge", call.account, **asked))
