"""What experts and assessors hear while a claim is read and a certificate lives."""

from datetime import date

import pytest

from marketplace.assessing import seats
from marketplace.assessing import service as assessing
from marketplace.assessing.models import Verdict
from marketplace.catalog import service as catalog
from marketplace.catalog.models import Topic
from marketplace.certification import life, service
from marketplace.certification.models import Claim
from marketplace.db.base import db
from marketplace.notices.models import Notice
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.notices.told import notice_for, told

QUESTION = "For how many people did you set it up, and when?"
WHY = "The reference turned out to be written by somebody else."


def last(kind: str) -> Notice:
    return db.session.query(Notice).filter_by(kind=kind).order_by(Notice.id.desc()).limit(1).one()


@pytest.fixture
def claim(cast: Cast) -> Claim:
    return make.claim(cast.emil, cast.leave)


def test_a_question_reaches_the_expert_and_the_answer_its_assessor(
    cast: Cast, claim: Claim, settle: Settle
) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    assessing.ask(claim.ref, QUESTION, by=cast.actor("carla"))
    settle()
    assert told() == {"claim_questioned": {"Emil"}}
    assert QUESTION in notice_for("Emil", "claim_questioned").body
    service.answer(claim.ref, "Nine hundred, in 2024.", by=cast.actor("emil"))
    settle()
    assert told()["claim_answered"] == {"Carla"}


def test_an_answer_finds_whoever_has_the_claim_by_now(cast: Cast, claim: Claim, settle: Settle) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    assessing.ask(claim.ref, QUESTION, by=cast.actor("carla"))
    seats.leave(seats.assessments_of(claim)[0].ref, by=cast.actor("carla"))
    service.answer(claim.ref, "Nine hundred, in 2024.", by=cast.actor("emil"))
    seats.take(claim.ref, by=cast.actor("nils"))
    settle()
    assert told()["claim_answered"] == {"Nils"}


def test_who_is_given_a_claim_is_told_and_who_takes_one_is_not(
    cast: Cast, claim: Claim, settle: Settle
) -> None:
    seats.assign(claim.ref, cast.user("carla").ref, by=cast.actor("vera"))
    seats.take(make.claim(cast.ana, make.skill(cast.payroll)).ref, by=cast.actor("carla"))
    settle()
    assert told() == {"assessment_assigned": {"Carla"}}
    assert notice_for("Carla", "assessment_assigned").path == f"/examinations/{claim.ref}"


def test_a_disagreement_reaches_those_who_can_resolve_it(cast: Cast, claim: Claim, settle: Settle) -> None:
    make.more_staff(cast.ledgerline, nils="assessor", petra="assessor")
    make.change(claim, opinions=2)
    for name, level in (("carla", 3), ("nils", 2)):
        assessing.decide(
            claim.ref,
            Verdict.CERTIFY,
            level=level,
            reason="The evidence shows it was done.",
            findings=make.findings(claim, level),
            by=cast.actor(name),
        )
    settle()
    assert told() == {"assessors_disagreed": {"Petra", "Vera"}}


def test_the_end_is_announced_three_times_with_how_to_renew(cast: Cast, clock: Clock, settle: Settle) -> None:
    titles = []
    for days in (275, 335, 358):
        clock.forward(days=days - (clock.now.date() - date(2027, 3, 1)).days)
        life.warn()
        settle()
        titles.append(last("certificate_expiring"))
    assert [one.title for one in titles] == [
        "Your certificate for Ledgerline Payroll · Leave ends within 90 days",
        "Your certificate for Ledgerline Payroll · Leave ends within 30 days",
        "Your certificate for Ledgerline Payroll · Leave ends within a week",
    ]
    assert all("Renew it now" in one.body for one in titles)
    assert titles[0].path == f"/certificates/{cast.certificate.ref}/renewal"


def test_a_warning_says_how_much_changed(cast: Cast, clock: Clock, settle: Settle) -> None:
    old, new = sorted(cast.payroll.releases, key=lambda one: one.released_on)
    make.change(cast.certificate, release_id=old.id)
    for position in (1, 2):
        make.row(Topic, release_id=new.id, position=position, title=f"Topic {position}")
    clock.forward(days=300)
    life.warn()
    settle()
    assert "2 changed topics are asked" in notice_for("Ana", "certificate_expiring").body


def test_a_major_release_ends_it_earlier_and_moved_later_again(
    cast: Cast, clock: Clock, settle: Settle
) -> None:
    make.change(cast.certificate, until_major=True)
    made = catalog.add_release(
        cast.payroll.ref,
        version="11.0",
        released_on=date(2027, 6, 1),
        notes="",
        major=True,
        by=cast.actor("vera"),
    )
    settle()
    sooner = notice_for("Ana", "certificate_shortened")
    assert "11.0" in sooner.title
    assert "30 August 2027" in sooner.body or "August 30, 2027" in sooner.body
    catalog.revise_release(
        made.ref, version="11.0", released_on=date(2027, 9, 1), notes="", major=True, by=cast.actor("vera")
    )
    settle()
    assert told()["certificate_prolonged"] == {"Ana"}


def test_suspended_and_reinstated(cast: Cast, settle: Settle) -> None:
    life.suspend(cast.certificate.ref, reason=WHY, by=cast.actor("carla"))
    settle()
    assert WHY in notice_for("Ana", "certificate_suspended").body
    life.reinstate(cast.certificate.ref, by=cast.actor("carla"))
    settle()
    assert told()["certificate_reinstated"] == {"Ana"}


def test_the_end_of_a_skill_that_is_no_longer_certified_promises_no_renewal(
    cast: Cast, clock: Clock, settle: Settle
) -> None:
    make.change(cast.leave.module, retired_at=clock.now)
    clock.forward(days=366)
    life.expire_overdue()
    settle()
    notice = notice_for("Ana", "certificate_expired")
    assert "no longer certifies" in notice.body
    assert notice.path == f"/certificates/{cast.certificate.ref}"
