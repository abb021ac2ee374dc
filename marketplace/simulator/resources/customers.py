"""Customers: https://docs.stripe.com/api/customers."""

from marketplace.simulator.events import tell
from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import page
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import metadata, shape, text
from marketplace.simulator.world import Body, World

routes = Routes()
ADDRESS = shape(dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"), text))
FIELDS = {
    "address": ADDRESS,
    "description": text,
    "email": text,
    "metadata": metadata,
    "name": text,
    "phone": text,
}


@routes.post("/v1/customers", FIELDS)
def create(call: Call) -> Body:
    return born(call.world, call.params)


def born(world: World, said: Body) -> Body:
    customer: Body = {
        "id": fresh("cus", 14),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": world.now(),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": fresh("", 8)[1:].upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    } | {name: said[name] for name in FIELDS if name in said}
    world.store.add(customer)
    tell(world, "customer.created", customer)
    return customer


@routes.get("/v1/customers/<customer>")
def retrieve(call: Call, customer: str) -> Body:
    return call.world.the("customer", customer)


@routes.post("/v1/customers/<customer>", FIELDS)
def update(call: Call, customer: str) -> Body:
    found = call.world.the("customer", customer)
    said = dict(call.params)
    said["metadata"] = found["metadata"] | said.get("metadata", {})
    found |= {name: said[name] for name in FIELDS if name in said}
    tell(call.world, "customer.updated", call.world.store.save(found))
    return found


@routes.list("/v1/customers", {"email": text})
def every(call: Call) -> Body:
    return page(call, call.world.store.every("customer", "", email=call.get("email")))


@routes.list("/v1/customers/<customer>/payment_methods", {"type": text})
def payment_methods(call: Call, customer: str) -> Body:
    call.world.the("customer", customer)
    return page(call, call.world.store.every("payment_method", "", customer=customer, type=call.get("type")))
