"""Bruno chooses days, sees the price and asks; both sides find the booking again."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from marketplace.bookings import queries
from marketplace.bookings.models import Booking, BookingState
from marketplace.catalog.models import Release
from marketplace.certification.models import CertificateState
from marketplace.db.base import db
from tests import make
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.counting import statements

DAYS = [day.isoformat() for day in WEEK]


def asked(cast: Cast, browser: FlaskClient, **values: object) -> object:
    given = {
        "days": DAYS,
        "certificate": cast.certificate.ref,
        "organization": cast.nordwind.ref,
        "message": "Close March with us.",
        "agreed": "y",
    }
    return browser.post(f"/experts/{cast.ana.slug}/bookings", data=given | values)


def test_the_picker_offers_free_days_and_keeps_the_searched_period(cast: Cast) -> None:
    page = cast.browser("bruno").get(
        f"/experts/{cast.ana.slug}/bookings/new?first=2027-03-13&last=2027-03-16"
    )
    assert page.status_code == 200
    ticked = re.findall(r'value="([\d-]+)" checked', page.text)
    assert ticked == ["2027-03-15", "2027-03-16"]
    assert 'value="2027-03-20"' not in page.text


def test_the_price_is_shown_before_anybody_is_asked(cast: Cast) -> None:
    page = cast.browser("bruno").get(f"/experts/{cast.ana.slug}/bookings/quote", query_string={"days": DAYS})
    assert page.status_code == 200
    for figure in ("€3,200.00", "€320.00", "€3,520.00", "10 %"):
        assert figure in page.text
    assert db.session.query(Booking).count() == 0


def test_nobody_is_asked_before_days_are_chosen(cast: Cast) -> None:
    page = cast.browser("bruno").get(f"/experts/{cast.ana.slug}/bookings/quote")
    assert page.status_code == 400
    assert "Choose at least one day." in page.text


def test_asking_leads_to_the_booking(cast: Cast) -> None:
    browser = cast.browser("bruno")
    answer = asked(cast, browser)
    (booking,) = db.session.query(Booking).all()
    assert answer.headers["Location"] == f"/bookings/{booking.ref}"
    page = browser.get(answer.headers["Location"])
    assert "Ana has been asked" in page.text
    assert "Close March with us." in page.text


def test_the_release_that_is_run_is_asked_and_shown(cast: Cast) -> None:
    browser, older = cast.browser("bruno"), cast.payroll.releases[-1]
    page = browser.get(f"/experts/{cast.ana.slug}/bookings/quote", query_string={"days": DAYS})
    assert re.search(r'<option selected value="\w+">10\.1<', page.text)
    wrong = asked(cast, browser, message=" ", release=older.ref)
    assert f'<option selected value="{older.ref}">9.2<' in wrong.text
    booking = browser.get(asked(cast, browser, release=older.ref).headers["Location"])
    assert "Ledgerline Payroll 9.2" in booking.text
    assert db.session.query(Booking).one().release is older


@pytest.mark.parametrize("release", ["nonsense", "of another product", "not out yet"])
def test_a_release_that_nobody_can_run_is_refused_on_the_form(cast: Cast, release: str) -> None:
    others = make.product(cast.stockpile, "Stockpile", ()).releases[0]
    future = make.row(Release, product_id=cast.payroll.id, version="12.0", released_on=date(2028, 1, 1))
    ref = {"of another product": others.ref, "not out yet": future.ref}.get(release, release)
    page = asked(cast, cast.browser("bruno"), release=ref)
    assert page.status_code == 400
    assert "Choose a release of Ledgerline Payroll" in page.text
    assert "Close March with us." in page.text
    assert db.session.query(Booking).count() == 0


def test_a_missing_message_keeps_the_days(cast: Cast) -> None:
    page = asked(cast, cast.browser("bruno"), message=" ")
    assert page.status_code == 400
    assert page.text.count('type="hidden" name="days"') == 5


def test_the_slower_one_is_offered_the_next_free_days_with_the_message_kept(cast: Cast) -> None:
    accepted(cast, WEEK[:2])
    page = asked(cast, cast.browser("bruno"))
    assert page.status_code == 409
    assert "Mon 15 Mar and Tue 16 Mar are no longer free" in page.text
    assert re.findall(r'name="days" value="([\d-]+)"', page.text) == [
        *DAYS[2:],
        "2027-03-22",
        "2027-03-23",
    ]
    assert "Close March with us." in page.text
    assert "/search?" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "days=tomorrow&days=2027-02-30",
        "first=2027-03-20&last=2027-03-01",
        "first=x&last=y",
        "certificate=nothing&organization=nobody",
        "days=9999-12-31",
        "days=0001-01-01&first=0001-01-01&last=9999-12-31",
    ],
)
@pytest.mark.parametrize("step", ["new", "quote"])
def test_odd_addresses_are_answered_in_words(cast: Cast, query: str, step: str) -> None:
    page = cast.browser("bruno").get(f"/experts/{cast.ana.slug}/bookings/{step}?{query}")
    assert page.status_code in (200, 400)


def test_an_address_no_keyboard_types_is_no_page(cast: Cast) -> None:
    page = cast.browser("bruno").get(f"/experts/{cast.ana.slug}/bookings/new?first=x&last=%00")
    assert page.status_code == 404


def test_somebody_without_an_organization_learns_what_is_missing(cast: Cast) -> None:
    page = cast.browser("emil").get(f"/experts/{cast.ana.slug}/bookings/new")
    assert page.status_code == 409
    assert "Experts are booked by organizations" in page.text
    assert "Found an organization" in page.text


def test_whose_certificates_are_gone_is_not_offered_and_no_organization_would_help(cast: Cast) -> None:
    make.change(cast.certificate, state=CertificateState.REVOKED)
    assert "can be booked as soon as a skill is certified" in cast.browser("visitor").get("/experts/ana").text
    page = cast.browser("bruno").get(f"/experts/{cast.ana.slug}/bookings/new").text
    assert "has no valid certificate at the moment" in page
    assert "Found an organization" not in page


def test_a_visitor_signs_in_first_and_comes_back(cast: Cast) -> None:
    answer = cast.browser("visitor").get(f"/experts/{cast.ana.slug}/bookings/new?first=2027-03-15")
    assert answer.status_code == 302
    assert "bookings" in answer.headers["Location"]


def test_the_organization_of_the_hat_is_the_one_that_books(cast: Cast) -> None:
    make.join(cast.halden, cast.user("bruno"), "booker")
    browser = cast.browser("bruno")
    with browser.session_transaction() as session:
        session["hat"] = f"organization:{cast.halden.ref}"
    page = browser.get(f"/experts/{cast.ana.slug}/bookings/new")
    assert f'value="{cast.halden.ref}" selected' in page.text


@pytest.mark.parametrize("who", ["ana", "bruno", "dora", "olga", "carla", "fritz"])
@pytest.mark.parametrize("state", list(BookingState))
def test_both_sides_and_the_vendor_read_every_state(cast: Cast, who: str, state: BookingState) -> None:
    booking = ask(cast)
    make.change(booking, state=state, hold_until=booking.starts_at)
    page = cast.browser(who).get(f"/bookings/{booking.ref}")
    assert page.status_code == 200
    assert "€3,520.00" in page.text


@pytest.mark.parametrize(
    ("zone", "read"),
    [
        ("Europe/Amsterdam", ""),
        ("Europe/London", "Your time: Mon, 15 Mar 2027, 08:00 – 16:00 GMT"),
        ("Pacific/Auckland", "Your time: Mon, 15 Mar 2027, 21:00 – Tue, 16 Mar 2027, 05:00 NZDT"),
    ],
)
def test_hours_are_read_on_the_readers_clock_too_where_it_shows_something_else(
    cast: Cast, zone: str, read: str
) -> None:
    booking = ask(cast)
    make.change(cast.user("bruno"), timezone=zone)
    page = cast.browser("bruno").get(f"/bookings/{booking.ref}").text
    assert read in page
    assert ("Your time:" in page) is bool(read)


def test_what_is_paid_says_when_the_work_begins_and_then_by_when_it_ends(cast: Cast, clock: Clock) -> None:
    booking = ask(cast)
    make.change(booking, state=BookingState.CONFIRMED)
    bruno, page = cast.browser("bruno"), f"/bookings/{booking.ref}"
    assert re.search(r"begins <time[^>]*>Mon, 15 Mar 2027, 09:00 CET", bruno.get(page).text)
    clock.to(booking.starts_at)
    assert re.search(r"Ana, by <time[^>]*>Fri, 19 Mar 2027, 17:00 CET", bruno.get(page).text)


@pytest.mark.parametrize("who", ["emil", "gus", "ines"])
def test_nobody_else_learns_that_it_exists(cast: Cast, who: str) -> None:
    assert cast.browser(who).get(f"/bookings/{ask(cast).ref}").status_code == 404


@pytest.mark.parametrize(
    ("who", "hat", "name"),
    [
        ("ana", "expert:", "Nordwind"),
        ("bruno", "organization:{nordwind}", "Ana"),
        ("carla", "vendor:{ledgerline}", "Ana"),
    ],
)
def test_each_hat_lists_its_bookings(cast: Cast, who: str, hat: str, name: str) -> None:
    booking = ask(cast)
    browser = cast.browser(who)
    with browser.session_transaction() as session:
        session["hat"] = hat.format(nordwind=cast.nordwind.ref, ledgerline=cast.ledgerline.ref)
    page = browser.get("/bookings?stage=waiting")
    assert f'<a href="/bookings/{booking.ref}">{name}</a>' in page.text
    assert booking.ref not in browser.get("/bookings?stage=ended").text
    assert browser.get("/bookings?stage=odd&page=9999999999999999999999").status_code == 200


def test_the_list_costs_as_many_statements_as_a_page_of_one(cast: Cast) -> None:
    browser = cast.browser("bruno")
    ask(cast, [date(2027, 3, 15)])
    browser.get("/bookings")
    with statements() as few:
        browser.get("/bookings")
    for day in range(16, 20):
        ask(cast, [date(2027, 3, day)])
    with statements() as many:
        browser.get("/bookings")
    assert len(many) == len(few)
    assert len(queries.bookings_of_organization(cast.nordwind.id).items) == 5
