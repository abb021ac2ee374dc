"""Chance that is the same every time: a seed, and the shapes that people's choices have."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Kind = TypeVar("Kind")

WORDS = 2_000
_BEGUN = (
    "ba be bo cra da de dra fa fi ga gle ha ka lo ma mi na no pa pre ra re sa se sta ta te tra ve vo".split()
)
_ENDED = "bel dan den dor fin gan ker lam lin mar men nal nor pel ran ret ros sen sil tan tel ter tin ton val ver von".split()


class Zipf(Generic[Kind]):
    """The n-th of `items` is chosen in proportion to `1 / n ** steepness`."""

    def __init__(self, items: Sequence[Kind], steepness: float) -> None:
        self.items = items
        self.weights = list(accumulate(1 / number**steepness for number in range(1, len(items) + 1)))

    def some(self, chance: Random, count: int) -> list[Kind]:
        return chance.choices(self.items, cum_weights=self.weights, k=count)

    def one(self, chance: Random) -> Kind:
        return self.some(chance, 1)[0]

    def different(self, chance: Random, count: int) -> list[Kind]:
        """As many, no two alike."""
        found: dict[Kind, None] = {}
        while len(found) < count:
            found[self.one(chance)] = None
        return list(found)


def words() -> Zipf[str]:
    """Words of nobody's language, the most frequent first: three syllables, then some of four."""
    long = (f"{first}{middle}{last}" for first in _BEGUN for middle in _BEGUN for last in _ENDED)
    chosen = Random(3).sample(sorted(set(long)), WORDS)
    return Zipf(chosen, 0.9)
