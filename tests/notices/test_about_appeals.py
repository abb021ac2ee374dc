"""Who hears of an appeal: those who may decide it, then the expert, then those whose decision it was about."""

import pytest

from marketplace.assessing import appeals
from marketplace.certification import life
from marketplace.certification.models import Claim
from tests import make
from tests.cast import Cast
from tests.conftest import Settle
from tests.notices.told import notice_for, told

STATEMENT = "The handbook covers this very product from chapter five on."
WHY = "Chapter five does cover it; the first assessor stopped at four."


@pytest.fixture
def declined(cast: Cast, settle: Settle) -> Claim:
    made = make.declined(make.claim(cast.emil, cast.leave), cast.actor("carla"))
    settle()
    assert "14 days" in notice_for("Emil", "claim_declined").body
    return made


def test_assessors_who_had_no_part_are_asked_to_decide(cast: Cast, declined: Claim, settle: Settle) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    appeals.file(declined.ref, statement=STATEMENT, by=cast.actor("emil"))
    settle()
    assert told()["appeal_filed"] == {"Nils"}
    assert "appeal_without_judge" not in told()


def test_where_nobody_could_decide_the_admins_learn_it(cast: Cast, declined: Claim, settle: Settle) -> None:
    appeals.file(declined.ref, statement=STATEMENT, by=cast.actor("emil"))
    settle()
    assert told()["appeal_without_judge"] == {"Vera"}


def test_a_granted_one_is_told_once_and_the_first_assessor_learns_why(
    cast: Cast, declined: Claim, settle: Settle
) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    appeal = appeals.file(declined.ref, statement=STATEMENT, by=cast.actor("emil"))
    made = appeals.grant(appeal.ref, reason=WHY, by=cast.actor("nils"))
    settle()
    assert told()["appeal_granted"] == {"Emil"}
    assert "claim_certified" not in told()
    notice = notice_for("Emil", "appeal_granted")
    assert WHY in notice.body
    assert notice.path == f"/certificates/{made.ref}"
    assert told()["decision_overturned"] == {"Carla"}


def test_a_revocation_that_is_overturned(cast: Cast, settle: Settle) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    life.revoke(cast.certificate.ref, reason=WHY, by=cast.actor("vera"))
    settle()
    assert "14 days" in notice_for("Ana", "certificate_revoked").body
    appeal = appeals.file(
        cast.certificate.claim.ref,
        statement=STATEMENT,
        certificate_ref=cast.certificate.ref,
        by=cast.actor("ana"),
    )
    appeals.grant(appeal.ref, reason=WHY, by=cast.actor("nils"))
    settle()
    assert "counts again" in notice_for("Ana", "appeal_granted").body
    assert told()["decision_overturned"] == {"Vera"}


def test_a_dismissed_one_says_why(cast: Cast, declined: Claim, settle: Settle) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    appeal = appeals.file(declined.ref, statement=STATEMENT, by=cast.actor("emil"))
    appeals.dismiss(appeal.ref, reason=WHY, by=cast.actor("nils"))
    settle()
    notice = notice_for("Emil", "appeal_dismissed")
    assert WHY in notice.body
    assert notice.path == f"/claims/{declined.ref}"


def test_one_taken_back_leaves_the_desk(cast: Cast, declined: Claim, settle: Settle) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    appeal = appeals.file(declined.ref, statement=STATEMENT, by=cast.actor("emil"))
    appeals.withdraw(appeal.ref, by=cast.actor("emil"))
    settle()
    assert told()["appeal_withdrawn"] == {"Nils"}
