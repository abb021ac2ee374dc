"""Payment methods: https://docs.stripe.com/api/payment_methods. Cards; the `pm_card_…` tokens work."""

from marketplace.simulator.cards import CARDS, TOKENS, save_method
from marketplace.simulator.errors import ApiError
from marketplace.simulator.events import tell
from marketplace.simulator.presenting import page
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import text
from marketplace.simulator.world import Body, World

routes = Routes()


def usable(world: World, key: str) -> Body:
    """The payment method, made on the spot from a test token."""
    if key in TOKENS:
        return save_method(world, CARDS[TOKENS[key]], 12, 2040, None, None)
    return world.the("payment_method", key, param="payment_method")


@routes.get("/v1/payment_methods/<method>")
def retrieve(call: Call, method: str) -> Body:
    return usable(call.world, method)


@routes.list("/v1/payment_methods", {"customer": text, "type": text})
def every(call: Call) -> Body:
    asked = {"customer": call.get("customer"), "type": call.get("type")}
    return page(call, call.world.store.every("payment_method", "", **asked))


@routes.post("/v1/payment_methods/<method>/attach", {"customer": text}, needs=("customer",))
def attach(call: Call, method: str) -> Body:
    found = usable(call.world, method)
    found["customer"] = call.world.the("customer", call.get("customer"), param="customer")["id"]
    tell(call.world, "payment_method.attached", call.world.store.save(found))
    return found


@routes.post("/v1/payment_methods/<method>/detach")
def detach(call: Call, method: str) -> Body:
    found = usable(call.world, method)
    if found["customer"] is None:
        raise ApiError(
            "The payment method you provided is not attached to a customer so detachment is impossible."
        )
    found["customer"] = None
    tell(call.world, "payment_method.detached", call.world.store.save(found))
    return found
