"""Who gets in where: every route, asked for by everybody. A new route has to be written into the matrix."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import Cast, Keys, assembled
from tests.conftest import Clock
from tests.kept import Kept
from tests.rules.matrix import EVERYBODY, MATRIX, OPEN_TO_ALL, Row
from tests.rules.world import World, build

Scene = tuple[Keys, World]


@pytest.fixture(scope="module")
def kept() -> Kept[Scene]:
    return Kept()


@pytest.fixture
def scene(app: Flask, clock: Clock, kept: Kept[Scene]) -> Scene:
    """A world is slow to make, and every change takes one of its own."""

    def assemble() -> Scene:
        cast = assembled(app)
        return cast.keys, build(cast, clock)

    return kept.again(assemble, clock)


@pytest.fixture
def cast(app: Flask, scene: Scene) -> Cast:
    return Cast.found(app, scene[0])


@pytest.fixture
def world(scene: Scene) -> World:
    return scene[1]


def routes(app: Flask) -> set[tuple[str, str]]:
    rules = ((rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods or ())
    return {(endpoint, method) for endpoint, method in rules if method not in ("HEAD", "OPTIONS")}


def test_every_route_is_in_the_matrix_and_every_row_is_a_route(app: Flask) -> None:
    rows = {(row.endpoint, row.method) for row in MATRIX} | OPEN_TO_ALL
    assert routes(app) - rows == set()
    assert rows - routes(app) == set()


CHANGES = [row for row in MATRIX if row.method == "POST"]


@pytest.mark.parametrize("noun", sorted({row.endpoint.partition(".")[0] for row in MATRIX}))
def test_who_may_look(app: Flask, cast: Cast, world: World, noun: str) -> None:
    for row in MATRIX:
        if row.method == "GET" and row.endpoint.startswith(f"{noun}."):
            try_all(app, cast, world, row)


@pytest.mark.parametrize("row", CHANGES, ids=str)
def test_who_may_change(app: Flask, cast: Cast, world: World, row: Row) -> None:
    try_all(app, cast, world, row)


def try_all(app: Flask, cast: Cast, world: World, row: Row) -> None:
    """Those who must stay out come first, so that nothing has changed yet when those who may come in do."""
    with app.test_request_context():
        address = app.url_for(row.endpoint, **{name: world[noun] for name, noun in row.given.items()})
    for name in sorted(EVERYBODY - row.allowed) + sorted(row.allowed)[: 1 if row.vanishes else None]:
        answer = cast.browser(name).open(address, method=row.method)
        assert got_in(answer) == (name in row.allowed), f"{name} at {row}: {answer.status}"
        assert answer.status_code < 500, f"{name} at {row}: {answer.status}"


def got_in(answer: TestResponse) -> bool:
    """Kept out means: not allowed, not found, or asked to sign in first."""
    if answer.status_code in (401, 403, 404):
        return False
    return not (answer.status_code in (302, 303) and "/login" in answer.headers["Location"])
