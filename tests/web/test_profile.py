"""The profile editor: one small page for each part."""

from io import BytesIO

import pytest
from PIL import Image

from marketplace.kit.money import Money
from marketplace.registry import experience, queries
from marketplace.registry.models import Expert
from tests import make
from tests.cast import Cast

EMPLOYMENT = {
    "title": "Payroll lead",
    "employer": "Secret Ships AG",
    "masked": "y",
    "industry": "Manufacturing",
    "size_band": "500–1,000",
    "began_on": "2018-03",
    "ended_on": "2024-09",
    "product": "",
    "summary": "Eight legal entities.",
}


def expert(cast: Cast, name: str) -> Expert:
    found = queries.expert_of(cast.user(name).id)
    assert found
    return found


def test_a_newcomer_goes_from_nothing_to_a_public_page(cast: Cast) -> None:
    make.user("Fred")
    make.place("Aarhus", "DK", timezone="Europe/Copenhagen")
    fred = cast.browser("fred")
    assert "Begin your profile" in fred.get("/profile").text
    fred.post("/profile")
    assert "Needed to publish" in fred.get("/profile").text
    assert "fill in" in fred.post("/profile/publication", follow_redirects=True).text
    fred.post("/profile/words", data={"name": "Fred", "headline": "Picks faster", "about": "**Ten** years"})
    fred.post("/profile/place", data={"place": "aarhus", "on_site": "y", "on_site_km": "80", "timezone": ""})
    fred.post("/profile/languages", data={"codes": ["da", "en"], "another": "is"})
    fred.post("/profile/rates", data={"day_rate": "4 250", "currency": "SEK", "hour_rate": ""})
    fred.post("/profile/experience/new", data=EMPLOYMENT)
    shown = fred.post("/profile/publication", follow_redirects=True)
    assert shown.request.path == "/experts/fred"
    page = cast.browser("visitor").get("/experts/fred").text
    for words in (
        "Picks faster",
        "<strong>Ten</strong> years",
        "Aarhus, Denmark",
        "80 km",
        "Icelandic",
        "Payroll lead",
    ):
        assert words in page
    mine = expert(cast, "fred")
    assert (mine.day_rate, mine.timezone, mine.remote) == (Money(425_000, "SEK"), "Europe/Copenhagen", False)


def test_what_is_typed_is_kept_when_a_part_is_refused(cast: Cast) -> None:
    ana = cast.browser("ana")
    for path, typed, kept in (
        ("words", {"name": "", "headline": "Still here", "about": ""}, "Still here"),
        ("words", {"name": "Ana", "headline": "x" * 141, "about": "Kept prose"}, "Kept prose"),
        ("rates", {"day_rate": "six hundred", "currency": "GBP", "hour_rate": "90"}, "six hundred"),
        ("rates", {"day_rate": "640.555", "currency": "EUR", "hour_rate": ""}, "640.555"),
        ("rates", {"day_rate": "640", "currency": "XXX", "hour_rate": ""}, 'value="640"'),
        ("place", {"place": "Atlantis 🏝", "remote": "y"}, "Atlantis 🏝"),
        ("place", {"place": "", "on_site": "y", "on_site_km": "40"}, 'value="40"'),
        ("place", {"place": "", "remote": "y", "on_site": "y", "on_site_km": "far"}, "error-summary"),
        ("languages", {"codes": ["xx"], "another": ""}, "Choose languages from the list."),
        ("experience/new", EMPLOYMENT | {"began_on": "2030-13"}, "Secret Ships AG"),
        ("experience/new", EMPLOYMENT | {"industry": ""}, "Eight legal entities."),
        ("experience/new", EMPLOYMENT | {"industry": "Piracy"}, "Secret Ships AG"),
        ("experience/new", EMPLOYMENT | {"product": "nothing"}, "Secret Ships AG"),
    ):
        answer = ana.post(f"/profile/{path}", data=typed)
        assert answer.status_code == 400, path
        assert "error-summary" in answer.text, path
        assert kept in answer.text, path
    assert cast.ana.day_rate == Money(64_000, "EUR")


def test_without_a_script_a_town_of_many_is_chosen_from_a_list(cast: Cast) -> None:
    halle, other = make.place("Halle", "DE"), make.place("Halle", "BE")
    ana = cast.browser("ana")
    asked = ana.post("/profile/place", data={"place": "halle", "remote": "y", "timezone": ""})
    assert asked.status_code == 400
    assert "Halle, Germany" in asked.text
    assert "Halle, Belgium" in asked.text
    chosen = {"place": "halle", "place_id": str(other.id), "choosing": "1", "remote": "y", "timezone": ""}
    ana.post("/profile/place", data=chosen)
    assert expert(cast, "ana").place == other
    retyped = {"place": "Halle, Germany", "place_id": str(other.id), "remote": "y", "timezone": ""}
    ana.post("/profile/place", data=retyped)
    assert expert(cast, "ana").place == halle
    ana.post("/profile/place", data={"place": "", "place_id": str(halle.id), "remote": "y", "timezone": ""})
    assert expert(cast, "ana").place is None


