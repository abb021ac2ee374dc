"""Ana looks up where she stands in the searches of customers."""

import pytest

from marketplace.programmes.levels import Level
from marketplace.registry.models import ProfileState
from marketplace.search import asked, projection
from marketplace.search.query import Query
from tests import make
from tests.cast import Cast
from tests.counting import statements

PRODUCT = "ledgerline/ledgerline-payroll"


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_noted", set())


def test_before_anybody_searched_the_page_says_so(cast: Cast) -> None:
    assert "No search to show yet" in cast.browser("ana").get("/standing").text


def test_who_is_not_public_is_shown_the_way(cast: Cast) -> None:
    assert "Begin your profile" in cast.browser("bruno").get("/standing").text
    make.change(cast.ana, state=ProfileState.HIDDEN)
    assert "Only public profiles are found" in cast.browser("ana").get("/standing").text


def test_her_place_and_what_she_misses_without_a_word_of_who_asked(cast: Cast) -> None:
    make.certificate(cast.emil, cast.leave, Level.EXPERT)
    projection.refresh(cast.ana.id, cast.emil.id)
    for args in ({"q": "secret words", "product": PRODUCT}, {"product": PRODUCT, "level": "expert"}):
        asked.note(Query.parse(args), cast.actor("bruno"))
    page = cast.browser("ana").get("/standing").text
    assert "Place 2 of 2" in page
    assert "Confirm your calendar" in page
    assert 'href="/calendar/confirmation"' in page
    assert "You would appear if <strong>you were certified as Expert or higher</strong>." in page
    assert "One organization asked for this" in page
    assert not {word for word in ("Nordwind", "Bruno", "secret") if word in page}


def test_a_full_page_takes_a_bounded_number_of_statements(cast: Cast) -> None:
    projection.refresh(cast.ana.id)
    for rate in range(500, 500 + 60):
        query = Query.parse({"product": PRODUCT, "rate": str(rate), "currency": "EUR"})
        asked.note(query, cast.actor("bruno"))
    ana = cast.browser("ana")
    with statements() as said:
        assert ana.get("/standing").status_code == 200
    assert len(said) < 400
