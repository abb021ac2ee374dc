"""Pia reads what Halden would state, takes some of it, and nothing of it is public."""

from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace.accounts import addresses
from marketplace.accounts import service as accounts
from marketplace.attestations import queries as attestations
from marketplace.attestations import service as vouching
from marketplace.attestations.models import Attestation
from marketplace.db.base import db
from marketplace.handovers import answers, offers, queries
from marketplace.handovers.errors import HandedToSomebodyElse
from marketplace.handovers.models import Handover, HandoverState
from marketplace.handovers.offers import Draft
from marketplace.kit.errors import Invalid, NotAllowed, WrongState
from marketplace.notices.models import Notice
from marketplace.registry import queries as registry
from marketplace.registry.experience import Employment
from marketplace.registry.models import ProfileState
from tests import make, racing
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.handovers.offering import PIA, lines, offered

JOB = Employment("Halden", "Administrator", date(2019, 4, 1), masked=True, industry="Health care")


def stated() -> int:
    return db.session.scalar(select(func.count(Attestation.id))) or 0


def told(name: str) -> list[str]:
    return [one.body for one in db.session.scalars(select(Notice)) if one.user.name == name.capitalize()]


def test_pia_takes_one_line_of_two(cast: Cast, settle: Settle) -> None:
    pia, handover = make.user("Pia", email=PIA), offered(cast)
    assert stated() == 0
    answers.accept(offers.token(handover), [1], by=pia)
    settle()
    expert = registry.expert_of(pia.id)
    assert expert is not None
    assert expert.state is ProfileState.DRAFT
    (row,) = attestations.of_expert(expert.id)
    assert row.sentence == "Administrator, Ledgerline Payroll · Leave, releases 9.2–10.1, 26 months"
    assert (row.source, row.stated_by_id) == ("Halden", cast.user("gus").id)
    assert handover.state is HandoverState.ACCEPTED
    assert "Key user" not in handover.consent
    assert "26 months" in handover.consent
    assert handover.answered_at is not None
    assert "1 of 2 lines" in told("gus")[0]
    assert expert.experience == []


def test_her_job_comes_along_masked(cast: Cast) -> None:
    pia = make.user("Pia", email=PIA)
    answers.accept(offers.token(offered(cast)), [1, 2], employment=JOB, by=pia)
    expert = registry.expert_of(pia.id)
    assert expert is not None
    (job,) = expert.experience
    assert (job.employer, job.shown_employer) == ("Halden", "Health care")


def test_a_mistake_about_the_job_takes_nothing(cast: Cast) -> None:
    pia, handover = make.user("Pia", email=PIA), offered(cast)
    no_industry = Employment("Halden", "Administrator", date(2019, 4, 1), masked=True)
    with pytest.raises(Invalid, match="industry"):
        answers.accept(offers.token(handover), [1], employment=no_industry, by=pia)
    db.session.expire_all()
    assert (handover.state, stated(), registry.expert_of(pia.id)) == (HandoverState.OFFERED, 0, None)


def test_a_forwarded_link_is_not_for_emil(cast: Cast) -> None:
    signed, emil = offers.token(offered(cast)), cast.user("emil")
    with pytest.raises(HandedToSomebodyElse, match=r"pia@home\.test"):
        answers.accept(signed, [1], by=emil)
    with pytest.raises(HandedToSomebodyElse):
        answers.decline(signed, by=emil)
    assert stated() == 0


def test_an_address_that_is_not_verified_is_not_enough(cast: Cast) -> None:
    emil, signed = cast.user("emil"), offers.token(offered(cast))
    added = addresses.add(emil.ref, PIA, by=cast.actor("emil"))
    with pytest.raises(HandedToSomebodyElse):
        answers.accept(signed, [1], by=emil)
    addresses.verify(addresses.verification_token(added))
    answers.accept(signed, [1], by=emil)
    assert len(attestations.of_expert(cast.emil.id)) == 1


def test_whoever_registers_first_and_does_not_confirm_gets_nothing(cast: Cast) -> None:
    signed = offers.token(offered(cast))
    squatter = accounts.register("Squatter", PIA, make.PASSWORD, purpose="expert")
    with pytest.raises(HandedToSomebodyElse):
        answers.accept(signed, [1], by=squatter)


def test_declined_nothing_is_stated_and_gus_reads_no_reason(cast: Cast, settle: Settle) -> None:
    pia, handover = make.user("Pia", email=PIA), offered(cast)
    answers.decline(offers.token(handover), by=pia)
    settle()
    assert (handover.state, handover.consent, stated()) == (HandoverState.DECLINED, "", 0)
    assert registry.expert_of(pia.id) is None
    assert "Nothing was attested" in told("gus")[0]
    with pytest.raises(WrongState, match="declined"):
        answers.accept(offers.token(handover), [1], by=pia)


def test_nothing_ticked_is_no_answer(cast: Cast) -> None:
    pia, handover = make.user("Pia", email=PIA), offered(cast)
    for taken in ([], [99]):
        with pytest.raises(Invalid, match="at least one line"):
            answers.accept(offers.token(handover), taken, by=pia)
    assert handover.open


def test_too_late(cast: Cast, clock: Clock) -> None:
    pia, handover = make.user("Pia", email=PIA), offered(cast)
    clock.forward(days=30)
    with pytest.raises(NotAllowed, match="run out"):
        answers.accept(offers.token(handover), [1], by=pia)
    assert queries.waiting_for(pia) == []


def test_the_vendor_vouches_for_what_it_prepared(cast: Cast) -> None:
    pia = make.user("Pia", email=PIA)
    handover = offers.prepare(cast.ledgerline.ref, Draft(PIA, lines(cast)), by=cast.actor("carla"))
    assert list(queries.waiting_for(pia)) == [handover]
    answers.accept(offers.token(handover), [1, 2], by=pia)
    assert {row.source for row in db.session.scalars(select(Attestation))} == {"Ledgerline"}
    assert queries.waiting_for(pia) == []


def test_what_stands_already_is_not_stated_twice(cast: Cast) -> None:
    pia = make.user("Pia", email=PIA)
    answers.accept(offers.token(offered(cast)), [1], by=pia)
    again = offered(cast)
    answers.accept(offers.token(again), [1, 2], by=pia)
    assert stated() == 2


def test_accepting_in_one_window_and_declining_in_another(cast: Cast) -> None:
    pia, signed = make.user("Pia", email=PIA), offers.token(offered(cast))
    pia_id = pia.id

    def accept() -> None:
        answers.accept(signed, [1], by=db.session.get_one(type(pia), pia_id))

    def decline() -> None:
        answers.decline(signed, by=db.session.get_one(type(pia), pia_id))

    outcomes = racing.threads(cast.app, [accept, decline, accept])
    assert sorted(outcomes) == ["WrongState", "WrongState", "done"]
    final = db.session.scalars(select(Handover)).one()
    assert stated() == (1 if final.state is HandoverState.ACCEPTED else 0)


def test_gus_takes_back_what_halden_stated_and_carla_cannot(cast: Cast) -> None:
    pia = make.user("Pia", email=PIA)
    answers.accept(offers.token(offered(cast)), [1], by=pia)
    row = db.session.scalars(select(Attestation)).one()
    with pytest.raises(NotAllowed, match="owners of Halden"):
        vouching.withdraw(row.ref, reason="Wrong person.", by=cast.actor("carla"))
    vouching.withdraw(row.ref, reason="Wrong person.", by=cast.actor("gus"))
    assert not attestations.standing_for(row.expert_id or 0, cast.leave)