@pytest.mark.parametrize("number", ["nothing", "-1", "9" * 40, "²"])
def test_a_town_that_nobody_offered_breaks_nothing(cast: Cast, number: str) -> None:
    data = {"place": "Nowhere", "place_id": number, "choosing": "1", "remote": "y"}
    assert cast.browser("ana").post("/profile/place", data=data).status_code == 400


def test_ana_hides_and_publishes_again(cast: Cast) -> None:
    ana, visitor = cast.browser("ana"), cast.browser("visitor")
    assert "hidden" in ana.post("/profile/hiding", follow_redirects=True).text
    assert visitor.get("/experts/ana").status_code == 404
    assert "Only you see this page" in ana.get("/experts/ana").text
    ana.post("/profile/hiding")
    ana.post("/profile/publication")
    assert visitor.get("/experts/ana").status_code == 200


def test_an_employer_is_changed_and_removed(cast: Cast) -> None:
    ana = cast.browser("ana")
    ana.post("/profile/experience/new", data=EMPLOYMENT)
    (row,) = expert(cast, "ana").experience
    assert "2018-03" in ana.get(f"/profile/experience/{row.ref}/edit").text
    ana.post(f"/profile/experience/{row.ref}/edit", data=EMPLOYMENT | {"title": "Head of payroll"})
    assert "Head of payroll" in ana.get("/profile/experience").text
    emil = cast.browser("emil")
    assert emil.get(f"/profile/experience/{row.ref}/edit").status_code == 404
    assert emil.post(f"/profile/experience/{row.ref}/removal").status_code == 404
    ana.post(f"/profile/experience/{row.ref}/removal")
    assert not expert(cast, "ana").experience


def test_a_product_that_was_retired_since_stays_with_the_employer(cast: Cast) -> None:
    ana = cast.browser("ana")
    ana.post("/profile/experience/new", data=EMPLOYMENT | {"product": cast.payroll.ref})
    cast.browser("vera").post(f"/catalog/products/{cast.payroll.ref}/retirement")
    (row,) = expert(cast, "ana").experience
    same = EMPLOYMENT | {"product": cast.payroll.ref, "title": "Lead"}
    assert ana.post(f"/profile/experience/{row.ref}/edit", data=same).status_code == 302
    assert expert(cast, "ana").experience[0].product == cast.payroll


def test_a_photo_is_sent_shown_and_removed(cast: Cast) -> None:
    out = BytesIO()
    Image.new("RGB", (600, 600), "teal").save(out, "JPEG")
    ana, visitor = cast.browser("ana"), cast.browser("visitor")
    sent = ana.post("/profile/photo", data={"photo": (BytesIO(out.getvalue()), "../../me.html", "text/html")})
    assert sent.status_code == 302
    address = f"/photos/{expert(cast, 'ana').photo_key}"
    assert address in visitor.get("/experts/ana").text
    shown = visitor.get(address)
    assert shown.mimetype == "image/webp"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "private" in shown.headers["Cache-Control"]
    shown.close()
    ana.post("/profile/photo/removal")
    assert visitor.get(address).status_code == 404
    for odd in ("/photos/nothing", "/photos/..%2f..%2fconfig.py", "/photos/" + "0" * 20):
        assert visitor.get(odd).status_code == 404


def test_a_file_that_is_no_picture_is_refused_on_the_form(cast: Cast) -> None:
    ana = cast.browser("ana")
    for content in (b"<svg onload=alert(1)>", b"", b"\xff\xd8\xff\xe0broken"):
        answer = ana.post("/profile/photo", data={"photo": (BytesIO(content), "me.jpg")})
        assert answer.status_code == 400
        assert "error-summary" in answer.text
    assert ana.post("/profile/photo").status_code == 400


def test_pages_of_the_profile_are_not_there_without_one(cast: Cast) -> None:
    bruno = cast.browser("bruno")
    assert "Begin your profile" in bruno.get("/profile").text
    for part in ("words", "photo", "place", "languages", "rates", "experience", "experience/new"):
        assert bruno.get(f"/profile/{part}").status_code == 404
    for act in ("publication", "hiding", "photo/removal"):
        assert bruno.post(f"/profile/{act}").status_code == 404


def test_the_towns_are_answered_as_json(cast: Cast) -> None:
    lund = make.place("Lund", "SE")
    answer = cast.browser("visitor").get("/places?q=lu").json
    assert answer == {"places": [{"id": lund.id, "label": "Lund, Sweden"}]}
    assert cast.browser("visitor").get("/places").json == {"places": []}


def test_a_full_profile_stops_taking_employers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experience, "MOST", 0)
    answer = cast.browser("ana").post("/profile/experience/new", data=EMPLOYMENT)
    assert answer.status_code == 409
    assert "Remove one you no longer need" in answer.text
