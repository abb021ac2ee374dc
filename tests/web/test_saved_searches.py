"""Bruno's saved searches in the browser."""

import pytest
from sqlalchemy import select

from marketplace.db.base import db
from marketplace.saved_searches.models import SavedSearch
from tests.cast import Cast
from tests.conftest import Clock
from tests.saved_searches.kept import PAYROLL, keep


def test_from_the_results_to_the_list(cast: Cast) -> None:
    bruno = cast.browser("bruno")
    page = bruno.get("/search?q=leave&remote=1").text
    assert 'href="/saved-searches/new?q=leave&amp;remote=1"' in page
    form = bruno.get("/saved-searches/new?q=leave&remote=1").text
    assert 'value="leave"' in form
    assert "“leave”" in form
    data = {"name": "Leave people", "alerts": "weekly", "instead": ""}
    done = bruno.post("/saved-searches/new?q=leave&remote=1&page=4", data=data, follow_redirects=True).text
    assert "“Leave people” is kept." in done
    assert "Weekly, on Monday at 8:00" in done
    search = db.session.scalars(select(SavedSearch)).one()
    assert bruno.get(f"/saved-searches/{search.ref}").location == "/search?q=leave&remote=1"


def test_a_visitor_signs_in_first_and_comes_back(cast: Cast) -> None:
    visitor = cast.browser("visitor")
    assert "Save this search" in visitor.get("/search?q=leave").text
    assert "Save this search" not in visitor.get("/search").text
    assert "new?q%3Dleave" in visitor.get("/saved-searches/new?q=leave").location


@pytest.mark.parametrize(
    "query, data, said",
    [
        ("q=leave", {"name": "", "alerts": "none"}, "Give it a name"),
        ("q=leave", {"name": "x", "alerts": "hourly"}, "Not a valid choice"),
        ("", {"name": "x", "alerts": "none"}, "asks for nothing yet"),
        ("first=2027-01-01", {"name": "x", "alerts": "none"}, "That day has passed"),
        ("product=a/b", {"name": "x", "alerts": "daily"}, "We do not know that product"),
    ],
)
def test_mistakes_are_explained(cast: Cast, query: str, data: dict[str, str], said: str) -> None:
    answer = cast.browser("bruno").post(f"/saved-searches/new?{query}", data=data)
    assert answer.status_code == 400
    assert said in answer.text


def test_instead_of_another(cast: Cast) -> None:
    search = keep(cast)
    bruno = cast.browser("bruno")
    assert "In place of “Payroll people”" in bruno.get("/saved-searches/new?q=leave").text
    data = {"name": "Leave people", "alerts": "none", "instead": search.ref}
    bruno.post("/saved-searches/new?q=leave", data=data)
    assert [one.args for one in db.session.scalars(select(SavedSearch))] == [{"q": "leave"}]
    assert bruno.post("/saved-searches/new?q=x", data={**data, "instead": "nobody"}).status_code == 400


def test_changed_and_deleted(cast: Cast) -> None:
    page = f"/saved-searches/{keep(cast).ref}"
    bruno = cast.browser("bruno")
    assert 'value="Payroll people"' in bruno.get(f"{page}/edit").text
    changed = bruno.post(f"{page}/edit", data={"name": "People", "alerts": "instant"}, follow_redirects=True)
    assert "At once" in changed.text
    gone = bruno.post(f"{page}/removal", follow_redirects=True).text
    assert "No search kept yet" in gone
    assert bruno.get(page).status_code == 404


def test_when_its_days_are_over_it_says_so(cast: Cast, clock: Clock) -> None:
    search = keep(cast, **PAYROLL, first="2027-03-08", last="2027-03-09")
    clock.forward(days=20)
    bruno = cast.browser("bruno")
    assert "Its days are over" in bruno.get("/saved-searches").text
    assert "Its days are over" in bruno.get(f"/saved-searches/{search.ref}/edit").text
    assert "That day has passed" in bruno.get(f"/saved-searches/{search.ref}", follow_redirects=True).text
