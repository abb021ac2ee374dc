"""Ana learns what becomes of the referees she named; never what they say."""

import pytest

from marketplace.certification.models import Claim
from marketplace.db.base import db
from marketplace.evidence import references
from marketplace.evidence.models import Evidence, Reference
from marketplace.notices.models import Notice
from marketplace.programmes.kinds import EvidenceKind
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.notices.told import notice_for, told

WORDS = "She set up leave for nine hundred people, and it went live on the day."


@pytest.fixture
def claim(cast: Cast) -> Claim:
    return make.claim(cast.ana, cast.leave)


@pytest.fixture
def asked(cast: Cast, claim: Claim) -> Reference:
    reference = make.reference(cast.ana, cast.leave)
    make.row(Evidence, claim_id=claim.id, kind=EvidenceKind.REFERENCE, reference_id=reference.id)
    return reference


def give(reference: Reference) -> None:
    references.give(references.token(reference), position="Lead", text=WORDS, confirmed=True)


def test_that_somebody_answered_and_not_what(
    cast: Cast, claim: Claim, asked: Reference, settle: Settle
) -> None:
    give(asked)
    settle()
    assert told() == {"reference_given": {"Ana"}}
    notice = notice_for("Ana", "reference_given")
    assert "Maria Olsen has answered" in notice.title
    assert notice.path == f"/claims/{claim.ref}"
    assert all(WORDS not in one.title + one.body for one in db.session.query(Notice))


def test_that_somebody_would_rather_not_and_what_to_do(cast: Cast, asked: Reference, settle: Settle) -> None:
    references.refuse(references.token(asked))
    settle()
    assert told() == {"reference_refused": {"Ana"}}
    assert "name somebody else" in notice_for("Ana", "reference_refused").body


def test_that_nobody_answered_in_time(cast: Cast, asked: Reference, clock: Clock, settle: Settle) -> None:
    clock.forward(days=21)
    references.expire()
    settle()
    assert told() == {"reference_expired": {"Ana"}}


def test_that_words_were_taken_back_reaches_the_assessor_who_read_them_too(
    cast: Cast, claim: Claim, asked: Reference, settle: Settle
) -> None:
    give(asked)
    make.declined(claim, cast.actor("carla"))
    references.retract(references.token(asked))
    settle()
    assert told()["reference_retracted"] == {"Ana"}
    assert told()["reference_retracted_review"] == {"Carla"}
    assert "name somebody else" not in notice_for("Ana", "reference_retracted").body
