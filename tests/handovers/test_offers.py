"""An owner, or the vendor's staff, offer to vouch for somebody; it waits for thirty days."""

import pytest
from flask import Flask
from flask_mailman import EmailMultiAlternatives
from sqlalchemy import func, select

from marketplace.attestations.models import Attestation
from marketplace.attestations.usage import Words
from marketplace.catalog import service as catalog
from marketplace.db.base import db
from marketplace.handovers import offers
from marketplace.handovers.models import HandoverState
from marketplace.handovers.offers import Draft, Line
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.handovers.offering import PIA, lines, offered
from tests.mailbox import mails


def letters(cast: Cast) -> list[EmailMultiAlternatives]:
    return [mail for mail in mails(cast.app) if mail.to == [PIA]]


@pytest.fixture(autouse=True)
def no_mail_yet(app: Flask) -> None:
    app.extensions["mailman"].outbox = []


def test_pia_gets_a_letter_that_says_nothing_of_her_work(cast: Cast, settle: Settle) -> None:
    handover = offered(cast)
    settle()
    (mail,) = letters(cast)
    assert "Halden would vouch for your work" in mail.subject
    assert "Thank you for all of it." in mail.body
    assert offers.token(handover) in mail.body
    assert "Payroll" not in mail.body
    assert db.session.scalar(select(func.count(Attestation.id))) == 0


@pytest.mark.parametrize("name", ["bruno", "olga", "carla", "ana", "otto"])
def test_only_owners_of_halden_vouch_in_its_name(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        offers.offer(cast.halden.ref, Draft(PIA, lines(cast)), by=cast.actor(name))


@pytest.mark.parametrize("name", ["fritz", "ines", "gus", "otto"])
def test_only_admins_and_assessors_prepare_a_record(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        offers.prepare(cast.ledgerline.ref, Draft(PIA, lines(cast)), by=cast.actor(name))


def test_a_vendor_speaks_of_its_own_products_only(cast: Cast) -> None:
    wms = make.product(cast.stockpile, "Stockpile WMS", ())
    line = Line(0, make.skill(wms).ref, Words("Picker", "", "", "3"))
    with pytest.raises(Invalid) as refused:
        offers.prepare(cast.ledgerline.ref, Draft(PIA, [line]), by=cast.actor("carla"))
    assert list(refused.value.fields) == ["skill_0"]
    assert offers.offer(cast.halden.ref, Draft(PIA, [line]), by=cast.actor("gus")).lines


def test_mistakes_are_told_line_by_line_and_nothing_is_sent(cast: Cast, settle: Settle) -> None:
    wrong = [
        Line(0, "", Words("Administrator", "", "", "26")),
        Line(4, cast.leave.ref, Words("", "8.0", "", "many")),
    ]
    with pytest.raises(Invalid) as refused:
        offered(cast, "no address", wrong)
    assert set(refused.value.fields) == {"email", "skill_0", "role_4", "first_release_4", "months_4"}
    with pytest.raises(Invalid, match="at least one thing"):
        offered(cast, chosen=[])
    settle()
    assert letters(cast) == []


def test_gus_does_not_hand_over_to_himself(cast: Cast) -> None:
    with pytest.raises(Invalid, match="themselves"):
        offered(cast, "gus@example.test")


def test_one_offer_at_a_time_to_one_address(cast: Cast) -> None:
    first = offered(cast)
    with pytest.raises(Invalid, match="Send that one again"):
        offered(cast, PIA.upper())
    offers.withdraw(first.ref, by=cast.actor("gus"))
    offered(cast)


def test_a_retired_product_is_not_vouched_for(cast: Cast) -> None:
    catalog.retire_product(cast.payroll.ref, by=cast.actor("vera"))
    with pytest.raises(Invalid, match="from the list"):
        offered(cast)


def test_after_thirty_days_it_has_run_out(cast: Cast, clock: Clock) -> None:
    handover = offered(cast)
    clock.forward(days=29, hours=23)
    assert offers.expire() == 0
    clock.forward(hours=1)
    assert (offers.expire(), offers.expire()) == (1, 0)
    assert handover.state is HandoverState.EXPIRED
    with pytest.raises(Invalid, match="no longer open"):
        offers.repeat(handover.ref, by=cast.actor("gus"))


def test_sent_again_it_has_thirty_fresh_days(cast: Cast, clock: Clock, settle: Settle) -> None:
    handover = offered(cast)
    settle()
    clock.forward(days=20)
    offers.repeat(handover.ref, by=cast.actor("gus"))
    settle()
    assert len(letters(cast)) == 2
    clock.forward(days=20)
    assert offers.expire() == 0


def test_taken_back_the_letter_is_not_sent_and_the_link_says_so(cast: Cast, settle: Settle) -> None:
    handover = offered(cast)
    offers.withdraw(handover.ref, by=cast.actor("gus"))
    settle()
    assert letters(cast) == []
    with pytest.raises(WrongState):
        offers.withdraw(handover.ref, by=cast.actor("gus"))


def test_strangers_do_not_learn_of_it(cast: Cast) -> None:
    handover = offered(cast)
    for name in ("olga", "carla", "ana", "otto"):
        with pytest.raises(NotFound):
            offers.withdraw(handover.ref, by=cast.actor(name))
    with pytest.raises(NotFound, match="not complete"):
        offers.from_token(offers.token(handover) + "x")
