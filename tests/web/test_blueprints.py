"""Outcomes and synonyms, in Vera's browser and on everybody's pages."""

from html import unescape
from io import BytesIO

import pytest

from marketplace.catalog import queries, synonyms
from tests import make
from tests.cast import Cast

AT = "/catalog/ledgerline/blueprints"


def typed(cast: Cast, **values: str) -> dict[str, str]:
    row = {"skill_1": cast.leave.ref, "level_1": "3"}
    return {"title": "Close the leave year", "summary": "", "wordings": "carry over"} | row | values


def test_vera_writes_an_outcome_and_customers_start_from_it(cast: Cast) -> None:
    vera, visitor = cast.browser("vera"), cast.browser("visitor")
    made = vera.post(f"{AT}/new", data=typed(cast))
    assert "Kept as a draft" in vera.get(made.headers["Location"]).text
    assert "Close the leave year" not in visitor.get("/").text
    ref = queries.blueprints_of(cast.ledgerline.id)[0].ref
    vera.post(f"/catalog/blueprints/{ref}/publication")
    link = 'href="/search?outcome=ledgerline/close-the-leave-year"'
    for page in ("/", "/products/ledgerline/ledgerline-payroll"):
        assert link in visitor.get(page).text
    vera.post(f"/catalog/blueprints/{ref}/retirement")
    assert link not in visitor.get("/").text
    assert "Retired" in vera.get(AT).text


def test_rows_are_added_and_removed_without_saving(cast: Cast) -> None:
    vera = cast.browser("vera")
    more = vera.post(f"{AT}/new", data=typed(cast, step="add")).text
    assert 'name="skill_2"' in more
    assert "carry over</textarea>" in more
    assert f'selected value="{cast.leave.ref}"' in more
    assert 'name="skill_1"' not in vera.post(f"{AT}/new", data=typed(cast, step="remove 1")).text
    assert not queries.blueprints_of(cast.ledgerline.id)


def test_a_mistake_is_told_with_everything_kept(cast: Cast) -> None:
    answer = cast.browser("vera").post(f"{AT}/new", data=typed(cast, title="", level_1="x"))
    assert answer.status_code == 400
    assert "Say what the customer will have." in answer.text
    assert "carry over</textarea>" in answer.text
    answer = cast.browser("vera").post(f"{AT}/new", data=typed(cast, level_1="x"))
    assert (answer.status_code, "Choose a level from the list." in answer.text) == (400, True)


def test_an_outcome_is_edited_where_it_stands(cast: Cast) -> None:
    vera, made = cast.browser("vera"), make.blueprint(cast.leave, wordings="one\ntwo")
    at = f"/catalog/blueprints/{made.ref}"
    assert "one\ntwo</textarea>" in vera.get(at).text
    page = vera.post(at, data=typed(cast, title="Another", summary=""), follow_redirects=True)
    assert page.request.path == f"{at}/draft"
    assert "Another" in unescape(page.text).split("<ins>")[1].split("</ins>")[0]
    assert "Next version drafted" in vera.get(AT).text
    assert 'value="Another"' in vera.get(at).text
    visitor = cast.browser("visitor")
    assert "Another" not in visitor.get("/").text
    assert made.title in visitor.get("/").text
    stale = vera.post(f"{at}/draft/publication", data={"revision": "x"})
    assert (stale.status_code, "changed since you looked" in stale.text) == (409, True)
    revision = page.text.split('name="revision" value="')[1].split('"')[0]
    done = vera.post(f"{at}/draft/publication", data={"revision": revision}, follow_redirects=True)
    assert "is what customers read from now on" in done.text
    assert "Another" in visitor.get("/").text
    same = vera.post(at, data=typed(cast, title="Another", summary=""), follow_redirects=True)
    assert "Customers read just this already." in same.text
    vera.post(at, data=typed(cast, title="Yet another"))
    assert "The draft is gone." in vera.post(f"{at}/draft/removal", follow_redirects=True).text
    assert vera.get(f"{at}/draft").status_code == 404


def test_vera_keeps_synonyms(cast: Cast) -> None:
    vera, at = cast.browser("vera"), "/catalog/ledgerline/synonyms"
    added = vera.post(at, data={"phrase": "Time <off>", "skill": cast.leave.ref})
    page = vera.get(added.headers["Location"]).text
    assert "Time &lt;off&gt;" in page
    again = vera.post(at, data={"phrase": "time <off>", "skill": cast.leave.ref})
    assert again.status_code == 400
    assert "already means Leave" in again.text
    [kept] = synonyms.synonyms_of(cast.ledgerline.id)
    assert vera.post(f"/catalog/synonyms/{kept.ref}/removal").status_code == 302
    assert not synonyms.synonyms_of(cast.ledgerline.id)


@pytest.mark.parametrize("at", [AT, f"{AT}/new", "/catalog/ledgerline/synonyms"])
def test_another_vendors_administrator_sees_none_of_it(cast: Cast, at: str) -> None:
    assert cast.browser("ines").get(at).status_code in (403, 404)


def test_the_work_is_written_down_and_its_versions_are_read(cast: Cast) -> None:
    vera = cast.browser("vera")
    sent = {
        "title": "Close the leave year",
        "skill_1": cast.leave.ref,
        "level_1": "3",
        "days": "6",
        "deliverable_1": "Balances moved",
        "accepted_1": "They agree.",
        "checklist": "A test system",
        "price_from": "600",
        "price_to": "750",
        "price_currency": "EUR",
    }
    page = vera.post("/catalog/ledgerline/blueprints/new", data=sent | {"price_to": "500"})
    assert page.status_code == 400
    assert "The upper end is below the lower one." in page.text
    address = vera.post("/catalog/ledgerline/blueprints/new", data=sent).headers["Location"]
    vera.post(f"{address}/publication")
    page = vera.get(address).text
    for kept in ("Balances moved", "They agree.", "A test system", 'value="750.00"', "Version 1"):
        assert kept in page
    assert "Accepted when: They agree." in vera.get(f"{address}/versions/1").text
    assert vera.get(f"{address}/versions/2").status_code == 404


def test_they_travel_as_a_file(cast: Cast) -> None:
    make.blueprint(cast.leave)
    file = cast.browser("vera").get("/catalog/ledgerline/blueprints/export.json")
    assert file.headers["Content-Disposition"] == 'attachment; filename="ledgerline-blueprints.json"'
    ines = cast.browser("ines")
    sent = {"file": (BytesIO(file.data), "blueprints.json")}
    page = ines.post("/catalog/stockpile/blueprints/import", data=sent, content_type="multipart/form-data")
    assert "1 draft made" in page.text
    assert "You offer no skill called Ledgerline Payroll · Leave." in page.text
    sent = {"file": (BytesIO(b"nothing"), "x.json")}
    page = ines.post("/catalog/stockpile/blueprints/import", data=sent, content_type="multipart/form-data")
    assert page.status_code == 400
    assert "This is no JSON file." in page.text
