"""What is asked: 200 sets of parameters, the same every time, without and with two words of text.

Certified for a product drawn by popularity, as a professional at least, free on all working days of ten in a row, within
100 km of a town or remote, at a day rate of no more than 500 to 1,200.
"""

from datetime import date, timedelta
from random import Random

from marketplace.gateways.geo import Town
from tests.bench.chance import Zipf, words
from tests.bench.world import PRODUCTS, VENDORS, towns

QUERIES, DAYS, AHEAD, KM = 200, 10, 160, 100


def mixed(today: date, *, text: bool) -> list[dict[str, str]]:
    """Arguments of addresses."""
    chance, said = Random(11), words()
    products = Zipf([f"vendor-{number % VENDORS}/product-{number}" for number in range(PRODUCTS)], 1.0)
    places = Zipf(towns(), 0.8)
    found = []
    for _ in range(QUERIES):
        args = _asked(today, products.one(chance), places.one(chance), chance)
        typed = " ".join(said.different(chance, 2))
        found.append(args | {"q": typed} if text else args)
    return found


def _asked(today: date, product: str, place: Town, chance: Random) -> dict[str, str]:
    first = today + timedelta(days=chance.randint(1, AHEAD))
    return {
        "product": product,
        "level": "professional",
        "first": first.isoformat(),
        "last": (first + timedelta(days=DAYS - 1)).isoformat(),
        "near": place.name,
        "km": str(KM),
        "remote": "1",
        "rate": str(chance.randint(500, 1_200)),
        "currency": "EUR",
    }
