"""Two assessors look for themselves; what they find apart is put together."""

import pytest

from marketplace.assessing import queries, queue, seats, service
from marketplace.assessing.errors import SeenAlready, SomebodyElsesClaim
from marketplace.assessing.models import AssessmentState, Seat, Verdict
from marketplace.assessing.service import Outcome
from marketplace.certification.models import Claim, ClaimState
from marketplace.kit.errors import NotAllowed, NotFound, WrongState
from tests import make
from tests.cast import Cast

WHY = "The year-end notes show it was done, not read about."


@pytest.fixture
def emils(cast: Cast) -> Claim:
    """Sampled, and Nils and Tove can assess besides Carla."""
    make.more_staff(cast.ledgerline, nils="assessor", tove="assessor")
    return make.claim(cast.emil, cast.leave, opinions=2, sampled=True)


def say(claim: Claim, cast: Cast, person: str, level: int | None) -> Outcome:
    verdict = Verdict.CERTIFY if level else Verdict.DECLINE
    findings = make.findings(claim, level or 0)
    return service.decide(
        claim.ref, verdict, level=level, reason=WHY, findings=findings, by=cast.actor(person)
    )


def test_the_first_opinion_alone_decides_nothing_and_is_not_shown_to_the_second(
    cast: Cast, emils: Claim
) -> None:
    assert say(emils, cast, "carla", 3).waits
    assert emils.state is ClaimState.SUBMITTED
    assert queries.visible_assessments(emils, cast.actor("nils")) == []
    assert len(queries.visible_assessments(emils, cast.actor("carla"))) == 1


def test_two_who_agree_decide(cast: Cast, emils: Claim) -> None:
    say(emils, cast, "carla", 3)
    outcome = say(emils, cast, "nils", 3)
    assert outcome.certificate
    assert outcome.certificate.level == 3
    assert len(queries.visible_assessments(emils, cast.actor("vera"))) == 2


@pytest.mark.parametrize("second", [2, None])
def test_two_who_differ_need_a_third_who_sees_both(cast: Cast, emils: Claim, second: int | None) -> None:
    say(emils, cast, "carla", 3)
    outcome = say(emils, cast, "nils", second)
    assert outcome.disagreed
    assert emils.state is ClaimState.SUBMITTED
    with pytest.raises(SeenAlready):
        say(emils, cast, "nils", 3)
    assert len(queries.visible_assessments(emils, cast.actor("tove"))) == 2
    resolved = say(emils, cast, "tove", second)
    assert emils.state is (ClaimState.CERTIFIED if second else ClaimState.DECLINED)
    assert bool(resolved.certificate) is bool(second)


def test_where_nobody_else_is_one_of_the_two_resolves(cast: Cast, emils: Claim) -> None:
    make.change(cast.user("tove"), active=False)
    say(emils, cast, "carla", 3)
    say(emils, cast, "nils", 2)
    assert say(emils, cast, "carla", 2).certificate
    assert seats.assessments_of(emils)[-1].seat is Seat.RESOLVING


def test_one_person_is_not_two_opinions(cast: Cast, emils: Claim) -> None:
    say(emils, cast, "carla", 3)
    with pytest.raises(SeenAlready):
        say(emils, cast, "carla", 3)


def test_a_sample_is_let_go_of_where_nobody_else_could_look(cast: Cast) -> None:
    sampled = make.claim(cast.emil, cast.leave, opinions=2, sampled=True)
    assert say(sampled, cast, "carla", 3).certificate


def test_a_second_assessor_whom_the_programme_asks_for_is_waited_for(cast: Cast) -> None:
    asked = make.claim(cast.emil, cast.leave, opinions=2)
    assert say(asked, cast, "carla", 3).waits
    assert asked.state is ClaimState.SUBMITTED


def test_a_claim_that_lacks_an_assessor_is_shown_to_the_admins(cast: Cast) -> None:
    asked = make.claim(cast.emil, cast.leave, opinions=2)
    assert queue.stranded(cast.ledgerline.id) == []
    say(asked, cast, "carla", 3)
    assert queue.stranded(cast.ledgerline.id) == [asked]
    assert b"No assessor for Emil" in cast.browser("vera").get("/desk").data
    make.more_staff(cast.ledgerline, nils="assessor")
    assert queue.stranded(cast.ledgerline.id) == []


def test_nobody_works_on_what_somebody_else_has_taken(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    claim = make.claim(cast.emil, cast.leave)
    taken = seats.take(claim.ref, by=cast.actor("carla"))
    assert seats.take(claim.ref, by=cast.actor("carla")) is taken
    with pytest.raises(SomebodyElsesClaim, match="Carla has this claim"):
        seats.take(claim.ref, by=cast.actor("nils"))
    with pytest.raises(SomebodyElsesClaim):
        say(claim, cast, "nils", 3)
    seats.leave(taken.ref, by=cast.actor("carla"))
    assert taken.state is AssessmentState.LEFT
    assert say(claim, cast, "nils", 3).certificate


def test_an_admin_hands_claims_out_and_takes_them_back(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    claim = make.claim(cast.emil, cast.leave)
    nils = cast.user("nils")
    with pytest.raises(NotAllowed, match="by the vendor's admins"):
        seats.assign(claim.ref, nils.ref, by=cast.actor("carla"))
    given = seats.assign(claim.ref, nils.ref, by=cast.actor("vera"))
    assert given.assessor is nils
    with pytest.raises(NotAllowed):
        seats.leave(given.ref, by=cast.actor("carla"))
    with pytest.raises(NotFound):
        seats.leave(given.ref, by=cast.actor("ines"))
    seats.leave(given.ref, by=cast.actor("vera"))
    with pytest.raises(WrongState):
        seats.leave(given.ref, by=cast.actor("vera"))
