"""Ana writes a claim in the browser."""

import io
import re

import pytest
from werkzeug.test import TestResponse

from marketplace.assessing import appeals
from marketplace.assessing import service as assessing
from marketplace.certification.models import Claim, ClaimState
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.evidence.models import Evidence, ReferenceState, Upload
from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.levels import Level
from marketplace.programmes.standard import current_rubric
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

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


def test_the_form_says_what_each_level_asks_for(cast: Cast) -> None:
    rubric = current_rubric(cast.leave)
    with atomic():
        terms = rubric.terms_of(Level.EXPERT)
        assert terms
        terms.kinds, terms.until_major, terms.assessors = frozenset({EvidenceKind.REFERENCE}), True, 2
        db.session.delete(rubric.terms_of(Level.ASSOCIATE))
    page = cast.browser("emil").get(f"/claims/new?skill={cast.leave.ref}").text
    for said in (
        "the word of a referee",
        "after the next major release",
        "two assessors",
        "What it looks like",
    ):
        assert said in page
    assert "Associate" not in page
    refused = send(cast, level="4")
    assert refused.status_code == 400
    assert "For Expert the programme asks for the word of a referee." in refused.text


def test_referees_are_named_two_at_first_and_a_third_on_demand(cast: Cast) -> None:
    maria = {
        "referee_name": "Maria",
        "referee_email": "maria@halden.example",
        "referee_relation": "She led the project.",
    }
    more = send(cast, step="add referee", files=[(io.BytesIO(PDF), "reference.pdf")], **maria)
    assert more.status_code == 200
    kept = db.session.query(Upload).one()
    for said in ('name="referee_email_3"', "maria@halden.example", STATEMENT, f'value="{kept.ref}"'):
        assert said in more.text
    ole = {f"{name}_3": value.replace("aria", "ole") for name, value in maria.items()}
    blank = {"referee_name_2": "", "referee_email_2": "", "referee_relation_2": ""}
    wrong = send(cast, **maria, **blank, **(ole | {"referee_email_3": "nowhere"}))
    assert wrong.status_code == 400
    assert 'href="#referee_email_3"' in wrong.text
    assert send(cast, **maria, **blank, **ole).status_code == 302
    named = [one.reference.email for one in the_claim().evidence if one.reference]
    assert named == ["maria@halden.example", "mole@halden.example"]


def test_what_is_known_here_is_announced_and_joins_by_itself(cast: Cast) -> None:
    make.attestation(cast.emil, cast.leave)
    page = cast.browser("emil").get(f"/claims/new?skill={cast.leave.ref}").text
    assert "This joins by itself" in page
    assert "on the word of Ledgerline" in page
    send(cast, text="")
    assert [one.kind.value for one in the_claim().evidence] == ["attestation"]
    assert "Attached by itself" in cast.browser("emil").get(f"/claims/{the_claim().ref}").text


def test_a_question_is_answered_with_more_evidence(cast: Cast) -> None:
    send(cast)
    claim = the_claim()
    assessing.ask(claim.ref, "For how many people, and when was that?", by=cast.actor("carla"))
    emil = cast.browser("emil")
    assert "The assessors ask you something" in emil.get(f"/claims/{claim.ref}").text
    assert "Question asked" in emil.get("/claims").text
    files = [(io.BytesIO(b"MZ\x90\0"), "setup.exe"), (io.BytesIO(PDF), "plan.pdf")]
    wrong = emil.post(f"/claims/{claim.ref}/answer", data={"answer": "Nine hundred.", "files": files})
    assert wrong.status_code == 400
    assert "Nine hundred." in wrong.text
    kept = db.session.query(Upload).one().ref
    done = emil.post(f"/claims/{claim.ref}/answer", data={"answer": "Nine hundred, in 2024.", "kept": kept})
    assert done.location == f"/claims/{claim.ref}"
    assert claim.state is ClaimState.SUBMITTED
    page = emil.get(f"/claims/{claim.ref}").text
    for said in ("Asked and answered", "Nine hundred, in 2024.", "plan.pdf"):
        assert said in page
    late = emil.post(f"/claims/{claim.ref}/answer", data={"answer": "One more thing."})
    assert late.status_code == 409
    assert "One more thing." in late.text


