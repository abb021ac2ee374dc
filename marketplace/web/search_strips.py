"""Availability strips for a page of people: what is the same for all of them is written once, so that a strip costs no more than a
join over its days."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from marketplace.calendar.queries import DayKind, DayState
from marketplace.search.timing import WORKING
from marketplace.web.filters import written

FREE = (DayKind.FREE, DayKind.REQUESTED)
TAKEN = (DayKind.HELD, DayKind.BOOKED, DayKind.BUSY, DayKind.FULL)
"""What the public sees of a day; every other one is off."""
NEXT_WEEK = "</b><b>"


class Strips:
    """Draws one strip after the other, all over the same days. Only wanted days are drawn, week by week."""

    def __init__(self, days: Sequence[DayState], weekdays: Sequence[int] = WORKING) -> None:
        wanted = [(n, day.on) for n, day in enumerate(days) if day.on.weekday() in weekdays]
        begins = {
            n for (_, before), (n, on) in pairwise(wanted) if on.isocalendar()[:2] != before.isocalendar()[:2]
        }
        self._wanted = [n for n, _ in wanted]
        self._cells = [(n, *_drawn(NEXT_WEEK if n in begins else "")) for n in self._wanted]
        self._over = f"{day_short(days[0].on)} – {day_short(days[-1].on)}: " if days else ""
        kind = "working " if tuple(weekdays) == WORKING else "wanted "
        self._of = f" of {len(wanted)} {kind}day{'' if len(wanted) == 1 else 's'} free"

    def draw(self, days: Sequence[DayState]) -> Markup:
        return Markup(self.drawn(days))  # noqa: S704  dates and our own words alone

    def drawn(self, days: Sequence[DayState]) -> str:
        """The cells for the eye, and the same in words below for everybody."""
        cells = [
            free if (state := days[n].state) in FREE else taken if state in TAKEN else off
            for n, free, taken, off in self._cells
        ]
        count = sum([days[n].state in FREE for n in self._wanted])
        return (
            f'<figure class="strip"><div class="cells" aria-hidden="true"><b>{"".join(cells)}</b></div>'
            f"<figcaption>{self._over}{count}{self._of}</figcaption></figure>"
        )


def _drawn(before: str) -> tuple[str, str, str]:
    """A day as it is when it is free, taken, or off."""
    return f'{before}<i class="free"></i>', f'{before}<i class="taken"></i>', f'{before}<i class="off"></i>'


def strip_of(days: Sequence[DayState]) -> Markup:
    """One alone."""
    return Strips(days).draw(days)


def day_short(value: date) -> str:
    """`Mon 8 Mar`."""
    return written(value, "E d MMM")
