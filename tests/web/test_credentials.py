"""Ana's proof: one address for people and machines, a picture, a seal; and what she decides about it."""

import json
from xml.etree import ElementTree

import pytest
from openbadgeslib.ob3.verifier import OB3Verifier

from marketplace.badges import achievement, addresses, issuing, keys
from marketplace.badges.models import Credential
from marketplace.certification.models import CertificateState
from marketplace.registry.models import ProfileState
from tests import make
from tests.cast import Cast
from tests.conftest import Clock
from tests.reviews.reviewed import both, completed

PERSON = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
MACHINE = {"Accept": "application/vc"}
FORMS = ("", ".json", ".png", ".svg")


@pytest.fixture
def credential(cast: Cast) -> Credential:
    make.change(cast.certificate, release_id=cast.payroll.releases[1].id)
    return issuing.issue(cast.certificate.ref)


def proof(cast: Cast, credential: Credential, person: str = "visitor") -> str:
    answer = cast.browser(person).get(f"/credentials/{credential.ref}", headers=PERSON)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def controls(cast: Cast) -> str:
    return f"/certificates/{cast.certificate.ref}/proof"


def as_heron(cast: Cast, credential: Credential) -> str:
    """Her address under a pseudonym."""
    sent = {"naming": "pseudonym", "pseudonym": "Quiet Heron"}
    assert cast.browser("ana").post(controls(cast), data=sent).status_code == 302
    assert credential.superseded_by_id
    fresh = issuing.issue(cast.certificate.ref)
    return f"/credentials/{fresh.ref}"