def test_the_expert_sees_that_a_referee_answered_and_never_what(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    for name, state in (("Maria", ReferenceState.GIVEN), ("Ole", ReferenceState.REFUSED)):
        made = make.reference(cast.emil, cast.leave, name, state=state, text="He is splendid at it.")
        make.row(Evidence, claim_id=claim.id, kind=EvidenceKind.REFERENCE, reference_id=made.id)
    page = cast.browser("emil").get(f"/claims/{claim.ref}").text
    for said in ("Answered", "Would rather not", "Name another referee"):
        assert said in page
    assert "He is splendid" not in page
    kari = {"referee_name": "Kari", "referee_email": "", "referee_relation": "We ran it together."}
    wrong = cast.browser("emil").post(f"/claims/{claim.ref}/referees", data=kari)
    assert wrong.status_code == 400
    assert "We ran it together." in wrong.text
    kari["referee_email"] = "kari@halden.example"
    assert cast.browser("emil").post(f"/claims/{claim.ref}/referees", data=kari).status_code == 302
    assert claim.evidence[-1].reference and claim.evidence[-1].reference.email == "kari@halden.example"


def test_a_refusal_can_be_appealed_for_two_weeks(cast: Cast, clock: Clock) -> None:
    claim = make.declined(make.claim(cast.emil, cast.leave), cast.actor("carla"))
    emil, address = cast.browser("emil"), f"/claims/{claim.ref}/appeal"
    assert address in emil.get(f"/claims/{claim.ref}").text
    assert claim.reason in emil.get(address).text
    assert emil.post(address, data={"statement": "No."}).status_code == 400
    assert emil.post(address, data={"statement": STATEMENT}).location == f"/claims/{claim.ref}"
    page = emil.get(f"/claims/{claim.ref}").text
    assert "Your appeal" in page
    assert f'href="{address}"' not in page
    again = emil.get(address, follow_redirects=True)
    assert "appealed against this already" in again.text
    appeal = appeals.of(claim)[0]
    assert emil.post(f"/appeals/{appeal.ref}/withdrawal").location == f"/claims/{claim.ref}"
    assert "You took your appeal back" in emil.get(f"/claims/{claim.ref}").text


def test_after_two_weeks_the_appeal_is_no_longer_offered(cast: Cast, clock: Clock) -> None:
    claim = make.declined(make.claim(cast.emil, cast.leave), cast.actor("carla"))
    clock.forward(days=15)
    emil = cast.browser("emil")
    assert f"/claims/{claim.ref}/appeal" not in emil.get(f"/claims/{claim.ref}").text
    late = emil.post(f"/claims/{claim.ref}/appeal", data={"statement": STATEMENT}, follow_redirects=True)
    assert "Appeals are possible for 14 days" in late.text


def test_a_claim_larger_than_the_form_takes_is_answered_with_a_page(cast: Cast) -> None:
    files = [(io.BytesIO(PDF + b"0" * (9 * 1024 * 1024)), f"part-{n}.pdf") for n in range(6)]
    answer = send(cast, files=files)
    assert answer.status_code == 413
    assert "Go back" in answer.text
    assert db.session.query(Upload).count() == 0


def test_one_file_of_fifty_megabytes_is_named_and_the_rest_is_kept(cast: Cast) -> None:
    files = [(io.BytesIO(PDF + b"0" * (49 * 1024 * 1024)), "video.pdf"), (io.BytesIO(PDF), "plan.pdf")]
    answer = send(cast, files=files)
    assert answer.status_code == 400
    assert "“video.pdf” is larger than 10 MB" in answer.text
    assert db.session.query(Upload).one().file_name == "plan.pdf"
    assert STATEMENT in answer.text


def test_whoever_sends_too_much_is_heard_out_before_the_answer(cast: Cast) -> None:
    """An answer to somebody who is still sending breaks the connection, and they would never learn why."""
    sent = io.BytesIO(b"--x\r\n" + b"0" * (60 * 1024 * 1024))
    answer = cast.browser("emil").post(
        f"/claims/new?skill={cast.leave.ref}",
        input_stream=sent,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert sent.read() == b""
