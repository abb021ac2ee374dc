"""What a Checkout Session sells, each line with a price of its own."""

from typing import Any

from marketplace.simulator.errors import ApiError, invalid, missing_parameter
from marketplace.simulator.ids import fresh
from marketplace.simulator.shapes import array, currency, integer, metadata, positive, shape, text
from marketplace.simulator.world import Body, World

PRODUCT = shape({"description": text, "metadata": metadata, "name": text}, needs=("name",))
PRICE = shape({"currency": currency, "product_data": PRODUCT, "unit_amount": integer}, needs=("currency",))
LINES = array(shape({"price_data": PRICE, "quantity": positive}))


def lines_of(world: World, asked: list[dict[str, Any]]) -> list[Body]:
    for index, line in enumerate(asked):
        refuse_incomplete(line, f"line_items[{index}]")
    if len({line["price_data"]["currency"] for line in asked}) > 1:
        raise ApiError("All prices in a Checkout Session must have the same currency.", param="line_items")
    return [born(world, line) for line in asked]


def refuse_incomplete(line: dict[str, Any], at: str) -> None:
    if "quantity" not in line:
        raise missing_parameter(f"{at}[quantity]")
    for name in ("price_data", "unit_amount", "product_data"):
        if name not in line and name not in line.get("price_data", {}):
            raise missing_parameter(f"{at}[price_data][{name}]")
    if line["price_data"]["unit_amount"] < 0:
        raise invalid(f"{at}[price_data][unit_amount]", "Invalid non-negative integer")


def born(world: World, line: dict[str, Any]) -> Body:
    price = price_of(world, line["price_data"])
    total = price["unit_amount"] * line["quantity"]
    return {
        "id": fresh("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": price["currency"],
        "description": line["price_data"]["product_data"]["name"],
        "price": price,
        "quantity": line["quantity"],
    }


def price_of(world: World, said: dict[str, Any]) -> Body:
    return {
        "id": fresh("price"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": world.now(),
        "currency": said["currency"],
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": fresh("prod", 14),
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": said["unit_amount"],
        "unit_amount_decimal": str(said["unit_amount"]),
    }
