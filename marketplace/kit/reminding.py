"""When whoever has to answer is reminded: at so much of the time that they have."""

from collections.abc import Iterable
from datetime import datetime

from marketplace.kit.ids import Ref

REMIND_AT = (0.5, 0.9)
"""Shares of the time to answer."""


def due(
    rows: Iterable[tuple[Ref, datetime | None, datetime | None, int]], at: datetime
) -> list[tuple[Ref, int]]:
    """Of what was asked, what has passed more of these shares than was said, with how many it has; each with when it was asked,
    until when, and how many were said. What has no clock yet is left out."""
    passed = [
        (ref, sum(at >= begun + (until - begun) * share for share in REMIND_AT), said)
        for ref, begun, until, said in rows
        if begun and until
    ]
    return [(ref, number) for ref, number, said in passed if number > said]
