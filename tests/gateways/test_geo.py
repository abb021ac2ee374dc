"""The gazetteer itself."""

from marketplace.gateways import geo


def test_the_worlds_towns_are_there_with_the_names_strangers_know() -> None:
    towns = list(geo.towns())
    assert len(towns) > 25_000
    (cologne,) = [town for town in towns if town.name == "Köln"]
    assert "Cologne" in cologne.other_names
    assert "CGN" not in cologne.other_names
    assert (cologne.country, cologne.timezone) == ("DE", "Europe/Berlin")
    assert all(-90 <= town.latitude <= 90 and -180 <= town.longitude <= 180 for town in towns)
    assert len({town.id for town in towns}) == len(towns)
