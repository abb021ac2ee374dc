"""Carla states what she knows about somebody's work; Ana finds it among her skills."""

from sqlalchemy import select

from marketplace.attestations.models import Attestation
from marketplace.db.base import db
from tests import make
from tests.cast import Cast
from tests.conftest import Settle

PAGE = "/vendors/ledgerline/attestations"


def form(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "email": "ana@example.test",
        "name": "Ana",
        "skill": cast.leave.ref,
        "role": "Administrator",
        "first_release": "9.2",
        "last_release": "",
        "months": "26",
    } | changes


def test_carla_states_it_and_ana_reads_it(cast: Cast, settle: Settle) -> None:
    carla = cast.browser("carla")
    assert "Nothing stated yet" in carla.get(PAGE).text
    page = carla.post(f"{PAGE}/new", data=form(cast), follow_redirects=True)
    assert "Administrator, Ledgerline Payroll · Leave, releases since 9.2, 26 months" in page.text
    settle()
    assert "On the word of Ledgerline" in cast.browser("ana").get("/claims").text
    assert "On the word of" not in cast.browser("emil").get("/claims").text


def test_a_mistake_loses_nothing(cast: Cast) -> None:
    carla = cast.browser("carla")
    refused = carla.post(f"{PAGE}/new", data=form(cast, months="two years", first_release="8.0"))
    assert refused.status_code == 400
    assert "A whole number of months" in refused.text
    assert "The newest are: 10.1, 9.2" in refused.text
    assert 'value="two years"' in refused.text
    assert db.session.scalar(select(Attestation)) is None


def test_the_list_is_searched(cast: Cast) -> None:
    make.attestation(cast.ana, cast.leave, name="Ana", role="Administrator")
    make.attestation(None, cast.leave, email="pia@elbtal.test", name="Pia", role="Key user")
    carla = cast.browser("carla")
    found = carla.get(f"{PAGE}?q=ELBTAL key").text
    assert "pia@elbtal.test" in found
    assert "ana@example.test" not in found
    assert "Nothing is stated about" in carla.get(f"{PAGE}?q=%25").text


def test_vera_takes_it_back_with_a_reason(cast: Cast) -> None:
    row, vera = make.attestation(cast.ana, cast.leave), cast.browser("vera")
    page = f"/attestations/{row.ref}/withdrawal"
    assert vera.post(page, data={"reason": ""}).status_code == 400
    answer = vera.post(page, data={"reason": "It was her colleague."}, follow_redirects=True)
    assert "Withdrawn" in answer.text
    assert "It was taken back" in vera.get(page).text
    assert vera.post(page, data={"reason": "Again"}).status_code == 409
    assert "her colleague" in cast.browser("ana").get("/claims").text


def test_nothing_of_it_stands_on_her_public_profile(cast: Cast) -> None:
    make.attestation(cast.ana, cast.leave, organization_id=cast.halden.id)
    for name in ("visitor", "bruno", "gus"):
        assert "Halden" not in cast.browser(name).get(f"/experts/{cast.ana.slug}").text.partition("<main")[2]
