"""A backup on pages: who could, what it would mean, the yes, the note, and what the backup sees of it."""

from marketplace.bookings import service as bookings
from marketplace.covers import queries, service
from marketplace.kit.period import local
from marketplace.search import projection
from tests import make
from tests.booked import WEEK, booked
from tests.bookings.asking import accepted, ask
from tests.bookings.calling import ask_call, takes_calls
from tests.bookings.test_substitutes import colleague
from tests.cast import Cast
from tests.conftest import Clock, Settle


def test_from_naming_to_stepping_in(cast: Cast, settle: Settle) -> None:
    colleague(cast, "Finn")
    projection.refresh(cast.ana.id)
    booking, bruno = accepted(cast), cast.browser("bruno")
    path = f"/bookings/{booking.ref}/covers"
    assert f"{path}/new" in bruno.get(f"/bookings/{booking.ref}").text
    assert "Finn" in bruno.get(f"{path}/new").text
    page = bruno.get(f"{path}/new?expert=finn").text
    for said in ("€3,520.00", "holds no days", "Agreement about 5 days with Finn"):
        assert said in page
    chosen = {"expert": "finn", "total": "352000", "agreement": "0"}
    assert "tick this" in bruno.post(path, data=chosen).text
    stale = bruno.post(path, data=chosen | {"agreed": "y", "total": "1"})
    assert (stale.status_code, "The price has changed" in stale.text) == (409, True)
    bruno.post(path, data=chosen | {"agreed": "y"})
    cover = queries.open_on(booking.id)
    assert cover
    finn, home = cast.browser("finn"), f"/covers/{cover.ref}"
    assert home in finn.get("/desk").text
    page = finn.get(home).text
    for said in ("Will you stand by?", "Close March with us.", "the days stay open to others"):
        assert said in page
    assert f"/bookings/{booking.ref}" not in page
    assert finn.get(f"/bookings/{booking.ref}").status_code == 404
    finn.post(f"{home}/agreement")
    assert home not in finn.get("/desk").text
    ana = cast.browser("ana")
    ana.post(f"{home}/note", data={"note": "Start with site two."})
    assert "Start with site two." in finn.get(home).text
    ana.post(f"/bookings/{booking.ref}/cancellation", data={"reason": "I am ill."})
    settle()
    page = bruno.get(f"/bookings/{booking.ref}").text
    assert "has been asked to step in" in page
    assert "The backup was asked to step in" in page
    assert "Nordwind asks for 5 days" in finn.get("/desk").text


def test_somebody_gone_meanwhile_is_said(cast: Cast) -> None:
    booking = accepted(cast)
    page = cast.browser("bruno").get(f"/bookings/{booking.ref}/covers/new?expert=emil")
    assert page.status_code == 409
    assert "not free on all of these days any more" in page.text
    assert "Nobody else with this certificate is free" in page.text


def test_ana_gives_the_rest_to_finn(cast: Cast, clock: Clock, settle: Settle) -> None:
    colleague(cast, "Finn")
    projection.refresh(cast.ana.id)
    booking, bruno, ana = booked(cast, WEEK), cast.browser("bruno"), cast.browser("ana")
    path = f"/bookings/{booking.ref}/covers"
    assert "1 day, €704.00 more with fee" in bruno.get(f"{path}/new?expert=finn").text
    chosen = {"expert": "finn", "total": "352000", "agreement": "0", "agreed": "y"}
    assert bruno.post(path, data=chosen | {"overlap": "9"}).status_code == 400
    bruno.post(path, data=chosen | {"overlap": "1"})
    cover = queries.open_on(booking.id)
    assert cover
    home = f"/covers/{cover.ref}"
    cast.browser("finn").post(f"{home}/agreement")
    assert "€704.00 while both work" in bruno.get(home).text
    clock.to(booking.starts_at)
    assert f"{home}/rest" in ana.get(home).text
    assert f"{home}/rest" not in bruno.get(home).text
    last = WEEK[2].isoformat()
    page = ana.get(f"{home}/rest?last={last}").text
    for said in ("as your last day", "€1,408.00", "Give up 2 days"):
        assert said in page
    assert "Give a reason" in ana.post(f"{home}/rest", data={"last": last}).text
    assert ana.post(f"{home}/rest", data={"last": "x", "reason": "So."}).status_code == 400
    done = ana.post(
        f"{home}/rest", data={"last": last, "reason": "I am needed at home."}, follow_redirects=True
    )
    assert "Finn is asked for the rest." in done.text
    settle()
    page = bruno.get(f"/bookings/{booking.ref}").text
    assert "Ana can come until a certain day only" in page
    assert "I am needed at home." in bruno.get(f"/bookings/{booking.ref}/conversation").text
    assert "Ana can come on some of the days only" in bruno.get(home).text


def test_the_pages_speak_of_the_call_and_of_what_is_left(cast: Cast, clock: Clock) -> None:
    finn = colleague(cast, "Finn")
    takes_calls(cast)
    make.change(finn, hour_rate_amount=7_000)
    projection.refresh(cast.ana.id, finn.id)
    bruno, by = cast.browser("bruno"), cast.actor("bruno")
    call = ask_call(cast)
    page = bruno.get(f"/bookings/{call.ref}/covers/new").text
    assert "€70.00 an hour" in page and "for that very time" in page
    page = bruno.get(f"/bookings/{call.ref}/covers/new?expert=finn").text
    assert "45 minutes at €70.00 an hour" in page and "holds no time" in page
    page = bruno.get(f"/covers/{service.name(call.ref, 'finn', by=by).ref}").text
    assert "a 45-minute call, Tue, 16 Mar 2027" in page and "for the call" in page and "Days" not in page
    booking = booked(cast, WEEK)
    clock.to(local(WEEK[0], 18 * 60, "Europe/Berlin"))
    page = bruno.get(f"/bookings/{booking.ref}/covers/new").text
    assert (
        "Ana has begun. Somebody stands by for what can still be asked for: Wed 10 Mar, Thu 11 Mar and Fri 12 Mar."
        in page
    )
    page = bruno.get(f"/covers/{service.name(booking.ref, 'finn', by=by).ref}").text
    assert "Wed 10 Mar, Thu 11 Mar and Fri 12 Mar, what was left of 5 days" in page


def test_after_a_no_the_booking_shows_who_else_is_free(cast: Cast) -> None:
    """The notice about a backup who could not be asked sends the customer there."""
    colleague(cast, "Finn")
    projection.refresh(cast.ana.id)
    booking = ask(cast)
    bookings.decline(booking.ref, "I am away.", by=cast.actor("ana"))
    page = cast.browser("bruno").get(f"/bookings/{booking.ref}").text
    assert "Ask Finn" in page and "Find somebody for the same days" not in page
