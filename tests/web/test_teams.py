"""An organization's team, a vendor's staff, and the hats their people wear."""

import pytest

from marketplace.db.base import db
from marketplace.organizations import invitations, queries
from marketplace.organizations.models import Organization
from tests import make
from tests.cast import Cast
from tests.conftest import Clock


def seat(cast: Cast, name: str) -> str:
    members = queries.members_of(cast.nordwind.id)
    return next(one.ref for one in members if one.user.name == name)


def test_ana_founds_an_organization_and_wears_its_hat(cast: Cast) -> None:
    ana = cast.browser("ana")
    refused = ana.post("/organizations/new", data={"name": "Moreira", "country": ""})
    assert refused.status_code == 400
    assert 'value="Moreira"' in refused.text
    page = ana.post("/organizations/new", data={"name": "Moreira", "country": "PT"}, follow_redirects=True)
    assert "Portugal" in page.text
    assert ana.get("/organizations").headers["Location"].startswith("/organizations/")


def test_olga_invites_and_takes_it_back(cast: Cast) -> None:
    olga, page = cast.browser("olga"), f"/organizations/{cast.nordwind.ref}"
    refused = olga.post(f"{page}/invitations", data={"email": "pia@example.test"})
    assert refused.status_code == 400
    assert "Choose at least one role" in refused.text
    assert 'value="pia@example.test"' in refused.text
    olga.post(f"{page}/invitations", data={"email": "pia@example.test", "roles": ["booker", "finance"]})
    assert "Open until" in olga.get(page).text
    (offer,) = queries.open_invitations(cast.nordwind)
    olga.post(f"/invitations/{offer.ref}/mail")
    olga.post(f"/invitations/{offer.ref}/withdrawal")
    assert "Open until" not in olga.get(page).text
    signed = invitations.token(offer)
    assert "has been withdrawn" in cast.browser("visitor").get(f"/invitations/{signed}").text


def test_an_invitation_to_another_address_explains_itself(cast: Cast) -> None:
    offer = invitations.invite_member(
        cast.nordwind.ref, "pia@example.test", ["booker"], by=cast.actor("olga")
    )
    path = f"/invitations/{invitations.token(offer)}"
    emil = cast.browser("emil")
    assert "This went to another address" in emil.get(path).text
    assert emil.post(f"{path}/acceptance").status_code == 403
    make.address(cast.user("emil"), "pia@example.test")
    assert emil.post(f"{path}/acceptance").headers["Location"] == "/desk"
    assert cast.actor("emil").is_member(cast.nordwind.id)
    assert emil.post(f"{path}/acceptance").status_code == 409


def test_who_is_invited_for_the_money_reads_what_that_means_here(cast: Cast) -> None:
    offer = invitations.invite_member(
        cast.nordwind.ref, "pia@example.test", ["finance"], by=cast.actor("olga")
    )
    page = cast.browser("visitor").get(f"/invitations/{invitations.token(offer)}").text
    assert "Finance: pays, and sees all documents" in page


def test_an_invitation_that_has_run_out_says_so(cast: Cast, clock: Clock) -> None:
    offer = invitations.invite_member(
        cast.nordwind.ref, "pia@example.test", ["booker"], by=cast.actor("olga")
    )
    clock.forward(days=15)
    assert "has run out" in cast.browser("visitor").get(f"/invitations/{invitations.token(offer)}").text
    assert cast.browser("visitor").get("/invitations/forged").status_code == 404


def test_roles_change_and_the_last_owner_stays(cast: Cast) -> None:
    olga, page = cast.browser("olga"), f"/organizations/{cast.nordwind.ref}"
    olga.post(f"{page}/members/{seat(cast, 'Bruno')}", data={"roles": ["approver"]})
    db.session.rollback()
    assert cast.actor("bruno").organizations[cast.nordwind.id] == {"approver"}
    assert olga.post(f"{page}/members/{seat(cast, 'Olga')}", data={"roles": ["booker"]}).status_code == 409
    refused = olga.post(f"{page}/members/{seat(cast, 'Olga')}/removal")
    assert refused.status_code == 409
    assert "needs an owner" in refused.text
    assert olga.post(f"{page}/members/{seat(cast, 'Bruno')}/removal").status_code == 302
    assert not cast.actor("bruno").is_member(cast.nordwind.id)


