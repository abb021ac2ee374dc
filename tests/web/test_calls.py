"""From a search for a call to its price in two clicks, on both clocks; a lost time keeps what was typed; the hours are the call."""

import re

from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.search import projection
from tests import make
from tests.bookings.calling import TUESDAY, ask_call, at, takes_calls
from tests.cast import Cast
from tests.conftest import Clock

ADDRESS = "/experts/ana/bookings"


def test_two_clicks_from_a_search_to_the_price(cast: Cast) -> None:
    takes_calls(cast)
    make.change(cast.user("bruno"), timezone="America/New_York")
    projection.refresh(cast.ana.id)
    bruno = cast.browser("bruno")
    found = bruno.get(
        "/search", query_string={"first": str(TUESDAY), "last": str(TUESDAY), "call": "45"}
    ).text
    assert "€80.00 an hour" in found
    link = re.search(r'href="(/experts/ana/calls/new[^"]*)"', found)
    assert link
    times = bruno.get(link[1].replace("&amp;", "&")).text
    offered = re.findall(r'name="at" value="([^"]+)"', times)
    assert offered[0] == "2027-03-16T08:00Z", "the first of that day"
    assert "the clock of Ana" in times and ">04:00<" in times and "09:00" in times
    price = bruno.get(f"{ADDRESS}/quote", query_string={"call": "45", "at": offered[4]}).text
    for said in ("45-minute call with Ana", "€60.00", "€66.00", "05:00 – 05:45 EDT", "10:00 – 10:45 CET"):
        assert said in price
    assert "45 minutes at €80.00 an hour" in price and "Tue 16 March 2027, 10:00 to 10:45" in price
    assert db.session.query(Booking).count() == 0


def test_bruno_asks_and_both_read_when_it_is(cast: Cast, clock: Clock) -> None:
    takes_calls(cast)
    make.change(cast.user("bruno"), timezone="America/New_York")
    bruno, whom = (
        cast.browser("bruno"),
        {"certificate": cast.certificate.ref, "organization": cast.nordwind.ref},
    )
    form = whom | {"call": "45", "at": "2027-03-16T09:00Z", "agreed": "y"}
    taken = ask_call(cast, at(10), who="gus")
    refused = bruno.post(ADDRESS, data=form | {"message": ""})
    assert refused.status_code == 400 and "2027-03-16T09:00Z" in refused.text
    bookings.accept(taken.ref, by=cast.actor("ana"))
    lost = bruno.post(ADDRESS, data=form | {"message": "Why does it stop?"})
    assert lost.status_code == 409
    assert "That time is no longer free" in lost.text and "Why does it stop?" in lost.text
    assert 'name="at" value="2027-03-16T10:00Z"' in lost.text, "the next one of that length, after the pause"
    answer = bruno.post(ADDRESS, data=form | {"message": "Why does it stop?", "at": "2027-03-16T10:00Z"})
    assert answer.status_code == 302
    booking = db.session.query(Booking).order_by(Booking.id.desc()).first()
    assert booking and answer.headers["Location"] == f"/bookings/{booking.ref}"
    page = bruno.get(f"/bookings/{booking.ref}").text
    assert "A 45-minute call with Ana" in page and "06:00 – 06:45 EDT" in page and "11:00 – 11:45 CET" in page
    assert "asked for a 45-minute call" in page
    page = cast.browser("ana").get(f"/bookings/{booking.ref}").text
    assert "Accept and hold the time" in page and "For Bruno" in page
    assert "a 45-minute call" in cast.browser("ana").get("/desk").text
    bookings.accept(booking.ref, by=cast.actor("ana"))
    with atomic():
        bookings.confirm(booking)
    clock.to(at(12))
    sheet = cast.browser("ana").get(f"/bookings/{booking.ref}/timesheet").text
    assert 'value="0:45"' in sheet, "as it was planned"


def test_odd_addresses_and_people_without_a_rate_get_a_sentence(cast: Cast) -> None:
    bruno = cast.browser("bruno")
    page = bruno.get("/experts/ana/calls/new")
    assert page.status_code == 409 and "takes no calls. Ask for days instead." in page.text
    takes_calls(cast)
    for query, status, said in [
        ({"call": "45", "at": "2027-03-16T22:00Z"}, 409, "no longer free"),
        ({"call": "45", "at": "2027-03-16T09:07Z"}, 400, "a quarter"),
        ({"call": "7", "at": "2027-03-16T09:00Z"}, 400, "30, 45, 60, 90 or 120"),
        ({"call": "45", "at": "9999-12-31T23:59Z"}, 400, "Choose a time"),
        ({"call": "45", "at": "yesterday"}, 400, "Choose a time"),
    ]:
        answer = bruno.get(f"{ADDRESS}/quote", query_string=query)
        assert (answer.status_code, said in answer.text) == (status, True), query
    assert bruno.get("/experts/ana/calls/new?call=x&first=2027-13-01").status_code == 200


def test_a_request_that_ran_out_leads_to_other_times(cast: Cast, clock: Clock) -> None:
    takes_calls(cast)
    booking = ask_call(cast)
    clock.forward(days=2)
    bookings.expire_unanswered()
    assert booking.state is BookingState.EXPIRED
    page = cast.browser("bruno").get(f"/bookings/{booking.ref}").text
    assert "See other times of Ana" in page and "call=45" in page
