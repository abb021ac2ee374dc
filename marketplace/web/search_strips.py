"""Availability strips for a page of people: what is the same for all of them is written once, so that a strip costs no more than a
join over its days."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from babel.dates import format_date
from flask_babel import get_locale
from markupsafe import Markup

from marketplace.calendar.queries import DayKind, DayState
from marketplace.search.timing import WORKING

SHOWN = {
    DayKind.FREE: "free",
    DayKind.REQUESTED: "free",
    DayKind.HELD: "taken",
    DayKind.BOOKED: "taken",
    DayKind.BUSY: "taken",
    DayKind.FULL: "taken",
    DayKind.OFF: "off",
}
"""What the public sees of a day."""
NEXT_WEEK = "</b><b>"


class Strips:
    """Draws one strip after the other, all over the same days. Only wanted days are drawn, week by week."""

    def __init__(self, days: Sequence[DayState], weekdays: Sequence[int] = WORKING) -> None:
        wanted = [(n, day.on) for n, day in enumerate(days) if day.on.weekday() in weekdays]
        begins = {
            n for (_, before), (n, on) in pairwise(wanted) if on.isocalendar()[:2] != before.isocalendar()[:2]
        }
        self._wanted = [n for n, _ in wanted]
        self._cells = {
            state: {n: f'{NEXT_WEEK if n in begins else ""}<i class="{state}"></i>' for n in self._wanted}
            for state in set(SHOWN.values())
        }
        self._over = f"{day_short(days[0].on)} – {day_short(days[-1].on)}: " if days else ""
        kind = "working " if tuple(weekdays) == WORKING else "wanted "
        self._of = f" of {len(wanted)} {kind}day{'' if len(wanted) == 1 else 's'} free"

    def draw(self, days: Sequence[DayState]) -> Markup:
        """The cells for the eye, and the same in words below for everybody."""
        states = [(n, SHOWN[days[n].state]) for n in self._wanted]
        cells = "".join([self._cells[state][n] for n, state in states])
        free = sum([state == "free" for _, state in states])
        return Markup(  # noqa: S704  dates and our own words alone
            f'<figure class="strip"><div class="cells" aria-hidden="true"><b>{cells}</b></div>'
            f"<figcaption>{self._over}{free}{self._of}</figcaption></figure>"
        )


def strip_of(days: Sequence[DayState]) -> Markup:
    """One alone."""
    return Strips(days).draw(days)


def day_short(value: date) -> str:
    """`Mon 8 Mar`."""
    return format_date(value, "E d MMM", locale=get_locale())
