"""Availability strips for a page of people: what is the same for all of them is written once, so that a strip costs no more than a
join over its days."""

from collections.abc import Sequence
from datetime import date

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
    DayKind.OFF: "off",
}
"""What the public sees of a day."""


class Strips:
    """Draws one strip after the other, all over the same days. Days that are not wanted are drawn small."""

    def __init__(self, days: Sequence[DayState], weekdays: Sequence[int], today: date) -> None:
        dates = [day.on for day in days]
        self._wanted = [n for n, on in enumerate(dates) if on.weekday() in weekdays]
        self._cells = {
            state: [_cell(n, on, state, weekdays, today) for n, on in enumerate(dates)]
            for state in set(SHOWN.values())
        }
        self._over = f"{_time(dates[0])} – {_time(dates[-1])}: " if dates else ""
        kind = "working " if tuple(weekdays) == WORKING else "wanted "
        self._of = f" of {len(self._wanted)} {kind}day{'' if len(self._wanted) == 1 else 's'} free"

    def draw(self, days: Sequence[DayState]) -> Markup:
        """The cells for the eye, and the same in words below for everybody."""
        states = [SHOWN[day.state] for day in days]
        cells = "".join([self._cells[state][n] for n, state in enumerate(states)])
        free = sum(states[n] == "free" for n in self._wanted)
        return Markup(  # noqa: S704  dates and our own words alone
            f'<figure class="strip"><div class="cells" aria-hidden="true"><span class="week">{cells}</span></div>'
            f"<figcaption>{self._over}{free}{self._of}</figcaption></figure>"
        )


def strip_of(days: Sequence[DayState], today: date) -> Markup:
    """One alone."""
    return Strips(days, WORKING, today).draw(days)


def day_short(value: date) -> str:
    """`Mon 8 Mar`."""
    return format_date(value, "E d MMM", locale=get_locale())


def _cell(n: int, on: date, state: str, weekdays: Sequence[int], today: date) -> str:
    week = '</span><span class="week">' if n and on.weekday() == 0 else ""
    aside = "" if on.weekday() in weekdays else " weekend"
    return f'{week}<i class="{state}{aside}{" today" if on == today else ""}"></i>'


def _time(on: date) -> str:
    return f'<time datetime="{on}">{day_short(on)}</time>'
