"""Rows of a form that can be added, removed and moved without a script: each button sends the form, and gets it back rearranged."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

Line = TypeVar("Line")

STEP = "step"
"""The name that those buttons share; their values are `add`, or `up`, `down` and `remove` with the number of a row."""


def count(sent: Mapping[str, Any], named: str, most: int) -> int:
    """How many rows a form has that sends `title_1`, `title_2` and so on (`named` is `title`), `most` at most."""
    return next((n for n in range(most) if f"{named}_{n + 1}" not in sent), most)


def rearranged(lines: Sequence[Line], step: str, blank: Line, most: int) -> list[Line] | None:
    """The rows after that step. None when it is no step that these rows allow."""
    rows, (verb, _, number) = list(lines), step.partition(" ")
    if verb == "add" and len(rows) < most:
        return [*rows, blank]
    if not number.isdecimal() or not 1 <= int(number[:4]) <= len(rows):
        return None
    at = int(number[:4]) - 1
    row = rows.pop(at)
    to = {"up": at - 1, "down": at + 1}.get(verb, -1)
    if verb == "remove":
        return rows
    if not 0 <= to <= len(rows):
        return None
    rows.insert(to, row)
    return rows
