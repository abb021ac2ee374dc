"""The gazetteer, copied once into the database so that a search for a town is a query like any other."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import insert, select

from marketplace.db.session import atomic
from marketplace.gateways import geo
from marketplace.gateways.geo import Town
from marketplace.kit.text import fold
from marketplace.registry.models import Place, PlaceName


def load() -> int:
    """Copy the towns that are not there yet; how many those were. Doing it again changes nothing."""
    return copy(list(geo.towns()))


def copy(towns: Iterable[Town]) -> int:
    with atomic() as session:
        known = set(session.scalars(select(Place.id)))
        fresh = [town for town in towns if town.id not in known]
        rows = {
            Place: [_place(town) for town in fresh],
            PlaceName: [name for town in fresh for name in _names(town)],
        }
        for table, values in rows.items():
            if values:
                session.connection().execute(insert(table), values)
    return len(fresh)


def _place(town: Town) -> dict[str, Any]:
    return {
        "id": town.id,
        "name": town.name,
        "folded": fold(town.name),
        "region": town.region,
        "country": town.country,
        "latitude": town.latitude,
        "longitude": town.longitude,
        "population": town.population,
        "timezone": town.timezone,
    }


def _names(town: Town) -> Iterator[dict[str, Any]]:
    own = fold(town.name)
    for name in sorted({fold(one) for one in town.other_names}):
        if not name.startswith(own):
            yield {"place_id": town.id, "folded": name}
