"""Ana renews her certificate in the browser."""

import io
from datetime import date

import pytest
from werkzeug.test import TestResponse

from marketplace.catalog.models import Topic
from marketplace.certification.models import Certificate, Claim, ClaimState
from marketplace.db.base import db
from marketplace.evidence.models import Evidence, Upload, Work
from marketplace.kit import clock as kit_clock
from marketplace.programmes.kinds import EvidenceKind
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

STATEMENT = "I have gone on running leave, for two more companies."
KNOWN = "Accruals are by the hour now; I moved two companies over."


@pytest.fixture
def held(cast: Cast) -> Certificate:
    """Ana's, on 9.2; 10.1 changed one thing."""
    old = next(one for one in cast.payroll.releases if one.version == "9.2")
    make.change(cast.certificate, release_id=old.id)
    claim = cast.certificate.claim
    make.row(Evidence, claim_id=claim.id, kind=EvidenceKind.TEXT, text="Two audits without a finding.")
    return cast.certificate


@pytest.fixture
def topic(cast: Cast) -> Topic:
    new = next(one for one in cast.payroll.releases if one.version == "10.1")
    return make.row(
        Topic,
        release_id=new.id,
        module_id=cast.leave.module_id,
        position=1,
        title="Accruals by the hour",
        about="Leave is earned by the hour.",
    )


def send(cast: Cast, held: Certificate, **fields: object) -> TestResponse:
    given: dict[str, object] = {"level": "3", "statement": STATEMENT} | fields
    return cast.browser("ana").post(f"/certificates/{held.ref}/renewal", data=given)


def the_renewal() -> Claim:
    return db.session.query(Claim).filter_by(state=ClaimState.SUBMITTED).one()


def test_the_page_asks_what_changed_and_brings_what_holds(
    cast: Cast, held: Certificate, topic: Topic
) -> None:
    page = cast.browser("ana").get(f"/certificates/{held.ref}/renewal").text
    for said in ("What has changed since 9.2", topic.title, topic.about, "Two audits without a finding."):
        assert said in page
    assert f'value="{held.claim.evidence[0].ref}" checked' in page


def test_it_is_sent_with_what_was_ticked_and_typed(cast: Cast, held: Certificate, topic: Topic) -> None:
    piece = held.claim.evidence[0]
    answer = send(cast, held, carried=piece.ref, **{f"topic_{topic.ref}": KNOWN})
    made = the_renewal()
    assert answer.location == f"/claims/{made.ref}"
    page = cast.browser("ana").get(answer.location).text
    for said in ("Your renewal", KNOWN, "Carried forward", "Two audits without a finding."):
        assert said in page


def test_a_mistake_keeps_words_ticks_and_files(cast: Cast, held: Certificate, topic: Topic) -> None:
    files = [(io.BytesIO(b"Step by step"), "notes.txt")]
    answer = send(
        cast,
        held,
        files=files,
        referee_name="Maria",
        referee_email="nowhere",
        referee_relation="She led it.",
        **{f"topic_{topic.ref}": "Short."},
    )
    assert answer.status_code == 400
    kept = db.session.query(Upload).one()
    for said in (STATEMENT, "Short.", "nowhere", "She led it.", f'value="{kept.ref}"', "characters about"):
        assert said in answer.text, said
    assert f'value="{held.claim.evidence[0].ref}" checked' not in answer.text


def test_one_more_referee_is_asked_for_without_losing_a_word(
    cast: Cast, held: Certificate, topic: Topic
) -> None:
    answer = send(cast, held, step="add referee", referee_email="", referee_email_2="maria@halden.example")
    assert answer.status_code == 200
    assert 'name="referee_email_3"' in answer.text
    assert "maria@halden.example" in answer.text
    assert STATEMENT in answer.text
    assert "needs another look" not in answer.text


def test_a_topic_that_approved_work_shows_may_stay_empty(cast: Cast, held: Certificate, topic: Topic) -> None:
    make.row(
        Work,
        booking="abc",
        expert_id=cast.ana.id,
        skill_id=cast.leave.id,
        release_id=topic.release_id,
        organization_id=cast.nordwind.id,
        minutes=960,
        first_on=date(2027, 2, 1),
        last_on=date(2027, 2, 2),
        approved_at=kit_clock.now(),
    )
    page = cast.browser("ana").get(f"/certificates/{held.ref}/renewal").text
    assert "shown by your approved work" in page
    assert "16 h of approved work" in page
    assert send(cast, held).status_code == 302


def test_too_early_or_twice_one_is_told_and_led_on(cast: Cast, held: Certificate, clock: Clock) -> None:
    early = cast.browser("ana").get(f"/certificates/{held.ref}/renewal", follow_redirects=True)
    assert "from 90 days before it ends" in early.text
    clock.forward(days=300)
    assert send(cast, held, carried=held.claim.evidence[0].ref).status_code == 302
    again = cast.browser("ana").get(f"/certificates/{held.ref}/renewal", follow_redirects=True)
    assert "being read already" in again.text


def test_after_the_end_it_can_still_be_renewed(cast: Cast, held: Certificate, clock: Clock) -> None:
    clock.forward(days=400)
    assert "Renew it" in cast.browser("ana").get(f"/certificates/{held.ref}").text
    assert "It ended" in cast.browser("ana").get(f"/certificates/{held.ref}/renewal").text


def test_nobody_else_finds_the_page(cast: Cast, held: Certificate, topic: Topic) -> None:
    for person in ("emil", "carla", "vera", "bruno"):
        assert cast.browser(person).get(f"/certificates/{held.ref}/renewal").status_code == 404
        assert "Renew it" not in cast.browser(person).get(f"/certificates/{held.ref}").text
