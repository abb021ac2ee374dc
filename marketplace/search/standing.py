"""Where an expert stands in the searches that customers run: their place, what would lift it, and what they narrowly miss."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate
from marketplace.kit.errors import Invalid
from marketplace.registry.models import Expert
from marketplace.search import asked, lifting, missing, ranking
from marketplace.search.asked import Frequent
from marketplace.search.describing import described
from marketplace.search.lifting import Lift
from marketplace.search.lookup import look_up
from marketplace.search.queries import Place, place_of

CANDIDATES = 40
"""Searches looked through, the most frequent first."""
SHOWN = 8
NARROWLY = 5
TRIED = 12
"""Missed searches that are looked at for the one thing that is missing."""


@dataclass(frozen=True, slots=True)
class Search:
    """In words that give nobody away, and how many organizations ran it."""

    said: Sequence[str]
    organizations: int


@dataclass(frozen=True, slots=True)
class Stands:
    """`place` in a search, and what would lift it, the quickest first; nothing would from the first place."""

    search: Search
    place: Place
    lifts: Sequence[Lift]

    @property
    def total(self) -> int:
        return sum(points for _, points in self.place.points)

    @property
    def first_page(self) -> bool:
        return self.place.place <= ranking.PAGE


@dataclass(frozen=True, slots=True)
class Misses:
    """A search in which the expert would appear, were it not for one thing: `needed`, after `you would appear if`."""

    search: Search
    needed: str


@dataclass(frozen=True, slots=True)
class Standing:
    stands: Sequence[Stands]
    misses: Sequence[Misses]


def standing(expert: Expert) -> Standing:
    """In the searches of the last 30 days, by how many ran them."""
    products = {_key(one) for one in certification.live(expert.id)}
    stands: list[Stands] = []
    missed: list[Frequent] = []
    for one in asked.frequent(products, CANDIDATES) if products else ():
        place = _place(one, expert)
        if place is None:
            missed.append(one)
        elif len(stands) < SHOWN:
            stands.append(Stands(_search(one), place, lifting.lifts(place.points) if place.place > 1 else ()))
    return Standing(stands, list(_narrowly(missed[:TRIED], expert))[:NARROWLY])


def _key(certificate: Certificate) -> str:
    product = certificate.skill.product
    return f"{product.vendor.slug}/{product.slug}"


def _place(one: Frequent, expert: Expert) -> Place | None:
    try:
        return place_of(one.query, expert.id)
    except Invalid:  # what it names is gone by now
        return None


def _narrowly(missed: Sequence[Frequent], expert: Expert) -> Iterator[Misses]:
    for one in missed:
        try:
            needed = missing.one_thing(one.query, expert)
        except Invalid:
            continue
        if needed:
            yield Misses(_search(one), needed)


def _search(one: Frequent) -> Search:
    return Search(described(look_up(one.query)), one.organizations)
