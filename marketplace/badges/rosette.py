"""The shape of the seal, in numbers: scalloped edge, engraved lines, a lozenge for each level. Centre 0, radius about 50."""

import math
from collections.abc import Iterator

Point = tuple[float, float]

PETALS = 16
RINGS = ((38.0, 5.0, 0), (38.0, 5.0, 1), (33.5, 3.5, 0), (33.5, 3.5, 1))
"""Waves of an engraver's rose: middle radius, height, and half a wave aside or not."""

HEART = 27.0
"""The radius of the quiet middle."""


def edge(steps: int = 960) -> list[Point]:
    """The scalloped outline."""
    return [_at(turn, 46.2 + 2.8 * abs(math.cos(turn * PETALS / 2)) ** 0.8) for turn in _turns(steps)]


def waves(steps: int = 1440) -> Iterator[list[Point]]:
    """The engraved lines, each a closed curve."""
    for radius, height, shifted in RINGS:
        for phase in range(3):
            lead = math.pi * shifted + phase * math.tau / 9
            yield [_at(turn, radius + height * math.sin(turn * PETALS + lead)) for turn in _turns(steps)]


def lozenges(level: int, size: float = 5.2, gap: float = 9.0) -> Iterator[list[Point]]:
    """As many as the level, side by side around the centre."""
    for number in range(level):
        x = (number - (level - 1) / 2) * gap
        yield [(x, -size), (x + size * 0.75, 0), (x, size), (x - size * 0.75, 0)]


def _turns(steps: int) -> Iterator[float]:
    return (math.tau * step / steps for step in range(steps + 1))


def _at(turn: float, radius: float) -> Point:
    return radius * math.cos(turn), radius * math.sin(turn)
