"""Hours as people write them."""

import re

from marketplace.kit.errors import Invalid

LONGEST = 24 * 60
_CLOCK = re.compile(r"(\d{1,2}) ?(?:[:h]|h ) ?([0-5]?\d) ?(?:m|min)?")
_DECIMAL = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))? ?h?")
_MINUTES = re.compile(r"(\d{1,4}) ?(?:m|min)")


def minutes(text: str) -> int:
    """`7:30`, `7.5`, `7,5`, `7h30`, `7 h 30 min` and `450 min` are 450; nothing at all is 0.

    Decimal hours are rounded to the nearest minute. Raises `Invalid` for anything else, and above a day.
    """
    written = re.sub(r"\s+", " ", text.strip().casefold())
    found = _read(written) if written else 0
    if found is None:
        raise Invalid("Write hours like 7:30 or 7.5, or 0 if you did not work.")
    if found > LONGEST:
        raise Invalid("A day has 24 hours.")
    return found


def _read(written: str) -> int | None:
    if match := _CLOCK.fullmatch(written):
        return int(match[1]) * 60 + int(match[2])
    if match := _MINUTES.fullmatch(written):
        return int(match[1])
    if match := _DECIMAL.fullmatch(written):
        hundredths = int((match[2] or "0").ljust(2, "0"))
        return int(match[1]) * 60 + (hundredths * 60 + 50) // 100
    return None


def clock(minutes: int) -> str:
    """450 as `7:30`, the way it is put back into a form."""
    return f"{minutes // 60}:{minutes % 60:02d}"