def test_a_person_sees_a_page(cast: Cast, credential: Credential) -> None:
    page = proof(cast, credential)
    for said in (
        "Ana",
        "Professional",
        "Ledgerline Payroll · Leave",
        "9.2",
        "Valid today",
        "Written account",
    ):
        assert said in page, said
    for private in ("Sound evidence", "I ran it for six years", "Carla"):
        assert private not in page, private
    assert "A valid signature is not yet a trusted issuer" in page
    assert "did:web:localhost%3A8000:issuers:ledgerline" in page
    assert "<svg viewBox" in page or 'class="qr"' in page


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/vc", "application/vc"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("*/*", "application/vc"),
        (None, "application/vc"),
        ("text/html;q=0.5, application/vc", "application/vc"),
        ("text/html", "text/html"),
    ],
)
def test_the_same_address_answers_machines(
    cast: Cast, credential: Credential, accept: str | None, kind: str
) -> None:
    answer = cast.browser("visitor").get(
        f"/credentials/{credential.ref}", headers={"Accept": accept} if accept else {}
    )
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert "Accept" in answer.vary
    if kind != "text/html":
        assert answer.text == credential.document
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_documents_are_kept_shortly_and_asked_for_again_cheaply(cast: Cast, credential: Credential) -> None:
    browser = cast.browser("visitor")
    for path in (f"/credentials/{credential.ref}", "/status/ledgerline/1", "/issuers/ledgerline/did.json"):
        first = browser.get(path, headers=MACHINE)
        assert first.cache_control.public
        assert 0 < (first.cache_control.max_age or 0) <= 300
        again = browser.get(path, headers=MACHINE | {"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path


def test_it_can_be_saved_as_a_file_and_as_a_picture(cast: Cast, credential: Credential) -> None:
    browser = cast.browser("visitor")
    file = browser.get(f"/credentials/{credential.ref}.json")
    assert file.text == credential.document
    assert "attachment" in file.headers["Content-Disposition"]
    picture = browser.get(f"/credentials/{credential.ref}.png")
    assert picture.mimetype == "image/png"
    assert OB3Verifier.extract_token_from_png(picture.data) == credential.document


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (CertificateState.SUSPENDED, "Suspended"),
        (CertificateState.REVOKED, "Revoked"),
        (CertificateState.EXPIRED, "Expired"),
        (CertificateState.SUPERSEDED, "Replaced"),
        (CertificateState.EXPIRING, "Valid"),
    ],
)
def test_page_and_seal_say_how_it_stands_now(
    cast: Cast, credential: Credential, state: CertificateState, word: str
) -> None:
    make.change(cast.certificate, state=state)
    assert f"{word}" in proof(cast, credential)
    seal = cast.browser("visitor").get(f"/credentials/{credential.ref}.svg")
    assert f"{word} · Ledgerline" in seal.text
    assert (seal.mimetype, seal.cache_control.max_age) == ("image/svg+xml", 60)
    assert "default-src 'none'" in seal.headers["Content-Security-Policy"]
    ElementTree.fromstring(seal.text)


def test_the_seal_says_when_a_newer_release_is_out(cast: Cast, credential: Credential) -> None:
    seal = f"/credentials/{credential.ref}.svg"
    assert "Professional on 9.2 · current 10.1<" in cast.browser("visitor").get(seal).text
    make.change(cast.certificate, release_id=cast.payroll.releases[0].id)
    assert "Professional on 10.1<" in cast.browser("visitor").get(seal).text


def test_the_day_after_its_last_it_is_over_before_anybody_wrote_it_down(
    cast: Cast, credential: Credential, clock: Clock
) -> None:
    clock.forward(days=366)
    assert "Expired" in proof(cast, credential)


def test_nothing_is_public_before_ana_says_so(cast: Cast, credential: Credential) -> None:
    make.change(cast.ana, state=ProfileState.DRAFT)
    for ending in FORMS:
        for person in ("visitor", "bruno", "carla"):
            answer = cast.browser(person).get(f"/credentials/{credential.ref}{ending}")
            assert answer.status_code == 404, (person, ending)
        mine = cast.browser("ana").get(f"/credentials/{credential.ref}{ending}")
        assert (mine.status_code, mine.cache_control.no_store) == (200, True), ending
    assert "Only you can see this yet" in proof(cast, credential, "ana")
    assert cast.browser("ana").post(f"{controls(cast)}/publication").location == controls(cast)
    assert "Ana" in proof(cast, credential)


def test_a_withdrawn_proof_is_gone_and_its_status_is_not(cast: Cast, credential: Credential) -> None:
    assert cast.browser("ana").post(f"{controls(cast)}/withdrawal").location == controls(cast)
    for ending in FORMS:
        answer = cast.browser("visitor").get(f"/credentials/{credential.ref}{ending}", headers=PERSON)
        assert answer.status_code == 410, ending
        assert "Withdrawn by its holder" in answer.text
        assert "Ana" not in answer.text
    assert cast.browser("visitor").get("/status/ledgerline/1").status_code == 200
    assert "Publish it again" in cast.browser("ana").get(controls(cast)).text
    cast.browser("ana").post(f"{controls(cast)}/publication")
    assert "Ana" in proof(cast, credential)


def test_a_pseudonym_keeps_the_name_out_of_everything(cast: Cast, credential: Credential) -> None:
    make.change(cast.ana, name="Anastasia Ruiz")
    address = as_heron(cast, credential)
    browser = cast.browser("visitor")
    for ending, accept in [("", PERSON), ("", MACHINE), *((ending, MACHINE) for ending in FORMS)]:
        answer = browser.get(f"{address}{ending}", headers=accept)
        assert answer.status_code == 200
        for trace in (b"Anastasia", b"Ruiz", cast.ana.slug.encode() + b'"', cast.certificate.ref.encode()):
            assert trace not in answer.data, (ending, trace)
    assert "Quiet Heron" in browser.get(f"{address}.svg").text
    assert "A pseudonym" in browser.get(address, headers=PERSON).text
    former = browser.get(f"/credentials/{credential.ref}", headers=PERSON)
    assert former.status_code == 410
    assert "Heron" not in former.text


def test_a_proof_says_what_became_of_it_unless_that_would_tell_whose_pseudonym_it_is(
    cast: Cast, credential: Credential, clock: Clock
) -> None:
    both(cast, completed(cast, clock), 5, 5, 4, 4)
    page = proof(cast, credential)
    assert "What was done with it" in page
    assert "4.5 of 5 stars, from 1 review" in page
    assert "Hours sent back" not in page
    assert "Hours sent back" in proof(cast, credential, "ana")
    other = cast.browser("visitor").get(as_heron(cast, credential), headers=PERSON).text
    assert "A pseudonym" in other
    assert "What was done with it" not in other
    assert "of 5 stars" not in other


def test_a_pseudonym_that_does_not_do_is_refused_and_kept_in_the_form(
    cast: Cast, credential: Credential
) -> None:
    answer = cast.browser("ana").post(controls(cast), data={"naming": "pseudonym", "pseudonym": "H"})
    assert answer.status_code == 400
    assert 'value="H"' in answer.text
    assert "Between 2 and 60 characters" in answer.text
    assert cast.browser("ana").post(controls(cast), data={}).status_code == 400


def test_only_ana_finds_the_controls(cast: Cast, credential: Credential) -> None:
    for person in ("bruno", "carla", "emil", "otto"):
        assert cast.browser(person).get(controls(cast)).status_code == 404, person
    assert "/login" in cast.browser("visitor").get(controls(cast)).location
    assert controls(cast) in cast.browser("ana").get(f"/certificates/{cast.certificate.ref}").text
    assert controls(cast) not in cast.browser("carla").get(f"/certificates/{cast.certificate.ref}").text


def test_until_the_worker_has_signed_it_the_controls_ask_for_patience(cast: Cast) -> None:
    assert "being signed" in cast.browser("ana").get(controls(cast)).text


def test_an_issuer_publishes_its_keys(cast: Cast, credential: Credential) -> None:
    answer = cast.browser("visitor").get("/issuers/ledgerline/did.json")
    assert answer.json == keys.did_document(cast.ledgerline)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert cast.browser("visitor").get("/issuers/stockpile/did.json").status_code == 404


def test_an_achievement_is_a_page_and_a_description(cast: Cast, credential: Credential) -> None:
    skill, level = cast.leave, cast.certificate.named_level
    path = f"/achievements/{addresses.achievement_ref(skill, level)}"
    browser = cast.browser("visitor")
    page = browser.get(path, headers=PERSON)
    assert "Professional" in page.text
    assert level.meaning in page.text
    described = browser.get(path)
    assert described.mimetype == "application/ld+json"
    assert described.json["name"] == achievement.name_of(skill, level)
    assert browser.get(f"{path}.png").mimetype == "image/png"
    for wrong in (f"{skill.ref}-5", f"{skill.ref}-0", skill.ref, "nobody-3", f"{skill.ref}-٣"):
        assert browser.get(f"/achievements/{wrong}").status_code == 404, wrong


def test_addresses_that_are_signed_are_addresses_that_answer(cast: Cast, credential: Credential) -> None:
    said = json.loads(credential.document)
    site = addresses.site()
    achieved = said["credentialSubject"]["achievement"]
    signed = [said["id"], said["issuer"]["url"], said["credentialStatus"]["statusListCredential"]]
    signed += [achieved["id"], achieved["image"]["id"], *(one["targetUrl"] for one in achieved["alignment"])]
    for address in signed:
        assert address.startswith(site)
        assert cast.browser("visitor").get(address.removeprefix(site)).status_code == 200, address


def test_the_certificate_leads_to_its_proof_and_never_to_a_pseudonym(
    cast: Cast, credential: Credential
) -> None:
    page = f"/certificates/{cast.certificate.ref}"
    visitor = cast.browser("visitor")
    assert f"/credentials/{credential.ref}" in visitor.get(page).text
    as_heron(cast, credential)
    assert "/credentials/" not in visitor.get(page).text
