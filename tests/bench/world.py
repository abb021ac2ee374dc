"""The world that the experts of the bench live in: towns, vendors with their products, releases and programmes."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from marketplace.catalog.models import Module, Product, Release, Skill, Topic
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.gateways import geo
from marketplace.gateways.geo import Town
from marketplace.organizations.models import Vendor
from marketplace.programmes.standard import current_rubric
from marketplace.registry import places
from tests.bench.chance import Zipf, words

VENDORS, PRODUCTS, MODULES, TOWNS = 40, 200, 3, 5_000
LANGUAGES = "en de fr es it nl pl pt sv da cs tr".split()


@dataclass(frozen=True, eq=False)
class Offering:
    """A product as its experts see it. `skills`: (skill, rubric, module); the first is the whole product."""

    id: int
    slug: str
    skills: list[tuple[int, int, int | None]]
    releases: list[int]


def towns() -> list[Town]:
    return sorted(geo.towns(), key=lambda one: (-one.population, one.id))[:TOWNS]


def build(today: date) -> Zipf[Offering]:
    """Into the database; the products by popularity."""
    places.copy(towns())
    chance, said = Random(1), words()
    with atomic() as session:
        vendors = [_vendor(number, said, chance) for number in range(VENDORS)]
        session.add_all(vendors)
        products = [
            _product(number, vendors[number % VENDORS], said, chance, today) for number in range(PRODUCTS)
        ]
        session.add_all(products)
        session.flush()
        found = [_offering(one) for one in products]
    return Zipf(found, 1.0)


def _vendor(number: int, said: Zipf[str], chance: Random) -> Vendor:
    name = f"{said.items[500 + number].capitalize()} {chance.choice(('Systems', 'Software', 'Labs'))}"
    return Vendor(name=name, slug=f"vendor-{number}")


def _product(number: int, vendor: Vendor, said: Zipf[str], chance: Random, today: date) -> Product:
    name = f"{said.items[600 + number].capitalize()} {said.items[900 + number % 40].capitalize()}"
    summary = " ".join(said.some(chance, 8))
    made = Product(vendor=vendor, name=name, slug=f"product-{number}", summary=summary)
    made.skills = [Skill(product=made)]
    for place in range(MODULES):
        title = said.items[1_000 + (number * MODULES + place) % 300]
        module = Module(
            name=title.capitalize(), slug=f"{title}-{place}", summary=" ".join(said.some(chance, 6))
        )
        made.modules.append(module)
        made.skills.append(Skill(product=made, module=module))
    for age in (3, 2, 1):
        on = today - timedelta(days=300 * age - chance.randint(0, 200))
        release = Release(version=f"{10 - age}.{chance.randint(0, 4)}", released_on=on)
        changed = chance.choice([None, *made.modules])
        release.topics = [Topic(position=1, title=said.one(chance), module=changed)]
        made.releases.append(release)
    return made


def _offering(product: Product) -> Offering:
    skills = [(one.id, current_rubric(one).id, one.module_id) for one in product.skills]
    releases = sorted(product.releases, key=lambda one: one.released_on)
    db.session.flush()
    slug = f"{product.vendor.slug}/{product.slug}"
    return Offering(product.id, slug, skills, [one.id for one in releases])
