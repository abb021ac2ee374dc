"""Changing a booking on pages: the days, the difference, the question, the answer, the payment."""

import re
from datetime import timedelta

from marketplace.amendments import queries
from marketplace.amendments import service as amendments
from marketplace.amendments.models import AmendmentState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import make
from tests.amendments.changing import LESS, MORE, NEXT, agreed, now, pay, propose
from tests.bookings.asking import WEEK, accepted
from tests.bookings.test_call_life import paid_call
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import paid


def query(days: list, rate: str = "") -> str:
    return "&".join([*(f"days={day}" for day in days), f"rate={rate}"])


def test_bruno_sees_the_difference_before_ana_is_asked(cast: Cast, simulator: Simulator) -> None:
    booking, bruno = paid(cast), cast.browser("bruno")
    page = bruno.get(f"/bookings/{booking.ref}")
    assert f"/bookings/{booking.ref}/amendments/new" in page.text
    page = bruno.get(f"/bookings/{booking.ref}/amendments/new")
    assert page.text.count("checked") == 5
    page = bruno.get(f"/bookings/{booking.ref}/amendments/preview?{query(MORE, '640.00')}")
    for figure in ("€3,520.00", "€4,224.00", "+€704.00", "Nordwind pays €704.00 more"):
        assert figure in page.text
    assert queries.open_on(booking.id) is None
    data = {"days": [str(day) for day in MORE], "rate": "640.00", "total": "422400", "message": "One more."}
    answer = bruno.post(f"/bookings/{booking.ref}/amendments", data=data)
    one = queries.open_on(booking.id)
    assert one is not None
    assert answer.headers["Location"] == f"/amendments/{one.ref}"


def test_ana_reads_the_same_figures_and_agrees(cast: Cast, simulator: Simulator) -> None:
    one = propose(cast, paid(cast))
    pages = [cast.browser(who).get(f"/amendments/{one.ref}").text for who in ("ana", "bruno", "carla")]
    for page in pages:
        assert "The total goes from €3,520.00 to €4,224.00: Nordwind pays €704.00 more, fee included." in page
    assert f"/amendments/{one.ref}/acceptance" in pages[0]
    assert "Take it back" in pages[1]
    cast.browser("ana").post(f"/amendments/{one.ref}/acceptance")
    assert now(one).state is AmendmentState.ACCEPTED


def test_dora_pays_the_difference_and_comes_back(cast: Cast, simulator: Simulator) -> None:
    booking, dora = paid(cast), cast.browser("dora")
    one = agreed(cast, booking)
    answer = dora.post(f"/amendments/{one.ref}/payment")
    assert answer.status_code == 303
    back = person.pay(answer.headers["Location"])
    assert f"/amendments/{one.ref}/payment/return" in back
    page = dora.get(back.removeprefix("http://localhost:8000"), follow_redirects=True)
    assert "Paid. The change holds." in page.text
    assert now(one).state is AmendmentState.APPLIED


def test_every_version_stands_on_the_booking(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = paid(cast)
    agreed(cast, booking, LESS)
    pay(cast, agreed(cast, booking, [*LESS, NEXT[0]]))
    settle()
    page = cast.browser("bruno").get(f"/bookings/{booking.ref}").text
    assert "Fri 19 Mar is given up" in page
    assert "Mon 22 Mar is added" in page
    assert page.count("The booking was changed") == 2
    days = page[page.index('id="days"') : page.index('id="message"')]
    assert "19 Mar" not in days
    assert "22 Mar" in days


def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, simulator: Simulator) -> None:
    booking, bruno = paid(cast), cast.browser("bruno")
    for rate, said in (("lots", "Write the amount in figures"), ("0", "Write the rate for a day")):
        page = bruno.get(f"/bookings/{booking.ref}/amendments/preview?{query(MORE, rate)}")
        assert page.status_code == 400
        assert said in page.text
        assert page.text.count("checked") == 6
        assert f'value="{rate}"' in page.text
    data = {"days": [str(day) for day in MORE], "rate": "640.00", "total": "1", "message": "Kept words."}
    page = bruno.post(f"/bookings/{booking.ref}/amendments", data=data)
    assert page.status_code == 409
    assert "Kept words." in page.text


def test_a_day_taken_meanwhile_is_named(cast: Cast, simulator: Simulator) -> None:
    one = propose(cast, paid(cast))
    accepted(cast, [NEXT[0]])
    page = cast.browser("ana").post(f"/amendments/{one.ref}/acceptance")
    assert page.status_code == 409
    assert "Mon 22 Mar is no longer free" in page.text


def test_days_that_have_begun_are_not_offered(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at + timedelta(hours=1))
    page = cast.browser("ana").get(f"/bookings/{booking.ref}/amendments/new").text
    assert f'<input type="hidden" name="days" value="{WEEK[0]}">' in page
    assert page.count("checked") == 4


def test_it_waits_on_the_desk_of_whoever_acts(cast: Cast, simulator: Simulator) -> None:
    make.change(cast.user("bruno"), timezone="America/New_York")
    one = propose(cast, paid(cast))
    path = f"/amendments/{one.ref}"
    desk = cast.browser("ana").get("/desk").text
    assert path in desk
    assert "EST for Bruno)" in desk, "until when, on both clocks"
    assert path not in cast.browser("bruno").get("/desk").text
    amendments.accept(one.ref, by=cast.actor("ana"))
    assert path in cast.browser("dora").get("/desk").text
    assert path not in cast.browser("ana").get("/desk").text


