"""The published order: points, from what everybody may know. `/how-search-works` shows these numbers to everyone.

| for | points |
|---|---|
| the certified level | `PER_LEVEL` each |
| the words of the query in name, headline or skills | up to `WORDS`, by their share |
| bookings completed here | `PER_BOOKING` each, at most `MOST_BOOKINGS` of them |
| a calendar confirmed lately | `FRESH` |
| a certificate with nothing changed since its release | `CURRENT` |
| being near the place asked for | `NEAR` |
| attested use of the product, or approved work with it | `USED` |

Equal points are ordered by a draw that is made anew each day. On the first page every `NEWCOMER_EVERY`-th place belongs to
newcomers who answer the query: first certified within `NEWCOMER_DAYS` days, no booking completed yet, drawn anew each day. Nothing
of this can be bought.
"""

import hashlib

from marketplace.calendar.freshness import COUNTS_FOR

PER_LEVEL = 10
WORDS = 20
PER_BOOKING = 4
MOST_BOOKINGS = 5
FRESH = 10
CURRENT = 10
NEAR = 10
USED = 10

FRESH_DAYS = COUNTS_FOR.days
"""Days after which a calendar no longer counts as confirmed lately: on the fourteenth, customers read so."""
NEAR_KM = 25
"""Kilometres up to which somebody is near; up to four times as far counts half."""

NEWCOMER_EVERY = 5
NEWCOMER_DAYS = 90
PAGE = 20
"""Results a page."""
NEWCOMERS = PAGE // NEWCOMER_EVERY

SPREAD = 1_000_003
"""A prime; lots are drawn modulo this."""


def lots(day: int) -> dict[str, int]:
    """The numbers of that day's draw, for `lot` and `draw`: a multiplier from 1 to SPREAD - 1, and where counting begins."""
    shuffled = hashlib.blake2b(str(day).encode(), digest_size=16).digest()
    salt, start = (int.from_bytes(half) for half in (shuffled[:8], shuffled[8:]))
    return {"salt": salt % (SPREAD - 1) + 1, "start": start % SPREAD}


def lot(column: str) -> str:
    """SQL for an expert's lot, with `lots` as values. Squared: lots that only step evenly favour whoever stands at an end."""
    step = f"(({column} * :salt + :start) % {SPREAD})"
    return f"{step} * {step} % {SPREAD}"


def draw(expert_id: int, day: int) -> int:
    """An expert's lot on that day, as `lot` has it; the lower one stands first."""
    numbers = lots(day)
    return (expert_id * numbers["salt"] + numbers["start"]) ** 2 % SPREAD
