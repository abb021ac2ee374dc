"""Nobody has to click for a claim to find its way on."""

import pytest
from sqlalchemy import delete

from marketplace.assessing import seats, service, tidying
from marketplace.assessing.models import AssessmentState, Verdict
from marketplace.assessing.service import Found
from marketplace.certification import service as certification
from marketplace.certification.models import Claim, ClaimState
from marketplace.db.session import atomic
from marketplace.organizations.models import Staff
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle

WHY = "The year-end notes show it was done, not read about."


@pytest.fixture
def emils(cast: Cast) -> Claim:
    make.more_staff(cast.ledgerline, nils="assessor")
    return make.claim(cast.emil, cast.leave)


def leaves_the_vendor(cast: Cast, name: str) -> None:
    with atomic() as session:
        session.execute(delete(Staff).where(Staff.user_id == cast.user(name).id))


def test_a_claim_taken_and_left_goes_back_after_a_week_with_what_was_written(
    cast: Cast, emils: Claim, clock: Clock
) -> None:
    first = emils.rubric.criteria[0]
    seat = service.save(emils.ref, {first.ref: Found(3, "Page 14.")}, by=cast.actor("carla"))
    clock.forward(days=6)
    assert tidying.release_seats() == 0
    clock.forward(days=1)
    assert tidying.release_seats() == 1
    assert seat.state is AssessmentState.LEFT
    again = seats.take(emils.ref, by=cast.actor("carla"))
    assert [(one.level, one.note) for one in again.scores] == [(3, "Page 14.")]


def test_the_expert_s_own_time_is_not_held_against_the_assessor(
    cast: Cast, emils: Claim, clock: Clock
) -> None:
    service.ask(emils.ref, "Which of the sites did you set up alone?", by=cast.actor("carla"))
    clock.forward(days=20)
    assert tidying.release_seats() == 0
    certification.answer(emils.ref, "All three of them.", by=cast.actor("emil"))
    assert tidying.release_seats() == 0


def test_whoever_leaves_the_vendor_leaves_their_seats(cast: Cast, emils: Claim) -> None:
    seats.take(emils.ref, by=cast.actor("carla"))
    leaves_the_vendor(cast, "carla")
    assert tidying.release_seats() == 1
    assert make.certified(emils, cast.actor("nils"))


def test_seats_of_a_claim_that_was_taken_back_are_freed(cast: Cast, emils: Claim) -> None:
    seats.take(emils.ref, by=cast.actor("carla"))
    certification.withdraw(emils.ref, by=cast.actor("emil"))
    assert tidying.release_seats() == 1


def test_a_sample_that_nobody_is_left_to_look_at_is_decided_by_the_first(cast: Cast, emils: Claim) -> None:
    make.change(emils, opinions=2, sampled=True)
    found = make.findings(emils)
    waiting = service.decide(
        emils.ref, Verdict.CERTIFY, level=3, reason=WHY, findings=found, by=cast.actor("carla")
    )
    assert waiting.waits
    assert tidying.settle_samples() == 0
    leaves_the_vendor(cast, "nils")
    assert tidying.settle_samples() == 1
    assert emils.state is ClaimState.CERTIFIED
    assert emils.decided_by == cast.user("carla")


def test_a_question_without_an_answer_closes_the_claim_after_a_month(
    cast: Cast, emils: Claim, clock: Clock, settle: Settle
) -> None:
    service.ask(emils.ref, "Which of the sites did you set up alone?", by=cast.actor("carla"))
    clock.forward(days=29)
    assert certification.lapse_unanswered() == 0
    clock.forward(days=1)
    assert certification.lapse_unanswered() == 1
    settle()
    assert emils.state is ClaimState.WITHDRAWN
    assert tidying.release_seats() == 1
