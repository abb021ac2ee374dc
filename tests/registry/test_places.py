"""Towns, as people type them."""

import pytest
from flask import Flask

from marketplace.gateways.geo import Town
from marketplace.registry import places, queries


def town(id: int, name: str, country: str, people: int, *others: str, region: str = "") -> Town:
    return Town(id, name, others, region, country, 50.0, 8.0, people, "Europe/Berlin")


TOWNS = [
    town(1, "Köln", "DE", 963_000, "Cologne", "Kolonia"),
    town(2, "Munich", "DE", 1_260_000, "München"),
    town(3, "Münster", "DE", 270_000),
    town(4, "Mumbai", "IN", 12_000_000, "Bombay", "Munbai"),
    town(5, "Springfield", "US", 170_000, region="MO"),
    town(6, "Springfield", "US", 115_000, region="IL"),
    town(7, "100% Town_", "DE", 20_000),
]


@pytest.fixture(autouse=True)
def gazetteer(app: Flask) -> None:
    assert places.copy(TOWNS) == 7


def found(text: str) -> list[str]:
    return [place.label for place in queries.places(text)]


def test_a_town_is_found_under_any_of_its_names_however_written() -> None:
    for typed in ("köln", "KOLN", "Cologne", " kolonia ", "Köln, Germany"):
        assert found(typed) == ["Köln, Germany"]


def test_its_own_name_comes_before_others_and_the_larger_town_first() -> None:
    assert found("mun") == ["Munich, Germany", "Münster, Germany", "Mumbai, India"]


def test_the_country_after_a_comma_narrows() -> None:
    assert found("springfield, il") == ["Springfield, IL, United States"]
    assert found("mun, india") == ["Mumbai, India"]


@pytest.mark.parametrize(
    "typed", ["", "m", " ,", "%%", "__", "xy", "m" * 5_000, "🏝🏝", "'; DROP TABLE place; --"]
)
def test_odd_input_finds_nothing_and_breaks_nothing(typed: str) -> None:
    assert found(typed) == []


def test_signs_of_the_search_are_taken_literally() -> None:
    assert found("100%") == ["100% Town_, Germany"]


def test_copying_again_adds_nothing() -> None:
    assert places.copy(TOWNS) == 0
    assert places.copy([*TOWNS, town(8, "Halle", "DE", 240_000)]) == 1
