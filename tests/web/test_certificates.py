"""Certificates that anybody can check, and their vendor can take back."""

from datetime import date

import pytest

from marketplace.certification import life
from marketplace.certification.models import CertificateState
from marketplace.db.session import atomic
from marketplace.registry.models import ProfileState
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

WHY = "The reference turned out to be written by somebody else."


def test_anybody_can_check_a_published_expert_s_certificate(cast: Cast) -> None:
    page = cast.browser("visitor").get(f"/certificates/{cast.certificate.ref}").get_data(as_text=True)
    for said in ("Ana", "Professional", "Ledgerline", "Leave", "assessor of Ledgerline"):
        assert said in page
    assert "Carla" not in page
    assert "Revoke" not in page


def test_until_then_only_the_expert_and_the_vendor_can(cast: Cast) -> None:
    with atomic():
        cast.ana.state = ProfileState.HIDDEN
    seen = {"visitor": 404, "emil": 404, "ines": 404, "ana": 200, "carla": 200, "fritz": 200}
    for person, status in seen.items():
        answer = cast.browser(person).get(f"/certificates/{cast.certificate.ref}")
        assert answer.status_code == status, person


def test_an_expired_one_says_so(cast: Cast, clock: Clock) -> None:
    clock.forward(days=366)
    page = cast.browser("visitor").get(f"/certificates/{cast.certificate.ref}").get_data(as_text=True)
    assert "expired" in page.lower()


@pytest.mark.parametrize("person", ["carla", "vera"])
def test_a_certificate_is_revoked_with_a_reason_that_stays_private(cast: Cast, person: str) -> None:
    address = f"/certificates/{cast.certificate.ref}"
    browser = cast.browser(person)
    assert browser.post(f"{address}/revocation", data={"reason": "No"}).status_code == 400
    assert browser.post(f"{address}/revocation", data={"reason": WHY}).location == address
    page = cast.browser("visitor").get(address).get_data(as_text=True)
    assert "revoked" in page.lower()
    assert WHY not in page
    assert WHY in cast.browser("ana").get(address).get_data(as_text=True)


def test_a_suspended_one_does_not_count_until_it_is_reinstated(cast: Cast) -> None:
    address, carla = f"/certificates/{cast.certificate.ref}", cast.browser("carla")
    assert carla.post(f"{address}/suspension", data={"reason": "No"}).status_code == 400
    assert carla.post(f"{address}/suspension", data={"reason": WHY}).location == address
    page = cast.browser("visitor").get(address).text
    assert "Suspended since" in page
    assert WHY not in page
    own = cast.browser("ana").get(address).text
    assert WHY in own
    assert "What a suspension means" in own
    assert "Renew it" not in own
    assert "is suspended" in carla.get(f"{address}/suspension", follow_redirects=True).text
    assert carla.post(f"{address}/reinstatement").location == address
    assert "Valid today" in cast.browser("visitor").get(address).text


def test_one_that_was_replaced_leads_to_the_newest(cast: Cast, clock: Clock) -> None:
    newest = make.certificate(cast.ana, cast.leave)
    middle = make.certificate(
        cast.ana,
        cast.leave,
        state=CertificateState.SUPERSEDED,
        superseded_at=clock.now,
        superseded_by_id=newest.id,
    )
    make.change(
        cast.certificate,
        state=CertificateState.SUPERSEDED,
        superseded_at=clock.now,
        superseded_by_id=middle.id,
    )
    page = cast.browser("visitor").get(f"/certificates/{cast.certificate.ref}").text
    assert "Replaced by a newer one" in page
    assert f'href="/certificates/{newest.ref}"' in page


def test_its_holder_appeals_against_a_revocation_for_two_weeks(cast: Cast, clock: Clock) -> None:
    life.revoke(cast.certificate.ref, reason=WHY, by=cast.actor("carla"))
    address, ana = f"/certificates/{cast.certificate.ref}", cast.browser("ana")
    appeal = f"/claims/{cast.certificate.claim.ref}/appeal?certificate={cast.certificate.ref}"
    assert appeal in ana.get(address).text
    assert WHY in ana.get(appeal).text
    assert ana.post(appeal, data={"statement": WHY}).location == address
    assert "Your appeal" in ana.get(address).text
    assert "Your appeal" not in cast.browser("carla").get(address).text
    other = make.certificate(cast.emil, cast.leave)
    wrong = f"/claims/{cast.certificate.claim.ref}/appeal?certificate={other.ref}"
    assert ana.get(wrong).status_code == 404


def test_nobody_rules_over_their_own(cast: Cast) -> None:
    make.hire(cast.ledgerline, cast.user("ana"), "assessor")
    address, ana = f"/certificates/{cast.certificate.ref}", cast.browser("ana")
    assert "Suspend" not in ana.get(address).text
    for verb in ("suspension", "revocation", "reinstatement"):
        assert ana.post(f"{address}/{verb}", data={"reason": WHY}).status_code == 403


@pytest.mark.parametrize("person", ["ana", "fritz", "ines", "bruno"])
def test_nobody_else_revokes(cast: Cast, person: str) -> None:
    address = f"/certificates/{cast.certificate.ref}/revocation"
    assert cast.browser(person).get(address).status_code == 403
    assert cast.browser(person).post(address, data={"reason": WHY}).status_code == 403


def test_the_vendor_s_overview_filters_by_state_and_name(cast: Cast) -> None:
    make.certificate(cast.emil, cast.leave, expires_on=date(2027, 4, 1))
    carla = cast.browser("carla")
    everybody = carla.get("/vendors/ledgerline/certificates").get_data(as_text=True)
    assert everybody.index(">Emil<") < everybody.index(">Ana<")
    soon = carla.get("/vendors/ledgerline/certificates?state=expiring").get_data(as_text=True)
    assert ">Emil<" in soon
    assert ">Ana<" not in soon
    named = carla.get("/vendors/ledgerline/certificates?q=AN").get_data(as_text=True)
    assert ">Ana<" in named
    assert ">Emil<" not in named
    assert carla.get("/vendors/ledgerline/certificates?state=x&page=y&q=%25").status_code == 200


@pytest.mark.parametrize("state", ["suspended", "revoked", "superseded", "expired"])
def test_the_overview_tells_how_others_stand(cast: Cast, state: str) -> None:
    values = {"state": CertificateState(state)} | (
        {"expires_on": date(2027, 2, 1)} if state == "expired" else {}
    )
    make.certificate(cast.emil, cast.leave, **values)
    carla = cast.browser("carla")
    assert ">Emil<" in carla.get(f"/vendors/ledgerline/certificates?state={state}").text
    for other in {"live", "expiring", "suspended", "revoked", "superseded", "expired"} - {state}:
        assert ">Emil<" not in carla.get(f"/vendors/ledgerline/certificates?state={other}").text, other


def test_the_overview_is_for_the_vendor_s_reviewers(cast: Cast) -> None:
    seen = {"vera": 200, "carla": 200, "fritz": 403, "ines": 404, "ana": 404, "bruno": 404}
    for person, status in seen.items():
        assert cast.browser(person).get("/vendors/ledgerline/certificates").status_code == status, person


def test_people_in_the_menu_leads_to_the_vendor_whose_hat_is_worn(cast: Cast) -> None:
    assert cast.browser("carla").get("/certificates").location == "/vendors/ledgerline/certificates"
    assert cast.browser("ana").get("/certificates").status_code == 404
