"""Pages of a list: by number for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page. `number` counts from 1; `total` counts all items."""

    items: Sequence[Item]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


def page_number(raw: str | None) -> int:
    """A page number as typed into an address; anything odd means the first, anything huge the last we serve."""
    try:
        return min(max(int(raw or 1), 1), 10_000)
    except ValueError:
        return 1