def test_members_see_the_team_and_may_leave_it(cast: Cast) -> None:
    bruno, page = cast.browser("bruno"), f"/organizations/{cast.nordwind.ref}"
    assert "Invite somebody" not in bruno.get(page).text
    assert bruno.get(f"{page}/details").status_code == 404
    assert (
        bruno.post(f"{page}/invitations", data={"email": "x@y.test", "roles": ["owner"]}).status_code == 404
    )
    assert bruno.post(f"{page}/members/{seat(cast, 'Bruno')}/removal").headers["Location"] == "/desk"
    assert bruno.get(page).status_code == 404


def test_owners_rename_their_organization(cast: Cast) -> None:
    page = f"/organizations/{cast.nordwind.ref}/details"
    cast.browser("olga").post(page, data={"name": "Südwind 🌬", "country": "AT"})
    db.session.rollback()
    renamed = queries.organization(cast.nordwind.ref)
    assert isinstance(renamed, Organization)
    assert (renamed.name, renamed.country) == ("Südwind 🌬", "AT")


def test_administrators_look_after_the_staff(cast: Cast) -> None:
    vera, page = cast.browser("vera"), "/vendors/ledgerline/staff"
    vera.post(f"{page}/invitations", data={"email": "pia@example.test", "roles": ["assessor"]})
    assert "pia@example.test" in vera.get(page).text
    carla = next(one for one in queries.staff_of(cast.ledgerline.id) if one.user.name == "Carla")
    vera.post(f"{page}/{carla.ref}", data={"roles": ["assessor", "finance"]})
    assert "Finance" in vera.get(page).text
    assert cast.browser("carla").get(f"{page}/{carla.ref}").status_code == 404
    assert cast.browser("ines").get(page).status_code == 404
    assert vera.get("/staff").headers["Location"].endswith(page)
    vera.post(f"{page}/{carla.ref}/removal")
    assert not cast.actor("carla").is_staff(cast.ledgerline.id)


def test_a_hat_is_only_worn_by_who_has_it(cast: Cast) -> None:
    bruno = cast.browser("bruno")
    bruno.post("/hat", data={"hat": f"organization:{cast.halden.ref}"})
    with bruno.session_transaction() as session:
        assert "hat" not in session
    bruno.post("/hat", data={"hat": f"organization:{cast.nordwind.ref}"})
    with bruno.session_transaction() as session:
        assert session["hat"] == f"organization:{cast.nordwind.ref}"


@pytest.mark.parametrize(
    ("name", "expert"), [("ana", True), ("emil", True), ("bruno", False), ("carla", False)]
)
def test_the_experts_hat_is_offered_to_experts(cast: Cast, name: str, expert: bool) -> None:
    assert ('value="expert:"' in cast.browser(name).get("/settings").text) == expert


def test_the_theme_is_kept_and_leads_back(cast: Cast) -> None:
    visitor = cast.browser("visitor")
    back = visitor.post(
        "/theme", data={"theme": "dark"}, headers={"Referer": "http://localhost/login?next=/x"}
    )
    assert back.headers["Location"] == "/login"
    assert 'data-bs-theme="dark"' in visitor.get("/login").text
    visitor.post("/theme", data={"theme": "<script>"})
    assert 'data-bs-theme="dark"' in visitor.get("/login").text


def test_a_name_and_a_time_zone(cast: Cast) -> None:
    ana = cast.browser("ana")
    assert ana.post("/settings", data={"name": "Ana Moreira", "timezone": "Asia/Tokyo"}).status_code == 302
    assert "Ana Moreira" in ana.get("/settings").text
    assert ana.post("/settings", data={"name": "", "timezone": "Asia/Tokyo"}).status_code == 400
    assert ana.post("/settings", data={"name": "Ana", "timezone": "Mars/Olympus"}).status_code == 400
    assert "Lately" in ana.get("/settings/sign-in").text
