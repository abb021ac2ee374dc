"""Shortlists in the browser: Bruno puts people on, Dora writes notes, Emil has none."""

from html import unescape

import pytest
from sqlalchemy import select

from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.registry.models import ProfileState
from marketplace.shortlists import entries
from marketplace.shortlists.models import ShortlistEntry
from tests import make
from tests.cast import Cast
from tests.counting import statements
from tests.saved_searches.kept import indexed


@pytest.fixture
def entry(cast: Cast) -> ShortlistEntry:
    by = cast.actor("bruno")
    return entries.put_on_new("ana", cast.nordwind.ref, "Year-end team", "Calm & kind.", by=by)


def test_from_a_search_onto_a_new_list(cast: Cast) -> None:
    bruno = cast.browser("bruno")
    indexed()
    assert 'href="/experts/ana/shortlisting"' in bruno.get("/search").text
    assert 'href="/experts/ana/shortlisting"' in bruno.get("/experts/ana").text
    data = {"choice": f"new:{cast.nordwind.ref}", "name": "", "note": "Calm."}
    refused = bruno.post("/experts/ana/shortlisting", data=data)
    assert refused.status_code == 400
    assert "Give the new list a name." in refused.text
    done = bruno.post(
        "/experts/ana/shortlisting", data={**data, "name": "Year-end"}, follow_redirects=True
    ).text
    assert "Ana is on “Year-end”." in unescape(done)
    assert "Calm." in done
    assert "Already on" in bruno.get("/experts/ana/shortlisting").text


def test_ana_sees_nothing_of_it(cast: Cast, entry: ShortlistEntry) -> None:
    ana = cast.browser("ana")
    for page in ("/desk", "/notices", "/profile", "/experts/ana", "/shortlists", "/experts/ana/shortlisting"):
        assert "Year-end team" not in ana.get(page, follow_redirects=True).text, page
    assert "shortlisting" not in ana.get("/experts/ana").text


def test_without_an_organization_one_learns_how_to_come_to_one(cast: Cast) -> None:
    emil = cast.browser("emil")
    for page in ("/shortlists", "/experts/ana/shortlisting"):
        assert "Shortlists belong to organizations" in emil.get(page).text
    assert emil.post("/experts/ana/shortlisting", data={"choice": "x"}).status_code == 400
    assert emil.post("/shortlists", data={"name": "x", "organization": cast.nordwind.ref}).status_code == 400


def test_notes_undo_and_archive(cast: Cast, entry: ShortlistEntry) -> None:
    dora, page = cast.browser("dora"), f"/shortlists/{entry.shortlist.ref}"
    act = f"/shortlists/entries/{entry.ref}"
    noted = dora.post(f"{act}/note", data={"note": "Dear."}, follow_redirects=True).text
    assert "Dora, Mon, 1 Mar 2027" in noted
    off = unescape(dora.post(f"{act}/removal", follow_redirects=True).text)
    assert "Ana is off the list; the note is kept." in off
    assert "Put back" in off
    assert "Dear." in dora.post(f"{act}/return", follow_redirects=True).text
    archived = dora.post(f"{page}/archive", follow_redirects=True).text
    assert "Archived: nothing changes here" in archived
    assert "Take off" not in archived
    assert dora.post(f"{act}/removal").status_code == 409
    assert "Archived (1)" in dora.get("/shortlists").text
    assert "Take off" in dora.post(f"{page}/restoration", follow_redirects=True).text


def test_lists_are_begun_and_renamed(cast: Cast) -> None:
    olga = cast.browser("olga")
    assert "No shortlist yet" in olga.get("/shortlists").text
    data = {"name": "<b>Team</b>", "organization": cast.nordwind.ref}
    begun = olga.post("/shortlists", data=data)
    page = begun.location
    assert "&lt;b&gt;Team&lt;/b&gt;" in olga.get(page).text
    renamed = olga.post(f"{page}/name", data={"name": "Team"}, follow_redirects=True).text
    assert "<h1>Team</h1>" in renamed
    assert olga.post("/shortlists", data={**data, "name": " "}).status_code == 400


def test_whoever_hides_leaves_no_details(cast: Cast, entry: ShortlistEntry) -> None:
    make.change(cast.ana, state=ProfileState.HIDDEN)
    page = cast.browser("bruno").get(f"/shortlists/{entry.shortlist.ref}").text
    assert "No longer listed" in page
    for detail in ("Ana", "Payroll that closes", "640", "/experts/ana"):
        assert detail not in page, detail
    note = cast.browser("bruno").get(f"/shortlists/entries/{entry.ref}/note").text
    assert "Ana" not in note


def test_a_member_without_a_say_only_reads(cast: Cast, entry: ShortlistEntry) -> None:
    make.join(cast.nordwind, make.user("Fin", purpose="member"), "finance")
    fin = cast.browser("fin")
    page = fin.get(f"/shortlists/{entry.shortlist.ref}").text
    assert "Calm &amp; kind." in page
    assert "Take off" not in page
    assert "Your role only reads shortlists" in fin.get("/experts/ana/shortlisting").text


def test_a_long_list_takes_no_more_statements(cast: Cast, entry: ShortlistEntry) -> None:
    bruno, page = cast.browser("bruno"), f"/shortlists/{entry.shortlist.ref}"
    bruno.get(page)
    with statements() as few:
        bruno.get(page)
    for number in range(8):
        person = make.expert(f"Person {number}")
        make.certificate(person, cast.leave)
        entries.put(person.slug, Ref(entry.shortlist.ref), by=cast.actor("bruno"))
    with statements() as many:
        bruno.get(page)
    assert len(many) == len(few)
    assert len(db.session.scalars(select(ShortlistEntry)).all()) == 9
