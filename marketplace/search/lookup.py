"""The names in a query, looked up."""

from dataclasses import dataclass
from datetime import date

from marketplace.catalog.models import Product, Skill
from marketplace.catalog.queries import product_by_slug
from marketplace.certification.models import Certificate
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotFound
from marketplace.registry import queries as registry
from marketplace.registry.models import Place
from marketplace.search.query import Query


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query with the rows it names, on a given day (UTC)."""

    query: Query
    product: Product | None
    skill: Skill | None
    place: Place | None
    today: date

    def answered_by(self, certificate: Certificate) -> bool:
        """The certificate, live today, is about what is asked for, and outlasts the period."""
        days, skill = self.query.days, certificate.skill
        return (
            (self.product is None or skill.product_id == self.product.id)
            and (self.skill is None or skill.id == self.skill.id)
            and (days is None or certificate.live_on(days.last))
        )


def look_up(query: Query) -> Wanted:
    """Product, module and town. Raises `Invalid`, naming the field that names nothing."""
    product = _product(query.product)
    return Wanted(query, product, _skill(product, query.module), _place(query.near), clock.today())


def _product(name: str) -> Product | None:
    if not name:
        return None
    try:
        return product_by_slug(*name.split("/"))
    except NotFound:
        sentence = "We do not know that product. Choose one from the list."
        raise Invalid(sentence, {"product": sentence}) from None


def _skill(product: Product | None, slug: str) -> Skill | None:
    if product is None or not slug:
        return None
    module = next((one for one in product.modules if one.slug == slug), None)
    skill = next((one for one in product.skills if module and one.module_id == module.id), None)
    if skill is None:
        sentence = f"{product.name} has no such module. Choose one from the list."
        raise Invalid(sentence, {"module": sentence})
    return skill


def _place(text: str) -> Place | None:
    if not text:
        return None
    found = registry.places(text, limit=1)
    if not found:
        sentence = f"We do not know a town called {text}. Try the nearest larger one."
        raise Invalid(sentence, {"near": sentence})
    return found[0]
