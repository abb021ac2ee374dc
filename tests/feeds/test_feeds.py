"""Bookings in people's own calendar programs: what they tell, to whom, and for how long."""

from collections.abc import Iterator
from datetime import UTC, datetime

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from marketplace.app import create_app
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from marketplace.calendar.reading import expanding
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events import log
from marketplace.feeds import queries, service, writing
from marketplace.feeds.models import Feed
from marketplace.kit.errors import NotAllowed, NotFound
from marketplace.kit.period import Days
from marketplace.organizations import team
from marketplace.organizations.models import Membership
from marketplace.web import security
from tests import make
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast
from tests.conftest import Clock


def written(feed: Feed) -> bytes:
    return writing.write(feed, queries.entries(feed))


def events(feed: Feed) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(written(feed)).walk("VEVENT"))


def paid(booking: Booking) -> None:
    with atomic():
        bookings.confirm(locked(Booking, booking.ref))


def of_nordwind(cast: Cast, name: str = "bruno") -> Feed:
    return service.make(cast.nordwind.id, by=cast.actor(name))


def test_days_appear_when_they_are_held_and_keep_their_names(cast: Cast, clock: Clock) -> None:
    feed = service.make(by=cast.actor("ana"))
    booking = ask(cast)
    assert events(feed) == [], "a request is no booking yet"
    bookings.accept(booking.ref, by=cast.actor("ana"))
    held = events(feed)
    clock.forward(hours=1)
    paid(booking)
    booked = events(feed)
    clock.forward(hours=1)
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    off = events(feed)
    assert [len(one) for one in (held, booked, off)] == [len(WEEK)] * 3
    told = [[str(one["STATUS"]), int(one["SEQUENCE"])] for one in (held[0], booked[0], off[0])]
    assert told == [["TENTATIVE", 0], ["CONFIRMED", 1], ["CANCELLED", 2]]
    assert len({str(one["UID"]) for one in (held[0], booked[0], off[0])}) == 1
    changed = [one["LAST-MODIFIED"].dt for one in (held[0], booked[0], off[0])]
    assert changed == sorted(set(changed))
    assert booked[0]["DTSTART"].dt == datetime(WEEK[0].year, WEEK[0].month, WEEK[0].day, 8, tzinfo=UTC)
    clock.forward(days=31)
    assert events(feed) == []


def test_what_was_never_accepted_was_never_told(cast: Cast) -> None:
    feed = service.make(by=cast.actor("ana"))
    booking = ask(cast)
    bookings.withdraw(booking.ref, by=cast.actor("bruno"))
    assert events(feed) == []


def test_each_side_reads_of_the_other_and_nothing_of_money_or_messages(cast: Cast) -> None:
    hers, his = service.make(by=cast.actor("ana")), of_nordwind(cast)
    paid(accepted(cast))
    assert str(events(hers)[0]["SUMMARY"]) == "Nordwind: Ledgerline Payroll"
    assert str(events(his)[0]["SUMMARY"]) == "Ana: Ledgerline Payroll"
    booking = db.session.query(Booking).one()
    for private in (booking.message, "640.00", "EUR"):
        assert private.encode() not in written(hers) + written(his)
    assert events(of_nordwind(cast, "olga")) and not events(service.make(by=cast.actor("emil")))
    assert not events(service.make(cast.halden.id, by=cast.actor("gus")))


