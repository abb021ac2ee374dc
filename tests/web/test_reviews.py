"""Carla works through her queue."""

from marketplace.certification.models import Certificate, Claim, ClaimState
from marketplace.db.base import db
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

WHY = "The year-end notes show it was done, not read about."


def filled_in(claim: Claim, score: str = "3", **fields: str) -> dict[str, str]:
    """A form that can be sent, with the same score by every criterion."""
    scores = {f"score_{one.ref}": score for one in claim.rubric.criteria}
    return {"verdict": "certify", "level": "3", "reason": WHY} | scores | fields


def decide(cast: Cast, claim: Claim, person: str = "carla", **fields: str) -> tuple[int, str, str | None]:
    answer = cast.browser(person).post(f"/reviews/{claim.ref}", data=filled_in(claim, **fields))
    return answer.status_code, answer.get_data(as_text=True), answer.location


def test_the_queue_has_the_oldest_first_and_says_what_is_overdue(cast: Cast, clock: Clock) -> None:
    make.claim(cast.emil, cast.leave)
    clock.forward(days=8)
    make.claim(cast.ana, cast.leave, 4)
    page = cast.browser("carla").get("/reviews").get_data(as_text=True)
    assert page.index("Emil: ") < page.index("Ana: ")
    assert page.count("Overdue since") == 1
    assert "Emil" not in cast.browser("ines").get("/reviews").get_data(as_text=True)


def test_a_decision_leads_to_the_next_claim_and_at_last_to_the_empty_queue(cast: Cast, clock: Clock) -> None:
    first = make.claim(cast.emil, cast.leave)
    clock.forward(hours=1)
    second = make.claim(cast.ana, cast.leave, 4)
    assert decide(cast, first)[2] == f"/reviews/{second.ref}"
    assert decide(cast, second, verdict="decline")[2] == "/reviews"
    assert (first.state, second.state) == (ClaimState.CERTIFIED, ClaimState.DECLINED)


def test_the_evidence_stands_beside_the_statement(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave, statement="Four years at a **hospital**.")
    carla = cast.browser("carla")
    page = carla.get(f"/reviews/{claim.ref}").get_data(as_text=True)
    assert "<strong>hospital</strong>" in page
    assert "Nobody is on it" in page
    page = carla.post(f"/reviews/{claim.ref}/assessment", follow_redirects=True).get_data(as_text=True)
    assert "Nobody decides a claim of their own" in page


def test_a_decision_without_reason_or_verdict_keeps_what_was_typed(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    status, page, _ = decide(cast, claim, reason="Too short")
    assert status == 400
    assert "Too short" in page
    status, page, _ = decide(cast, claim, verdict="")
    assert status == 400
    assert WHY in page
    assert claim.state is ClaimState.SUBMITTED


def test_a_claim_above_the_one_made_cannot_be_certified(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave, 2)
    assert decide(cast, claim, level="4")[0] == 400
    assert db.session.query(Certificate).count() == 1


def test_admins_read_but_do_not_decide_and_others_see_nothing(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    assert "decided by the vendor" in cast.browser("vera").get(f"/reviews/{claim.ref}").get_data(as_text=True)
    assert decide(cast, claim, "vera")[0] == 403
    for outsider in ("ines", "emil", "bruno", "fritz"):
        assert cast.browser(outsider).get(f"/reviews/{claim.ref}").status_code == 404
        assert decide(cast, claim, outsider)[0] == 404
    assert cast.browser("bruno").get("/reviews").status_code == 403


def test_one_s_own_claim_says_why_somebody_else_must_decide(cast: Cast) -> None:
    own = make.claim(make.expert("Carla", user=cast.user("carla"), slug="carla"), cast.leave)
    page = cast.browser("carla").get(f"/reviews/{own.ref}").get_data(as_text=True)
    assert "another assessor has to take this one" in page
    assert decide(cast, own)[0] == 403
    assert own.state is ClaimState.SUBMITTED


def test_somebody_was_faster(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    decide(cast, claim)
    status, page, _ = decide(cast, claim, verdict="decline")
    assert status == 409
    assert "has been certified" in page
