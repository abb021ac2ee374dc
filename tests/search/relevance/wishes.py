"""What makes an expert the right one, as far as a customer could say: pieces that judgements are put together from."""

from collections.abc import Callable
from dataclasses import dataclass

from marketplace.search import sphere
from tests.search.relevance.people import CODES, MODULES, TOWNS, Person


@dataclass(frozen=True, slots=True)
class Wish:
    fits: Callable[[Person], bool]

    def __and__(self, other: "Wish") -> "Wish":
        return Wish(lambda one: self.fits(one) and other.fits(one))

    def __or__(self, other: "Wish") -> "Wish":
        return Wish(lambda one: self.fits(one) or other.fits(one))


def has(skill: str, level: int = 1) -> Wish:
    """`has("P.year", 3)`: certified in that at that level or a higher one; `P.all` is the whole product, `P` anything of it."""
    product, _, module = skill.partition(".")

    def fits(one: Person) -> bool:
        return any(
            named == CODES[product]
            and (not module or part == (None if module == "all" else MODULES[module]))
            and held >= level
            for (named, part), held in one.skills.items()
        )

    return Wish(fits)


def tells(*words: str) -> Wish:
    """One of these stands in what they write about themselves."""
    return Wish(lambda one: any(word in f"{one.headline} {one.about}".lower() for word in words))


def named(*names: str) -> Wish:
    return Wish(lambda one: one.name in names)


def speaks(*codes: str) -> Wish:
    return Wish(lambda one: one.languages >= set(codes))


def lives(town: str) -> Wish:
    return Wish(lambda one: one.town == town)


def comes(town: str, within: float = 20_000) -> Wish:
    """Travels as far as that town, and lives no farther from it than that."""
    return Wish(lambda one: one.km is not None and (km := _km(one.town, town)) <= one.km and km <= within)


REMOTE = Wish(lambda one: one.remote)
ANYBODY = Wish(lambda one: True)


def _km(one: str, other: str) -> float:
    here, there = (sphere.vector(*TOWNS[town][1:3]) for town in (one, other))
    return sphere.distance(here, there)
