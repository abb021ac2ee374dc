"""Ana's calendar in the browser."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from marketplace.calendar import queries, shifts
from marketplace.calendar.models import DayOff
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.registry.models import ProfileState
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

MONDAY = date(2027, 3, 8)
USUAL = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9-17")


@pytest.fixture
def ana(cast: Cast) -> FlaskClient:
    return cast.browser("ana")


def test_a_visitor_signs_in_first(cast: Cast) -> None:
    answer = cast.browser("visitor").get("/calendar")
    assert answer.status_code == 302
    assert "next=/calendar" in answer.location


def test_without_a_profile_the_page_shows_the_way(cast: Cast) -> None:
    bruno = cast.browser("bruno")
    assert "Begin your profile" in bruno.get("/calendar").text
    assert bruno.post("/calendar/hours", data=USUAL).location == "/calendar"
    assert bruno.post("/calendar/days-off", data={"first_on": MONDAY}).location == "/calendar"


def test_the_month_shows_what_each_day_is_and_leads_to_bookings(cast: Cast, ana: FlaskClient) -> None:
    with atomic():
        shifts.propose(cast.ana, "bookingref12", [MONDAY])
        shifts.hold("bookingref12")
    page = ana.get("/calendar").text
    assert "March 2027" in page
    assert 'href="/bookings/bookingref12"><span><time datetime="2027-03-08">8</time>' in page
    assert "Held until paid" in page


@pytest.mark.parametrize(
    "month", ["2027-06", "1999-01", "9999-12", "2027-13", "soon", "🦄", "2027-03-01", ""]
)
def test_any_month_in_the_address(ana: FlaskClient, month: str) -> None:
    answer = ana.get("/calendar", query_string={"month": month})
    assert answer.status_code == 200
    assert ("June 2027" if month == "2027-06" else "March 2027") in answer.text


def test_somebody_new_finds_a_usual_week_filled_in(cast: Cast, ana: FlaskClient) -> None:
    make.hours(cast.ana, {})
    assert "Nobody can book you yet" in ana.get("/calendar").text
    page = ana.get("/calendar/hours").text
    assert page.count("09:00–17:00") >= 5
    assert "Nothing is saved before" in page
    assert queries.weekly_hours(cast.ana.id) == {}


def test_weekly_hours_are_saved(cast: Cast, ana: FlaskClient) -> None:
    answer = ana.post("/calendar/hours", data={"monday": "9–12:30, 13:30–17", "saturday": "10-11"})
    assert answer.location == "/calendar"
    assert queries.weekly_hours(cast.ana.id) == {0: [(540, 750), (810, 1020)], 5: [(600, 660)]}


def test_a_mistake_keeps_what_was_typed(cast: Cast, ana: FlaskClient) -> None:
    answer = ana.post("/calendar/hours", data=USUAL | {"monday": "9-13, 12-17", "sunday": "never <b>"})
    assert answer.status_code == 400
    assert "overlaps with the stretch before it" in answer.text
    assert 'value="9-13, 12-17"' in answer.text
    assert "never &lt;b&gt;" in answer.text
    assert len(queries.weekly_hours(cast.ana.id)) == 5


def test_days_off_in_the_browser(cast: Cast, ana: FlaskClient) -> None:
    sent = {"first_on": "2027-03-08", "last_on": "2027-03-12", "note": "Skiing 🎿"}
    assert ana.post("/calendar/days-off", data=sent).location == "/calendar?month=2027-03"
    page = ana.get("/calendar").text
    assert "Mon 8 Mar to Fri 12 Mar: you are off." in page
    assert "Skiing 🎿" in page
    off = db.session.scalars(db.select(DayOff)).one()
    assert ana.post(f"/calendar/days-off/{off.ref}/removal").location == "/calendar"
    assert "Skiing 🎿" not in ana.get("/calendar").text


@pytest.mark.parametrize(
    "sent, status, said",
    [
        ({}, 400, "Which day is the first?"),
        ({"first_on": "gestern"}, 400, "Not a valid date"),
        ({"first_on": "2027-02-01"}, 400, "That day is over"),
        ({"first_on": "2027-03-08", "last_on": "2027-03-01"}, 400, "comes before the first"),
        ({"first_on": "2027-03-08", "note": "x" * 200}, 400, "120"),
        ({"first_on": "2027-03-15"}, 409, "is off already"),
    ],
)
def test_days_off_that_cannot_be(
    cast: Cast, ana: FlaskClient, sent: dict[str, str], status: int, said: str
) -> None:
    taken = MONDAY + timedelta(days=7)
    make.row(DayOff, expert_id=cast.ana.id, first_on=taken, last_on=taken)
    answer = ana.post("/calendar/days-off", data=sent)
    assert answer.status_code == status
    assert said in answer.text
    assert all(f'value="{value}"' in answer.text for value in sent.values())


def test_anothers_day_off_does_not_exist(cast: Cast, ana: FlaskClient) -> None:
    off = make.row(DayOff, expert_id=cast.emil.id, first_on=MONDAY, last_on=MONDAY)
    assert ana.post(f"/calendar/days-off/{off.ref}/removal").status_code == 404
    assert db.session.get(DayOff, off.id) is not None


def test_opening_the_page_of_the_mail_confirms_nothing(cast: Cast, ana: FlaskClient) -> None:
    page = ana.get("/calendar/confirmation").text
    assert "Is your calendar still right?" in page
    assert "“Not confirmed lately”" in page
    assert queries.confirmed_on([cast.ana.id])[cast.ana.id] is None


def test_one_click_confirms(cast: Cast, ana: FlaskClient) -> None:
    assert ana.post("/calendar/confirmation").location == "/calendar"
    assert "Confirmed free today" in ana.get("/calendar").text
    assert queries.confirmed_on([cast.ana.id])[cast.ana.id] == date(2027, 3, 1)
    assert ana.post("/calendar/confirmation", data={"back": "desk"}).location == "/desk"
    assert ana.post("/calendar/confirmation", data={"back": "//evil.example"}).location == "/calendar"


def test_who_has_no_calendar_has_nothing_to_confirm(cast: Cast) -> None:
    bruno = cast.browser("bruno")
    assert bruno.get("/calendar/confirmation").location == "/calendar"
    assert bruno.post("/calendar/confirmation").location == "/calendar"
    make.change(cast.ana, state=ProfileState.HIDDEN)
    assert "Customers see these days once" in cast.browser("ana").get("/calendar/confirmation").text


def test_customers_read_how_old_her_word_is(cast: Cast, ana: FlaskClient, clock: Clock) -> None:
    visitor = cast.browser("visitor")
    assert "Not confirmed lately" in visitor.get("/experts/ana").text
    ana.post("/calendar/confirmation")
    clock.forward(days=3)
    assert "Confirmed free 3 days ago" in visitor.get("/experts/ana").text
    clock.forward(days=11)
    assert "Not confirmed lately" in visitor.get("/experts/ana").text
    assert "You rank lower until you confirm" in ana.get("/calendar").text
