"""Pieces of SQL over `search_offer o`, as text: what Python spends on building a statement counts in every search.

Portable arithmetic only. Values travel as parameters; what is written into the text are names and numbers of our own.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Clause:
    """A condition, and the values it needs."""

    sql: str
    values: dict[str, Any] = field(default_factory=dict)


def conjunction(parts: list[str]) -> str:
    return " AND ".join(parts) if parts else "1 = 1"


def one_if(condition: str) -> str:
    """1 or 0: not every engine counts with truth values."""
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def bits_set(value: str) -> str:
    """How many of the lowest 31 bits are set: neighbours are added, then pairs, then nibbles, then bytes."""
    pairs = f"({value} - (({value} >> 1) & 1431655765))"
    nibbles = f"(({pairs} & 858993459) + (({pairs} >> 2) & 858993459))"
    octets = f"(({nibbles} + ({nibbles} >> 4)) & 252645135)"
    # The bytes are added by multiplying, which goes beyond 32 bits.
    return f"(((CAST({octets} AS BIGINT) * 16843009) >> 24) & 255)"
