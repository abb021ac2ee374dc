"""Wherever Ana's certificate on 9.2 shows, the reader sees that 10.1 is out and what it changed."""

import re

import pytest

from marketplace.catalog.models import Topic
from marketplace.search import projection
from tests import make
from tests.bookings.asking import ask
from tests.cast import Cast

LINE = "certified on 9.2 · current 10.1 · 1 changed topic"


@pytest.fixture(autouse=True)
def on_an_older_release(cast: Cast) -> None:
    newest, older = cast.payroll.releases
    make.change(cast.certificate, release_id=older.id)
    make.row(Topic, release_id=newest.id, position=1, title="Payslips & filings", about="In the browser.")
    projection.refresh(cast.ana.id)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("visitor", "/experts/ana"),
        ("visitor", "/certificates/{certificate}"),
        ("ana", "/claims"),
        ("carla", "/vendors/ledgerline/certificates"),
        ("bruno", "/experts/ana/bookings/new"),
        ("bruno", "/experts/ana/bookings/quote?days=2027-03-15&certificate={certificate}"),
    ],
)
def test_the_page_says_so(cast: Cast, who: str, address: str) -> None:
    page = cast.browser(who).get(address.format(certificate=cast.certificate.ref)).text
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert LINE in said
    assert "Payslips &amp; filings" in page
    assert "In the browser." in page


@pytest.mark.parametrize("who", ["ana", "bruno", "vera"])
def test_so_does_a_booking(cast: Cast, who: str) -> None:
    page = cast.browser(who).get(f"/bookings/{ask(cast).ref}").text
    assert LINE in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_a_long_list_says_it_in_one_line(cast: Cast) -> None:
    page = cast.browser("visitor").get("/search").text
    assert LINE in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Payslips" not in page


def test_on_the_current_release_there_is_nothing_to_unfold(cast: Cast) -> None:
    make.change(cast.certificate, release_id=cast.payroll.releases[0].id)
    page = cast.browser("visitor").get("/experts/ana").text
    assert "certified on 10.1 · the current release" in page
    assert "Payslips" not in page


def test_the_certificate_leads_to_the_version_it_was_judged_by(cast: Cast) -> None:
    page = cast.browser("visitor").get(f"/certificates/{cast.certificate.ref}").text
    assert "/programmes/ledgerline/ledgerline-payroll/leave/versions/1" in page
