"""Ana writes a claim in the browser."""

import io
import re

import pytest
from werkzeug.test import TestResponse

from marketplace.certification.models import Claim, ClaimState
from marketplace.db.base import db
from marketplace.evidence.models import Upload
from tests import make
from tests.cast import Cast

STATEMENT = "I ran leave and absence for 900 people, over six years."
PDF = b"%PDF-1.7\nA reference"


def send(cast: Cast, person: str = "emil", **fields: object) -> TestResponse:
    given = {"level": "2", "statement": STATEMENT, "text": "Two audits without a finding."} | fields
    return cast.browser(person).post(f"/claims/new?skill={cast.leave.ref}", data=given)


def the_claim() -> Claim:
    return db.session.query(Claim).filter_by(state=ClaimState.SUBMITTED).one()


def test_a_claim_is_sent_with_text_link_and_files(cast: Cast) -> None:
    files = [(io.BytesIO(PDF), "reference.pdf"), (io.BytesIO(b"Step by step"), "notes.txt")]
    release = cast.payroll.releases[0].ref
    answer = send(cast, url="https://example.test/talk", files=files, release=release)
    claim = the_claim()
    assert answer.location == f"/claims/{claim.ref}"
    assert [one.kind.value for one in claim.evidence] == ["text", "link", "file", "file"]
    page = cast.browser("emil").get(answer.location).get_data(as_text=True)
    for said in ("reference.pdf", "example.test", "Waiting", "Mon, 8 Mar 2027"):
        assert said in page
    assert re.search(r'href="https://example.test/talk"[^>]*rel="noopener', page)


def test_a_wrong_file_is_named_and_the_good_one_and_the_words_are_kept(cast: Cast) -> None:
    files = [(io.BytesIO(PDF), "reference.pdf"), (io.BytesIO(b"MZ\x90\0"), "setup.exe")]
    answer = send(cast, files=files)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "“setup.exe” is not a kind of file we take" in page
    assert STATEMENT in page
    kept = db.session.query(Upload).one()
    assert f'value="{kept.ref}"' in page
    again = send(cast, kept=kept.ref)
    assert again.status_code == 302
    assert [one.file_name for one in the_claim().evidence] == [None, "reference.pdf"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"level": ""}, "Choose the level"),
        ({"level": "9"}, "Not a valid choice"),
        ({"statement": "short"}, "Between 20 and"),
        ({"text": ""}, "at least one piece of evidence"),
        ({"url": "ftp://example.test"}, "begins with https"),
        ({"release": "nonsense"}, "Choose a release"),
        ({"kept": "nonsense"}, "choose it again"),
    ],
)
def test_a_mistake_is_told_in_words_and_nothing_is_lost(
    cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    answer = send(cast, **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert sentence in page
    assert fields.get("statement", STATEMENT) in page


def test_a_second_claim_for_the_skill_is_refused_on_the_form(cast: Cast) -> None:
    send(cast)
    answer = send(cast)
    assert answer.status_code == 409
    assert "that is not decided yet" in answer.get_data(as_text=True)


def test_several_large_files_fit_into_one_form(cast: Cast) -> None:
    large = PDF + b"0" * (9 * 1024 * 1024)
    files = [(io.BytesIO(large), f"part-{n}.pdf") for n in range(2)]
    assert send(cast, files=files).status_code == 302


def test_the_chooser_finds_by_part_of_a_name_and_shows_what_is_held(cast: Cast) -> None:
    ana = cast.browser("ana")
    assert "Certified Professional" in ana.get("/claims/new?q=ledgerl+leav").get_data(as_text=True)
    assert "Nothing by that name" in ana.get("/claims/new?q=%F0%9F%98%80").get_data(as_text=True)
    assert ana.get("/claims/new?skill=nonsense").status_code == 404


def test_claims_and_files_are_seen_by_the_expert_and_the_vendor_s_reviewers_only(cast: Cast) -> None:
    send(cast, files=[(io.BytesIO(PDF), "reference.pdf")])
    claim = the_claim()
    piece = claim.evidence[-1].ref
    for person, page in (
        ("emil", 200),
        ("carla", 200),
        ("vera", 200),
        ("fritz", 404),
        ("ines", 404),
        ("ana", 404),
    ):
        assert cast.browser(person).get(f"/evidence/{piece}").status_code == page, person
    assert cast.browser("visitor").get(f"/evidence/{piece}").status_code == 302
    assert cast.browser("emil").get(f"/claims/{claim.ref}").status_code == 200
    for other in ("ana", "carla", "ines", "bruno"):
        assert cast.browser(other).get(f"/claims/{claim.ref}").status_code == 404
        assert cast.browser(other).post(f"/claims/{claim.ref}/withdrawal").status_code in (403, 404)


def test_files_never_run_in_our_name(cast: Cast) -> None:
    page = b"<html><script>alert(1)</script></html>"
    send(cast, files=[(io.BytesIO(PDF), "reference.pdf"), (io.BytesIO(page), "page.html")])
    pdf, html = (one.ref for one in the_claim().evidence if one.file_key)
    shown = cast.browser("emil").get(f"/evidence/{pdf}")
    assert shown.headers["Content-Disposition"].startswith("inline")
    saved = cast.browser("emil").get(f"/evidence/{html}")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.mimetype == "text/plain"
    assert "page.html.txt" in saved.headers["Content-Disposition"]
    for answer in (shown, saved):
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
    again = cast.browser("emil").get(f"/evidence/{pdf}?download=1")
    assert again.headers["Content-Disposition"].startswith("attachment")


def test_emil_takes_his_claim_back(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    assert cast.browser("emil").post(f"/claims/{claim.ref}/withdrawal").location == "/claims"
    assert claim.state is ClaimState.WITHDRAWN
    assert "Taken back" in cast.browser("emil").get("/claims").get_data(as_text=True)
