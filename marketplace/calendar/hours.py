"""Weekly hours as people write them: `9:00–12:30, 13:30–17:00`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from marketplace.calendar.working import Stretch
from marketplace.kit.errors import Invalid

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST = 6
"""Stretches a day."""

_TIME = r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?"
_STRETCH = re.compile(rf"\s*{_TIME}\s*(?:-|–|—|to|until)\s*{_TIME}\s*", re.IGNORECASE)


def parse(text: str) -> list[Stretch]:
    """The stretches of one day, checked; an empty text means none. Raises `Invalid` saying what to write."""
    parts = [part for part in re.split(r"[,;\n]|\band\b", text.strip()) if part.strip()]
    return checked([_stretch(part) for part in parts])


def written(stretches: Iterable[Stretch]) -> str:
    """`09:00–12:30, 13:30–17:00`: what `parse` reads back."""
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in stretches)


def checked(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Earliest first. Raises `Invalid` when one is empty or backwards, two overlap, or there are too many."""
    if len(stretches) > MOST:
        raise Invalid(f"A day can have up to {MOST} stretches.")
    for start, end in stretches:
        if not 0 <= start < end <= 1440:
            said = f"{written([(start, end)])} ends before it starts."
            raise Invalid(f"{said} Write the earlier time first, within one day.")
    ordered = sorted(stretches)
    for (_, end), (start, last) in pairwise(ordered):
        if start < end:
            raise Invalid(f"{written([(start, last)])} overlaps with the stretch before it.")
    return ordered


def checked_week(hours: Mapping[int, Sequence[Stretch]]) -> dict[int, list[Stretch]]:
    """Every weekday checked. Raises `Invalid` whose fields are named after the weekdays that are wrong."""
    week: dict[int, list[Stretch]] = {}
    mistakes: dict[str, str] = {}
    for weekday, stretches in hours.items():
        if weekday not in range(7):
            raise Invalid("A week has seven days.")
        try:
            week[weekday] = checked(stretches)
        except Invalid as mistake:
            mistakes[WEEKDAYS[weekday].lower()] = mistake.sentence
    if mistakes:
        raise Invalid("Some of the hours need another look.", mistakes)
    return week


def _stretch(part: str) -> Stretch:
    found = _STRETCH.fullmatch(part)
    if found is None:
        raise Invalid("Write hours like 9:00–17:00, with a comma between stretches.")
    first_hour, first_minute, last_hour, last_minute = found.groups()
    return _minutes(first_hour, first_minute), _minutes(last_hour, last_minute)


def _minutes(hour: str, minute: str | None) -> int:
    minutes = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or minutes > 1440:
        raise Invalid(f"{hour}:{minute or '00'} is not a time of day.")
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
