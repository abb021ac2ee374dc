"""How assessing goes at Ledgerline, in figures."""

from datetime import date, timedelta

import pytest

from marketplace.assessing import service
from marketplace.assessing.figures import bands, figures, waited
from marketplace.assessing.load import load
from marketplace.assessing.models import Verdict
from marketplace.certification import service as certification
from marketplace.certification.models import Claim
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

WHY = "The year-end notes show it was done, not read about."


def say(cast: Cast, claim: Claim, person: str, level: int) -> None:
    findings = make.findings(claim, level)
    service.decide(
        claim.ref, Verdict.CERTIFY, level=level, reason=WHY, findings=findings, by=cast.actor(person)
    )


@pytest.mark.parametrize(
    ("days", "age"), [(0, 0), (0.9, 0), (1, 1), (4, 4), (4.99, 4), (6, 4), (7, 5), (14, 10)]
)
def test_only_working_days_count(cast: Cast, clock: Clock, days: float, age: int) -> None:
    claim = make.claim(cast.emil, cast.leave)
    clock.forward(days=days)
    assert waited(claim) == age
    assert (age >= 5) == (claim.answer_by <= clock.now)


def test_what_the_expert_takes_to_answer_is_not_counted(cast: Cast, clock: Clock) -> None:
    claim = make.claim(cast.emil, cast.leave)
    clock.forward(days=1)
    service.ask(claim.ref, "Which of the sites did you set up alone?", by=cast.actor("carla"))
    clock.forward(days=2)
    found = figures(cast.ledgerline)
    assert (found.asked, found.waiting) == (1, 0)
    certification.answer(claim.ref, "Sites one and three.", by=cast.actor("emil"))
    assert waited(claim) == 1


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (5, [(0, 2, False), (3, 4, False), (5, 9, True), (10, None, True)]),
        (1, [(0, 0, False), (1, 1, True), (2, None, True)]),
        (2, [(0, 0, False), (1, 1, False), (2, 3, True), (4, None, True)]),
    ],
)
def test_bands_have_the_target_as_an_edge_and_no_gaps(
    target: int, said: list[tuple[int, int | None, bool]]
) -> None:
    ages = list(range(40))
    made = bands(ages, target)
    assert [(one.first, one.last, one.late) for one in made] == said
    assert sum(one.claims for one in made) == len(ages)


def test_weeks_begin_on_monday_and_run_up_to_now(cast: Cast, clock: Clock) -> None:
    make.certified(make.claim(cast.emil, cast.leave), cast.actor("carla"))
    clock.forward(days=6.5)
    make.declined(make.claim(make.expert("Ada"), cast.leave), cast.actor("carla"))
    clock.forward(days=1)
    make.declined(make.claim(make.expert("Ida"), cast.leave), cast.actor("carla"))
    weeks = figures(cast.ledgerline).weeks
    assert len(weeks) == 12
    assert [(one.monday, one.certified, one.declined) for one in weeks[-2:]] == [
        (date(2027, 3, 1), 2, 1),  # Ana's of the cast is the second
        (date(2027, 3, 8), 0, 1),
    ]
    assert sum(one.decided for one in figures(cast.stockpile).weeks) == 0


def test_agreement_is_verdict_and_level_of_two_people(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor", tove="assessor")
    assert figures(cast.ledgerline).agreement is None
    for name, second in (("Ada", 3), ("Ida", 2), ("Oda", 3)):
        claim = make.claim(make.expert(name), cast.leave, opinions=2)
        say(cast, claim, "carla", 3)
        say(cast, claim, "nils", second)
        if second != 3:
            say(cast, claim, "tove", 3)
    alone = make.claim(cast.emil, cast.leave, opinions=2)
    say(cast, alone, "carla", 3)
    found = figures(cast.ledgerline)
    assert found.agreement
    assert (found.agreement.claims, found.agreement.agreed, found.agreement.percent) == (3, 2, 67)
    assert [(one.name, one.claims) for one in found.by_programme] == [("Ledgerline Payroll · Leave", 3)]


def test_the_load_forgets_after_thirty_days(cast: Cast, clock: Clock) -> None:
    make.certified(make.claim(cast.emil, cast.leave), cast.actor("carla"))
    (carla,) = load([cast.ledgerline.id])
    assert (carla.assessor, carla.open, carla.done, carla.typical) == (
        cast.user("carla"),
        0,
        1,
        timedelta(0),
    )
    clock.forward(days=31)
    (carla,) = load([cast.ledgerline.id])
    assert (carla.done, carla.typical) == (0, None)


def test_an_open_seat_at_a_claim_taken_back_is_no_load(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    service.save(claim.ref, make.findings(claim), by=cast.actor("carla"))
    assert load([cast.ledgerline.id])[0].open == 1
    certification.withdraw(claim.ref, by=cast.actor("emil"))
    assert load([cast.ledgerline.id])[0].open == 0


def test_the_page_is_for_assessors_and_admins(cast: Cast, clock: Clock) -> None:
    make.claim(cast.emil, cast.leave)
    clock.forward(days=10)
    page = cast.browser("carla").get("/vendors/ledgerline/assessing").get_data(as_text=True)
    assert "1 claim waits, 1 beyond the target." in page
    assert "5 to 9 working days" in page
    assert cast.browser("fritz").get("/vendors/ledgerline/assessing").status_code == 403
    assert cast.browser("ines").get("/vendors/ledgerline/assessing").status_code == 404