def test_it_is_written_as_programs_want_it(cast: Cast) -> None:
    make.change(cast.nordwind, name="Nordwind, Süd; 🦄 " + "lang " * 20)
    feed = service.make(by=cast.actor("ana"))
    paid(accepted(cast))
    text = written(feed)
    assert text.startswith(b"BEGIN:VCALENDAR\r\n") and text.endswith(b"END:VCALENDAR\r\n")
    assert text.count(b"\n") == text.count(b"\r\n")
    assert max(map(len, text.split(b"\r\n"))) <= 75
    for line in (
        b"VERSION:2.0",
        b"METHOD:PUBLISH",
        b"X-PUBLISHED-TTL:PT1H",
        b"REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ):
        assert line + b"\r\n" in text
    event = events(feed)[0]
    for needed in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS"):
        assert needed in event
    assert str(event["SUMMARY"]).startswith("Nordwind, Süd; 🦄 lang")
    assert text == written(feed), "the same byte by byte while nothing changes"


def test_what_we_write_is_read_as_busy_and_known_as_our_own(cast: Cast) -> None:
    feed = service.make(by=cast.actor("ana"))
    paid(accepted(cast))
    days = Days(WEEK[0], WEEK[-1])
    assert len(expanding.read(written(feed), days).busy) == len(WEEK)
    assert expanding.read(written(feed), days, "@bookings.localhost").busy == ()


def test_made_once_renewed_and_removed(cast: Cast) -> None:
    ana = cast.actor("ana")
    feed = service.make(by=ana)
    assert service.make(by=ana).id == feed.id
    old = service.token(feed)
    assert service.from_token(old).id == feed.id
    new = service.token(service.renew(feed.ref, by=ana))
    assert service.from_token(new).id == feed.id
    with pytest.raises(NotFound):
        service.from_token(old)
    service.remove(feed.ref, by=ana)
    with pytest.raises(NotFound):
        service.from_token(new)
    kinds = [event.kind for event in log.history(feed.ref)]
    assert kinds == ["FeedMade", "FeedRenewed", "FeedRemoved"]
    assert not any(feed.secret in str(event.payload) for event in log.history(feed.ref))


def test_only_who_books_reads_what_the_organization_has_booked(cast: Cast) -> None:
    for name in ("dora", "gus", "ana"):
        with pytest.raises(NotAllowed):
            of_nordwind(cast, name)
    with pytest.raises(NotFound):
        service.make(by=cast.actor("bruno"))
    feed = of_nordwind(cast)
    for name in ("olga", "ana"):
        with pytest.raises(NotFound):
            service.renew(feed.ref, by=cast.actor(name))
        with pytest.raises(NotFound):
            service.remove(feed.ref, by=cast.actor(name))


@pytest.mark.parametrize("how", ["another role", "gone", "closed"])
def test_the_address_ends_with_the_right_to_book(cast: Cast, how: str) -> None:
    signed = service.token(of_nordwind(cast))
    assert service.from_token(signed)
    seat = db.session.query(Membership).filter_by(user_id=cast.user("bruno").id).one()
    if how == "another role":
        team.change_roles(cast.nordwind.ref, seat.ref, ["approver"], by=cast.actor("olga"))
    elif how == "gone":
        team.remove(cast.nordwind.ref, seat.ref, by=cast.actor("olga"))
    else:
        make.change(cast.user("bruno"), active=False)
    with pytest.raises(NotFound):
        service.from_token(signed)


@pytest.fixture
def program(cast: Cast) -> FlaskClient:
    """A calendar program: nobody has signed in."""
    return cast.browser("visitor")


def test_a_program_reads_it_and_asks_whether_it_has_changed(cast: Cast, program: FlaskClient) -> None:
    address = f"/calendars/{service.token(service.make(by=cast.actor('ana')))}.ics"
    first = program.get(address)
    assert first.status_code == 200
    assert first.headers["Content-Type"].startswith("text/calendar; charset=utf-8")
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert first.headers["X-Robots-Tag"] == "noindex"
    known = {"If-None-Match": first.headers["ETag"]}
    again = program.get(address, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    accepted(cast)
    assert program.get(address, headers=known).status_code == 200
    assert program.head(address).status_code == 200


@pytest.mark.parametrize("token", ["x", "WyJhIiwiYiJd.x", "a.b.c", "%F0", "👻"])
def test_any_other_address_leads_nowhere(program: FlaskClient, token: str) -> None:
    assert program.get(f"/calendars/{token}.ics").status_code == 404


@pytest.fixture
def strict(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The same application on the same database, with a limit that is soon reached."""
    monkeypatch.setattr(security, "limiter", Limiter(get_remote_address, strategy="moving-window"))
    strict = create_app({**cast.app.config, "FEED_LIMIT": "2 per hour", "RATELIMIT_ENABLED": True})
    yield strict
    with strict.app_context():
        db.engine.dispose()


def test_an_address_is_asked_so_often_and_no_more(cast: Cast, strict: Flask) -> None:
    hers, his = (service.token(one) for one in (service.make(by=cast.actor("ana")), of_nordwind(cast)))
    program = strict.test_client()
    assert [program.get(f"/calendars/{hers}.ics").status_code for _ in range(3)] == [200, 200, 429]
    assert program.get(f"/calendars/{his}.ics").status_code == 200, "each address counts by itself"
