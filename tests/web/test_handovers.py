"""Hand-overs on their pages: Gus offers, Pia reads and answers."""

import pytest
from sqlalchemy import select

from marketplace.db.base import db
from marketplace.handovers import offers
from marketplace.handovers.models import Handover, HandoverState
from tests import make
from tests.cast import Cast
from tests.conftest import Clock
from tests.handovers.offering import PIA, offered


def test_gus_writes_it_down(cast: Cast) -> None:
    gus, page = cast.browser("gus"), f"/organizations/{cast.halden.ref}/handovers"
    assert "Nobody has been handed over to yet" in gus.get(page).text
    data = {
        "email": PIA,
        "name": "Pia",
        "skill_0": cast.leave.ref,
        "role_0": "Administrator",
        "months_0": "26",
        "role_7": "Key user",
    }
    refused = gus.post(f"{page}/new", data=data)
    assert refused.status_code == 400
    assert "Choose what they used from the list" in refused.text
    assert 'value="Key user"' in refused.text
    assert '<details class="handed" open>' in refused.text
    done = gus.post(f"{page}/new", data={**data, "role_7": ""}, follow_redirects=True).text
    assert "Not answered yet" in done
    assert "Administrator, Ledgerline Payroll · Leave, 26 months" in done
    assert "hand-overs" in gus.get(f"/organizations/{cast.halden.ref}").text.lower()
    (handover,) = db.session.scalars(select(Handover))
    assert "thirty days" in gus.post(f"/handovers/{handover.ref}/mail", follow_redirects=True).text
    assert "Withdrawn" in gus.post(f"/handovers/{handover.ref}/withdrawal", follow_redirects=True).text


def test_carla_prepares_a_record(cast: Cast) -> None:
    page = "/vendors/ledgerline/handovers"
    data = {"email": PIA, "skill_0": cast.leave.ref, "role_0": "Administrator", "months_0": "26"}
    carla = cast.browser("carla")
    assert "No record prepared yet" in carla.get(page).text
    assert "A mail is on its way" in carla.post(f"{page}/new", data=data, follow_redirects=True).text


@pytest.mark.parametrize("name", ["visitor", "emil"])
def test_a_forwarded_link_shows_strangers_nothing_of_her_work(cast: Cast, name: str) -> None:
    page = f"/hand-over/{offers.token(offered(cast))}"
    text = cast.browser(name).get(page).text
    assert "Halden would vouch for your work" in text
    assert "Key user" not in text
    assert "Thank you for all of it" not in text
    assert ("Create an account" if name == "visitor" else "This went to another address") in text


def test_pia_reads_unticks_and_agrees(cast: Cast) -> None:
    make.user("Pia", email=PIA)
    pia, page = cast.browser("pia"), f"/hand-over/{offers.token(offered(cast))}"
    assert "Halden would vouch for your work" in pia.get("/claims").text
    text = pia.get(page).text
    assert "Key user, Ledgerline Payroll, 8 months" in text
    assert "It is not public, and Halden can take it back." in text
    none = pia.post(f"{page}/acceptance", data={"experience": ""})
    assert none.status_code == 400
    assert "Tick at least one line" in none.text
    job = {"lines": ["1"], "experience": "y", "title": "Administrator", "masked": "y"}
    assert "In which month did you begin" in pia.post(f"{page}/acceptance", data=job).text
    job["began_on"] = "2019-04"
    assert "choose one" in pia.post(f"{page}/acceptance", data=job).text
    job["industry"] = "Health care"
    done = pia.post(f"{page}/acceptance", data=job, follow_redirects=True).text
    assert "On the word of Halden" in done
    assert "Key user" not in done
    after = pia.get(page).text
    assert "What you agreed to" in after
    assert pia.post(f"{page}/acceptance", data=job).status_code == 409
    assert "On the word of" in cast.browser("pia").get("/claims").text


def test_pia_declines(cast: Cast) -> None:
    make.user("Pia", email=PIA)
    handover = offered(cast)
    pia, page = cast.browser("pia"), f"/hand-over/{offers.token(handover)}"
    assert "states nothing about you" in pia.post(f"{page}/refusal", follow_redirects=True).text
    assert pia.post(f"{page}/refusal").status_code == 409
    assert "This has been declined." in pia.get(page).text


def test_emil_adds_the_address_and_comes_back(cast: Cast) -> None:
    page = f"/hand-over/{offers.token(offered(cast))}"
    emil = cast.browser("emil")
    assert emil.post(f"{page}/acceptance", data={"lines": ["1"]}).status_code == 403
    assert emil.post(f"{page}/refusal").status_code == 403
    make.address(cast.user("emil"), PIA)
    assert "What you agree to" in emil.get(page).text


def test_run_out_it_says_so_and_offers_nothing(cast: Cast, clock: Clock) -> None:
    make.user("Pia", email=PIA)
    handover = offered(cast)
    clock.forward(days=31)
    page = f"/hand-over/{offers.token(handover)}"
    assert "This has run out. Ask Gus for a new one." in cast.browser("pia").get(page).text
    assert cast.browser("pia").post(f"{page}/acceptance", data={"lines": ["1"]}).status_code == 403
    assert "Run out" in cast.browser("gus").get(f"/organizations/{cast.halden.ref}/handovers").text
    assert handover.state is HandoverState.OFFERED
