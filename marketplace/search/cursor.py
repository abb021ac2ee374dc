"""Where a page ended, as text for an address: the next page begins right after, whatever was booked meanwhile."""

import re
from dataclasses import dataclass
from typing import Self

_FORM = re.compile(r"(\d{6,7})_(\d{1,4})_(\d{1,18})_((?:\d{1,18}(?:-\d{1,18}){0,3})?)_(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The day of the draw, the last expert by points and who they were, the newcomers of the first page, and the page's number."""

    day: int
    points: int
    expert_id: int
    newcomers: tuple[int, ...]
    page: int

    @classmethod
    def read(cls, said: str, day: int) -> Self | None:
        """None where it is none, or of another day: the order has been drawn anew."""
        found = _FORM.fullmatch(said)
        if found is None or int(found[1]) != day:
            return None
        newcomers = tuple(int(one) for one in found[4].split("-") if one)
        return cls(day, int(found[2]), int(found[3]), newcomers, int(found[5]))

    def __str__(self) -> str:
        newcomers = "-".join(map(str, self.newcomers))
        return f"{self.day}_{self.points}_{self.expert_id}_{newcomers}_{self.page}"
