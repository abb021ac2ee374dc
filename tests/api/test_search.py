"""A program looks for somebody: the same search, as JSON."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.search import projection
from marketplace.search.ranking import PAGE
from tests import make
from tests.cast import Cast

FORTNIGHT = {"first": "2027-03-08", "last": "2027-03-19"}


@pytest.fixture
def program(cast: Cast) -> FlaskClient:
    projection.refresh(cast.ana.id)
    return cast.browser("visitor")


def ask(program: FlaskClient, address: str = "/api/search", **args: str) -> Any:
    answer = program.get(address, query_string=args or None)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return answer.json


def test_who_proven_by_what_and_when(cast: Cast, program: FlaskClient) -> None:
    found = ask(program, q="ledgerline payroll", rate="800", **FORTNIGHT)
    (ana,) = found["results"]
    assert (found["total"], found["page"], found["pages"], found["next"]) == (1, 1, 1, None)
    assert (ana["name"], ana["slug"], ana["rate"]) == ("Ana", "ana", {"amount": 64_000, "currency": "EUR"})
    assert ana["certificates"][0]["level"] == "professional"
    assert ana["certificates"][0]["proof"] == f"/certificates/{cast.certificate.ref}"
    assert ana["url"] == "/experts/ana?first=2027-03-08&last=2027-03-19"
    assert [day["state"] for day in ana["days"]].count("free") == 10
    assert sum(one["points"] for one in ana["points"]) >= 30
    assert {"value": "professional", "label": "Professional", "count": 1, "chosen": False} in found["facets"][
        "level"
    ]
    assert found["understood"][0]["label"] == "Ledgerline Payroll"


def test_next_goes_on_until_everybody_was_seen_once(cast: Cast, program: FlaskClient) -> None:
    for number in range(2 * PAGE):
        more = make.expert(f"Person {number}")
        make.certificate(more, cast.leave, starts_on=date(2026, 8, 1))
        projection.refresh(more.id)
    seen, address = [], "/api/search?rate=900"
    while address:
        found = ask(program, address)
        seen += [one["slug"] for one in found["results"]]
        address = found["next"]
    assert len(seen) == len(set(seen)) == 2 * PAGE + 1


@pytest.mark.parametrize(
    "args, parameter, said",
    [
        ({"rate": "cheap"}, "rate", "in figures"),
        ({"near": "Xyzzy"}, "near", "We do not know a town called Xyzzy"),
        ({"product": "ledgerline/gone"}, "product", "do not know that product"),
    ],
)
def test_what_makes_no_sense_is_a_problem(
    program: FlaskClient, args: dict[str, str], parameter: str, said: str
) -> None:
    answer = program.get("/api/search", query_string=args)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json is not None
    (one,) = answer.json["errors"]
    assert one["parameter"] == parameter
    assert said in one["detail"]
    assert answer.json["title"] == "Bad Request"