def test_other_peoples_changes_do_not_exist(cast: Cast, simulator: Simulator) -> None:
    booking = paid(cast)
    one = propose(cast, booking)
    assert cast.browser("gus").get(f"/amendments/{one.ref}").status_code == 404
    assert cast.browser("emil").get(f"/bookings/{booking.ref}/amendments/new").status_code == 404
    assert cast.browser("dora").get(f"/bookings/{booking.ref}/amendments/new").status_code == 403


def test_bruno_asks_for_afternoons_and_both_read_them_on_two_clocks(cast: Cast, simulator: Simulator) -> None:
    """He lives in New York by now; what Ana works from noon is his early morning."""
    make.change(cast.user("bruno"), timezone="America/New_York")
    booking, bruno = paid(cast), cast.browser("bruno")
    page = bruno.get(f"/bookings/{booking.ref}/amendments/new").text
    assert "On the clock of Ana (Europe/Berlin)" in page
    asked = f"{query(WEEK, '')}&from=12:00&to=17:00&on={WEEK[4]}"
    page = bruno.get(f"/bookings/{booking.ref}/amendments/preview?{asked}").text
    line = "Fri, 19 Mar 2027, 07:00 – 12:00 EDT (12:00 – 17:00 CET for Ana)"
    for said in (line, "instead of 04:00 – 12:00", "€400.00", "€264.00 goes back to Nordwind"):
        assert said in page, said
    data = {"days": [str(day) for day in WEEK], "from": "12:00", "to": "17:00", "on": str(WEEK[4])}
    bruno.post(f"/bookings/{booking.ref}/amendments", data=data | {"total": "325600", "rate": ""})
    one = queries.open_on(booking.id)
    assert one
    page = cast.browser("ana").get(f"/amendments/{one.ref}").text
    assert "Fri, 19 Mar 2027, 12:00 – 17:00 CET (07:00 – 12:00 EDT for Bruno)" in page
    assert re.search(r"Please answer by <time [^>]*>[^<]* CET \([^<]* EST for Bruno\)</time>", page)
    amendments.accept(one.ref, by=cast.actor("ana"))
    page = cast.browser("ana").get(f"/bookings/{booking.ref}").text
    assert "other hours on Fri 19 Mar" in page
    assert "For Bruno: Fri, 19 Mar 2027, 07:00 – 12:00 EDT" in page


def test_hours_that_make_no_sense_are_said_and_kept(cast: Cast, simulator: Simulator) -> None:
    booking, bruno = paid(cast), cast.browser("bruno")
    for typed, said in (
        ("from=12:00&to=", "Write from when to when"),
        ("from=18:00&to=12:00", "end after they begin"),
        ("from=6:00&to=12:00", "Ana works from 09:00 to 17:00"),
        ("from=99:99&to=12:00", "end after they begin"),
        ("from=09:00&to=12:00&on=2027-03-28", "would not be booked"),
        ("from=09:00&to=12:00&price=much", "Write the amount in figures"),
    ):
        page = bruno.get(f"/bookings/{booking.ref}/amendments/preview?{query(WEEK)}&{typed}")
        assert page.status_code == 400
        assert said in page.text, (typed, said)
        assert '<details class="panel other-hours mt-4" open>' in page.text
        assert f'value="{typed.partition("=")[2].partition("&")[0]}"' in page.text


def test_a_call_is_moved_on_pages(cast: Cast, simulator: Simulator) -> None:
    make.change(cast.user("bruno"), timezone="America/New_York")
    booking, bruno = paid_call(cast), cast.browser("bruno")
    page = bruno.get(f"/bookings/{booking.ref}/amendments/new?call=60&first=2027-03-16&last=2027-03-16").text
    for said in (
        "Keep the time, 60 minutes from Tue, 16 Mar 2027, 05:00 EDT (10:00 CET for Ana)",
        "(Europe/Berlin)",
        "Tuesday, 16 March 2027",
    ):
        assert said in page, said
    address = f"/bookings/{booking.ref}/amendments/preview?call=60&at=2027-03-16T13:00Z&rate=80.00"
    page = bruno.get(address).text
    for said in (
        "Tue, 16 Mar 2027, 09:00 – 10:00 EDT (14:00 – 15:00 CET for Ana)",
        "Nordwind pays €22.00 more",
        "Rate for an hour",
    ):
        assert said in page, said
    assert bruno.get(address.replace("13:00Z", "13:07Z")).status_code == 400
    for bad in ("", "?call=x&at=y", "?call=999&at=2027-03-16T13:00Z", "?days=2027-03-16"):
        answer = bruno.get(f"/bookings/{booking.ref}/amendments/preview{bad}")
        assert answer.status_code in (400, 409)
    data = {"call": "60", "at": "2027-03-16T13:00Z", "rate": "80.00", "total": "8800", "message": ""}
    assert bruno.post(f"/bookings/{booking.ref}/amendments", data=data).status_code == 302
    one = queries.open_on(booking.id)
    assert one
    page = cast.browser("ana").get(f"/bookings/{booking.ref}/amendments/new").text
    assert f'<a href="/bookings/{booking.ref}">Nordwind</a>' in page, "as on the page of the change"
    page = cast.browser("ana").get(f"/amendments/{one.ref}").text
    assert (
        "the call is moved; 60 minutes instead of 45"
        in cast.browser("ana").get(f"/bookings/{booking.ref}").text
    )
    assert "Tue, 16 Mar 2027, 14:00 – 15:00 CET (09:00 – 10:00 EDT for Bruno)" in page
