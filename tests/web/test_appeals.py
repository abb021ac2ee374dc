"""Emil appeals; somebody who had no part in it decides."""

import pytest

from marketplace.assessing import appeals
from marketplace.assessing.models import Appeal, AppealState
from marketplace.certification import life
from marketplace.certification.models import ClaimState
from tests import make
from tests.cast import Cast

STATEMENT = "The handbook covers this very product from chapter five on."
WHY = "Chapter five does cover it; the first assessor stopped at four."


@pytest.fixture
def appeal(cast: Cast) -> Appeal:
    """Against a claim that Carla declined; Nils was not there."""
    make.more_staff(cast.ledgerline, nils="assessor")
    declined = make.declined(make.claim(cast.emil, cast.leave), cast.actor("carla"))
    return appeals.file(declined.ref, statement=STATEMENT, by=cast.actor("emil"))


def page_of(cast: Cast, person: str, appeal: Appeal) -> str:
    return cast.browser(person).get(f"/appeals/{appeal.ref}").get_data(as_text=True)


def decide(cast: Cast, person: str, appeal: Appeal, **fields: str) -> tuple[int, str]:
    given = {"verdict": "grant", "level": "3", "reason": WHY} | fields
    answer = cast.browser(person).post(f"/appeals/{appeal.ref}", data=given)
    return answer.status_code, answer.get_data(as_text=True)


def test_whoever_decided_reads_why_they_do_not_decide_again(cast: Cast, appeal: Appeal) -> None:
    page = page_of(cast, "carla", appeal)
    assert STATEMENT in page
    assert "You had a part in the decision" in page
    assert 'name="verdict"' not in page
    assert "You had a part in the decision" in cast.browser("carla").get("/appeals").get_data(as_text=True)
    status, page = decide(cast, "carla", appeal)
    assert status == 403
    assert WHY in page
    assert appeal.state is AppealState.OPEN


def test_another_assessor_sees_the_whole_matter_and_grants_it(cast: Cast, appeal: Appeal) -> None:
    page = page_of(cast, "nils", appeal)
    for words in (STATEMENT, "The evidence is about another product.", "Emil appealed", "Carla declined"):
        assert words in page
    assert decide(cast, "nils", appeal, level="2")[0] == 302
    assert (appeal.state, appeal.claim.state) == (AppealState.GRANTED, ClaimState.CERTIFIED)
    page = page_of(cast, "carla", appeal)
    assert WHY in page
    assert "Nils granted the appeal" in page
    assert "The evidence is about another product." in page
    assert "Granted" in cast.browser("vera").get("/appeals").get_data(as_text=True)


def test_dismissing_needs_a_reason_too(cast: Cast, appeal: Appeal) -> None:
    status, page = decide(cast, "nils", appeal, verdict="dismiss", reason="No, too thin")
    assert status == 400
    assert "No, too thin" in page
    assert decide(cast, "nils", appeal, verdict="dismiss")[0] == 302
    assert appeal.claim.state is ClaimState.DECLINED
    status, page = decide(cast, "nils", appeal)
    assert status == 409
    assert "has been dismissed" in page


@pytest.mark.parametrize(
    "fields", [{"verdict": ""}, {"verdict": "maybe"}, {"level": "4"}, {"level": "x"}, {"level": "-1"}]
)
def test_nothing_odd_is_decided(cast: Cast, appeal: Appeal, fields: dict[str, str]) -> None:
    assert decide(cast, "nils", appeal, **fields)[0] == 400
    assert appeal.state is AppealState.OPEN


def test_a_revoked_certificate_is_given_back_at_its_own_level(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    life.revoke(cast.certificate.ref, reason="The handbook was somebody else's work.", by=cast.actor("carla"))
    mine = {"statement": STATEMENT, "certificate_ref": cast.certificate.ref, "by": cast.actor("ana")}
    appeal = appeals.file(cast.certificate.claim.ref, **mine)
    page = page_of(cast, "nils", appeal)
    assert "The handbook was somebody else" in page
    assert "give the certificate back" in page
    assert 'name="level"' not in page
    assert decide(cast, "nils", appeal)[0] == 302
    assert "See the certificate" in page_of(cast, "nils", appeal)


def test_appeals_are_for_the_vendor_s_assessors_and_admins(cast: Cast, appeal: Appeal) -> None:
    for outsider in ("ines", "fritz", "bruno", "emil", "otto"):
        assert cast.browser(outsider).get(f"/appeals/{appeal.ref}").status_code == 404
    assert "decided by the vendor" in page_of(cast, "vera", appeal)
    assert decide(cast, "vera", appeal)[0] == 403
    assert cast.browser("bruno").get("/appeals").status_code == 403
    assert "No appeals" in cast.browser("ines").get("/appeals").get_data(as_text=True)
