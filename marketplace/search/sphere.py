"""Distances on the globe by unit vectors: comparing needs a multiplication per axis and no trigonometry in SQL."""

from collections.abc import Mapping
from math import acos, asin, cos, pi, radians, sin

EARTH_KM = 6371.0
"""Mean radius (IUGG)."""

Vector = tuple[float, float, float]

BANDS = 100
"""So many bands of equal area on each half of the globe, by `z`: neighbours in latitude lie in the same one or the next."""

NOWHERE: Mapping[str, float] = {"x": 0.0, "y": 0.0, "z": 0.0, "reach": 2.0, "band": -1}
"""Near nothing: no angle has this cosine."""


def vector(latitude: float, longitude: float) -> Vector:
    """The unit vector of a point given in degrees."""
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def band_of(z: float) -> int:
    """Which band a point lies in, the southernmost being 0."""
    return int((z + 1) * BANDS)


def closeness(km: float) -> float:
    """The cosine of the angle that `km` span: two points are that near when their dot product is no smaller."""
    return cos(km / EARTH_KM)


def distance(one: Vector, other: Vector) -> float:
    """Kilometres as the crow flies."""
    dot = one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
    return EARTH_KM * acos(max(-1.0, min(1.0, dot)))


def band(point: Vector, km: float) -> tuple[float, float]:
    """The least and the greatest `z` of whatever is so near, and a hair more: arithmetic rounds."""
    latitude, angle = asin(max(-1.0, min(1.0, point[2]))), km / EARTH_KM
    south, north = max(latitude - angle, -pi / 2), min(latitude + angle, pi / 2)
    return sin(south) - HAIR, sin(north) + HAIR


HAIR = 1e-9
"""Six millimetres at the equator, a hundred metres at the poles."""
