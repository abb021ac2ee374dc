"""Ana's own rules in the browser, and what customers see of them."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar.rule_models import OtherHours
from marketplace.calendar.rules import Rules, rules, set_rules
from marketplace.db.base import db
from marketplace.simulator.serving import Simulator
from tests.bookings.asking import WEEK, ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.web.test_bookings import asked

TERMS = {"at_once": "y", "notice_hours": "48", "horizon_days": "90", "week_days": "3"}
MINE = Rules(True, 48, 90, 3)


@pytest.fixture
def ana(cast: Cast) -> FlaskClient:
    return cast.browser("ana")


def at_once(cast: Cast) -> None:
    set_rules(cast.ana.ref, Rules(at_once=True), by=cast.actor("ana"))


def test_rules_are_saved_and_shown_and_emptied_again(cast: Cast, ana: FlaskClient) -> None:
    assert ana.post("/calendar/rules", data=TERMS).location == "/calendar"
    assert rules(cast.ana.id) == MINE
    page = ana.get("/calendar").text
    for said in ("Booked at once", "48 hours", "90 days", "3 days at most"):
        assert said in page
    assert 'value="48"' in ana.get("/calendar/rules").text
    ana.post("/calendar/rules", data={"notice_hours": "", "horizon_days": "", "week_days": ""})
    assert rules(cast.ana.id) == Rules()


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"notice_hours": "721"}, "A whole number from 0 to 720"),
        ({"horizon_days": "soon"}, "Not a valid integer value"),
        ({"week_days": "9"}, "Not a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_beside_it(
    cast: Cast, ana: FlaskClient, wrong: dict[str, str], said: str
) -> None:
    answer = ana.post("/calendar/rules", data=TERMS | wrong)
    assert answer.status_code == 400
    assert said in answer.text
    assert rules(cast.ana.id) == Rules()


def test_an_extra_saturday(cast: Cast, ana: FlaskClient) -> None:
    assert (
        ana.post("/calendar/other-hours", data={"on": "2027-03-13", "hours": "10-12, 13-15"}).status_code
        == 302
    )
    row = db.session.scalars(db.select(OtherHours)).one()
    assert (row.on, row.stretches) == (date(2027, 3, 13), [[600, 720], [780, 900]])
    assert "10:00–12:00" in ana.get("/calendar/other-hours").text
    wrong = ana.post("/calendar/other-hours", data={"on": "2027-03-14", "hours": "noon"})
    assert wrong.status_code == 400 and "noon" in wrong.text
    ana.post(f"/calendar/other-hours/{row.ref}/removal")
    assert db.session.scalars(db.select(OtherHours)).first() is None


def test_holidays_are_chosen_and_one_of_them_worked(cast: Cast, ana: FlaskClient) -> None:
    assert ana.post("/calendar/holidays", data={"country": "DE"}).status_code == 302
    page = ana.get("/calendar/holidays").text
    assert "Easter Monday" in page and "Bayern" in page
    assert "next: Good Friday" in ana.get("/calendar").text
    ana.post("/calendar/holidays/2027-03-26", data={"works": "1"})
    assert "next: Easter Monday" in ana.get("/calendar").text
    assert ana.post("/calendar/holidays/2027-03-08", data={"works": "1"}).status_code == 404
    assert ana.post("/calendar/holidays/soon").status_code == 404
    assert ana.post("/calendar/holidays", data={"country": "Narnia"}).status_code == 400


def test_whoever_has_no_profile_is_shown_the_way(cast: Cast) -> None:
    bruno = cast.browser("bruno")
    for page in ("rules", "other-hours", "holidays"):
        assert bruno.get(f"/calendar/{page}").location == "/calendar"


def test_booking_at_once_leads_straight_to_the_payment(cast: Cast, simulator: Simulator) -> None:
    at_once(cast)
    bruno = cast.browser("bruno")
    price = bruno.get(f"/experts/{cast.ana.slug}/bookings/quote", query_string={"days": WEEK[:2]}).text
    assert "held for you for 15 minutes" in price and "Hold the days and pay" in price
    answer = asked(cast, bruno, at_once="1")
    assert answer.status_code == 303 and answer.location.startswith(simulator.url)  # type: ignore[attr-defined]
    booking = db.session.query(Booking).one()
    page = bruno.get(f"/bookings/{booking.ref}").text
    assert "The days are held for you" in page and "took the days at once" in page
    assert "Held" in page and "Asked by" in page


def test_what_changed_meanwhile_is_said_and_nothing_is_lost(cast: Cast) -> None:
    at_once(cast)
    answer = asked(cast, cast.browser("bruno"), at_once="0")
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "has just begun to book at once" in answer.text and "Close March with us." in answer.text  # type: ignore[attr-defined]
    assert db.session.query(Booking).count() == 0


def test_a_hold_that_ran_out_is_told_to_whoever_pays(cast: Cast, clock: Clock) -> None:
    at_once(cast)
    booking = ask(cast)
    clock.forward(minutes=16)
    page = cast.browser("bruno").post(f"/bookings/{booking.ref}/payment")
    assert "that time is over" in page.text
    assert booking.state is BookingState.ACCEPTED, "until the minute comes in which it is given back"


def test_customers_read_that_she_books_at_once(cast: Cast) -> None:
    at_once(cast)
    assert "no answer needed" in cast.browser("bruno").get(f"/experts/{cast.ana.slug}").text
    assert (
        "Days can be booked at once"
        in cast.browser("bruno").get(f"/experts/{cast.ana.slug}/bookings/new").text
    )
    found = cast.browser("bruno").get("/search?product=ledgerline/ledgerline-payroll&at_once=1").text
    assert "books at once" in found
