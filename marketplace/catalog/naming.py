"""Names that stay apart: no two products of a vendor, or modules of a product, look the same to a reader."""

from collections.abc import Collection, Iterable
from typing import Protocol

from marketplace.kit.text import fold, slug
from marketplace.kit.typed import Typed

NAME = 120
SUMMARY = 240
ABOUT = 10_000
VERSION = 40


class Named(Protocol):
    id: int
    name: str


def name(typed: Typed, text: str, noun: str, siblings: Iterable[Named], *, besides: int | None = None) -> str:
    """The cleaned name. A mistake is noted when a sibling other than the row `besides` has the same one."""
    cleaned = typed.line("name", text, NAME, needed=f"Give the {noun} its name.")
    taken = {fold(one.name) for one in siblings if one.id != besides}
    if fold(cleaned) in taken:
        typed.wrong("name", f"There is already a {noun} called {cleaned}.")
    return cleaned


def free_slug(text: str, noun: str, taken: Collection[str]) -> str:
    """`leave`, or `leave-2` where that is taken; the noun where the name has nothing Latin in it."""
    wish = slug(text, noun)
    candidates = (wish if n == 1 else f"{wish}-{n}" for n in range(1, len(taken) + 2))
    return next(one for one in candidates if one not in taken)
