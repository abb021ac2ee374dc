"""What is kept of the searches that customers run, and what is not."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from marketplace.accounts.actor import VISITOR
from marketplace.db.base import db
from marketplace.search import asked
from marketplace.search.asked_models import Asked
from marketplace.search.query import Query
from tests.cast import Cast
from tests.conftest import Clock
from tests.counting import statements

PRODUCT = "ledgerline/ledgerline-payroll"


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_noted", set())


def rows() -> list[Asked]:
    return db.session.query(Asked).order_by(Asked.id).all()


def payroll(**args: str) -> Query:
    return Query.parse({"product": PRODUCT} | args)


def test_a_search_is_noted_once_a_day_for_each_organization(cast: Cast, clock: Clock) -> None:
    for name in ("bruno", "dora", "gus", "bruno"):
        asked.note(payroll(level="expert"), cast.actor(name))
    assert len(rows()) == 2
    assert rows()[0].address == f"?product={PRODUCT}&level=expert"
    assert [one.organizations for one in asked.frequent([PRODUCT], 9)] == [2]
    clock.forward(days=1)
    asked.note(payroll(level="expert"), cast.actor("bruno"))
    assert len(rows()) == 3
    assert [one.organizations for one in asked.frequent([PRODUCT], 9)] == [2]


def test_another_process_has_noted_it_already(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.note(payroll(), cast.actor("bruno"))
    monkeypatch.setattr(asked, "_noted", set())
    asked.note(payroll(), cast.actor("bruno"))
    assert len(rows()) == 1


@pytest.mark.parametrize("name", ["ana", "carla", "otto"])
def test_only_customers_searches_are_noted(cast: Cast, name: str) -> None:
    asked.note(payroll(), cast.actor(name))
    asked.note(payroll(), VISITOR)
    assert rows() == []


def test_words_and_names_are_never_written_down(cast: Cast) -> None:
    said = {"q": "Halden's failed year-end", "not_from": "Halden", "page": "3"}
    asked.note(payroll(**said), cast.actor("bruno"))
    asked.note(Query.parse({"q": "only words"}), cast.actor("bruno"))
    assert [one.address for one in rows()] == [f"?product={PRODUCT}"]


def test_repeating_a_search_costs_nothing(cast: Cast) -> None:
    bruno = cast.actor("bruno")
    asked.note(payroll(), bruno)
    with statements() as said:
        asked.note(payroll(page="2"), bruno)
    assert said == []


def test_a_search_goes_on_when_it_cannot_be_noted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    bruno = cast.actor("bruno")
    with monkeypatch.context() as broken:
        broken.setattr(asked, "_write", locked)
        asked.note(payroll(), bruno)
    asked.note(payroll(), bruno)
    assert len(rows()) == 1


def test_what_is_remembered_stays_small(cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "REMEMBERED", 2)
    for level in ("associate", "practitioner", "professional"):
        asked.note(payroll(level=level), cast.actor("bruno"))
    assert len(asked._noted) == 1
    clock.forward(days=1)
    asked.note(payroll(), cast.actor("bruno"))
    assert {on for on, _, _ in asked._noted} == {date(2027, 3, 2)}


def test_after_thirty_days_it_is_forgotten(cast: Cast, clock: Clock) -> None:
    asked.note(payroll(), cast.actor("bruno"))
    clock.forward(days=29)
    assert asked.drop_old() == 0
    assert len(asked.frequent([PRODUCT], 9)) == 1
    clock.forward(days=1)
    assert asked.frequent([PRODUCT], 9) == []
    assert asked.drop_old() == 1
    assert rows() == []


def test_the_most_frequent_come_first_and_what_is_over_is_left_out(cast: Cast, clock: Clock) -> None:
    soon = clock.now.date() + timedelta(days=1)
    asked.note(payroll(first=f"{soon}", last=f"{soon}"), cast.actor("bruno"))
    for name in ("bruno", "gus"):
        asked.note(payroll(remote="1"), cast.actor(name))
    asked.note(Query.parse({"language": "de"}), cast.actor("gus"))
    asked.note(Query.parse({"product": "stockpile/stockpile-wms"}), cast.actor("gus"))
    found = asked.frequent([PRODUCT], 9)
    assert found[0].query.remote
    assert len(found) == 3
    clock.forward(days=2)
    assert len(asked.frequent([PRODUCT], 9)) == 2
