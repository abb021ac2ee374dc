"""Ana links the calendar she keeps elsewhere: busy days are free for nobody, and nothing else of it is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace import schedule
from marketplace.bookings import service as bookings
from marketplace.calendar import busy, following, linking, queries, service
from marketplace.calendar.errors import DatesTaken
from marketplace.calendar.models import BusyDay, BusyStretch, LinkState
from marketplace.calendar.queries import DayKind
from marketplace.calendar.working import Hours
from marketplace.db.base import db
from marketplace.events import log
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.kit.period import Days
from marketplace.registry import service as registry
from marketplace.search import checking, projection
from marketplace.search.queries import search
from marketplace.search.query import Query
from tests.bookings.asking import ask
from tests.calendar.linked import calendar, fresh, linked
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.gateways.stranger import Handler, Stranger, silent
from tests.notices.told import notice_for, told

MONDAY = date(2027, 3, 8)
WEEK = Days(MONDAY, MONDAY + timedelta(days=4))
TUESDAY_BUSY = calendar("20270309T070000Z/PT5H")


def free(cast: Cast) -> list[int]:
    return [day.day for day in queries.free_days(cast.ana.id, WEEK)]


def found(day: date) -> list[str]:
    return [hit.expert.name for hit in search(Query.parse({"first": str(day), "last": str(day)})).items]


def right() -> bool:
    return not [one for batch in checking.differences() for one in batch]


def test_a_busy_day_is_shown_to_nobody_and_booked_by_nobody(
    cast: Cast, host: Stranger, settle: Settle
) -> None:
    projection.refresh(cast.ana.id)
    assert "Ana" in found(MONDAY + timedelta(days=1))
    linked(cast, host.at("/x.ics", TUESDAY_BUSY))
    settle()
    assert free(cast) == [8, 10, 11, 12]
    assert "Ana" not in found(MONDAY + timedelta(days=1)) and "Ana" in found(MONDAY)
    assert right()
    with pytest.raises(DatesTaken, match="Tue 9 Mar"):
        bookings.request(
            cast.ana.slug,
            cast.certificate.ref,
            [MONDAY + timedelta(days=1)],
            "Please.",
            organization_ref=cast.nordwind.ref,
            by=cast.actor("bruno"),
        )


def test_a_day_that_has_become_busy_can_no_longer_be_accepted(
    cast: Cast, host: Stranger, settle: Settle
) -> None:
    booking = ask(cast)
    linked(cast, host.at("/x.ics", calendar(f"{booking.first_on:%Y%m%d}/P1D")))
    settle()
    with pytest.raises(DatesTaken):
        bookings.accept(booking.ref, by=cast.actor("ana"))


def test_a_booked_day_stays_booked(cast: Cast, host: Stranger, settle: Settle) -> None:
    booking = ask(cast)
    bookings.accept(booking.ref, by=cast.actor("ana"))
    linked(cast, host.at("/x.ics", calendar(f"{booking.first_on:%Y%m%d}/P1D")))
    settle()
    [day] = queries.day_states(cast.ana, Days(booking.first_on, booking.first_on), private=True)
    assert day.state is DayKind.HELD


def test_others_see_a_busy_day_as_taken_and_only_times_are_kept(
    cast: Cast, host: Stranger, settle: Settle
) -> None:
    linked(cast, host.at("/x.ics", TUESDAY_BUSY))
    settle()
    states = queries.day_states(cast.ana, WEEK)
    assert [day.state for day in states][1] is DayKind.BUSY
    [stretch] = db.session.scalars(select(BusyStretch))
    assert (stretch.starts_at.hour, stretch.ends_at.hour) == (7, 12)
    assert not {"title", "summary", "location"} & set(BusyStretch.__table__.columns.keys())


@pytest.mark.parametrize(
    "share, span, days",
    [
        (0, "20270309T080000Z/PT15M", [8, 10, 11, 12]),
        (50, "20270309T080000Z/PT3H45M", [8, 9, 10, 11, 12]),
        (50, "20270309T080000Z/PT4H", [8, 10, 11, 12]),
        (75, "20270309T080000Z/PT4H", [8, 9, 10, 11, 12]),
        (0, "20270309T160000Z/PT9H", [8, 9, 10, 11, 12]),  # in the evening, after work
        (50, "20270309/P2D", [8, 11, 12]),
        (25, "20270309T100000/PT2H", [8, 10, 11, 12]),
    ],
)
def test_the_rule_is_her_own(
    cast: Cast, host: Stranger, settle: Settle, share: int, span: str, days: list[int]
) -> None:
    projection.refresh(cast.ana.id)
    linked(cast, host.at("/x.ics", calendar(span)))
    settle()
    busy.set_share(cast.ana.ref, share, by=cast.actor("ana"))
    assert free(cast) == days
    assert right()


def test_other_hours_and_another_zone_count_the_days_anew(cast: Cast, host: Stranger, settle: Settle) -> None:
    """A morning in Berlin is night in New York; a whole day stays the whole day wherever she is."""
    projection.refresh(cast.ana.id)
    linked(cast, host.at("/x.ics", calendar("20270309T080000Z/PT5H", "20270311/P1D")))
    settle()
    assert free(cast) == [8, 10, 12]
    registry.set_place(
        cast.ana.ref,
        place_id=None,
        remote=True,
        on_site_km=None,
        timezone="America/New_York",
        by=cast.actor("ana"),
    )
    assert free(cast) == [8, 9, 10, 12]
    assert right()
    service.set_weekly_hours(cast.ana.ref, {1: [(180, 360)], 3: [(540, 600)]}, by=cast.actor("ana"))
    assert free(cast) == []
    assert right()


def test_two_calendars_add_up_but_count_the_same_hour_once(
    cast: Cast, host: Stranger, settle: Settle
) -> None:
    linked(cast, host.at("/x.ics", calendar("20270309T080000Z/PT3H")))
    linked(cast, host.at("/y.ics", calendar("20270309T090000Z/PT2H")))
    settle()
    assert free(cast) == [8, 9, 10, 11, 12]
    linked(cast, host.at("/z.ics", calendar("20270309T110000Z/PT1H")))
    settle()
    assert free(cast) == [8, 10, 11, 12]


def test_a_calendar_that_is_removed_takes_nothing(cast: Cast, host: Stranger, settle: Settle) -> None:
    projection.refresh(cast.ana.id)
    row = linked(cast, host.at("/x.ics", TUESDAY_BUSY))
    settle()
    linking.unlink(row.ref, by=cast.actor("ana"))
    assert free(cast) == [8, 9, 10, 11, 12]
    assert right()
    assert not db.session.scalars(select(BusyStretch)).all()


def test_it_is_read_again_and_asked_whether_it_has_changed(
    cast: Cast, host: Stranger, settle: Settle, clock: Clock
) -> None:
    def answer(one: Handler) -> None:
        known = one.headers["If-None-Match"] == '"1"'
        one.send(b"" if known else TUESDAY_BUSY, status=304 if known else 200, ETag='"1"')

    projection.refresh(cast.ana.id)
    row = linked(cast, host.at("/x.ics", answer))
    settle()
    assert following.read_due() == 0
    clock.forward(minutes=30)
    schedule.tick()
    assert len(host.asked) == 2 and host.asked[1][1]["If-None-Match"] == '"1"'
    assert fresh(row).read_at == clock.now
    assert [one.kind for one in log.history(cast.ana.ref)].count("BusyTimesChanged") == 1
    clock.forward(days=15)
    following.read_due()
    assert "If-None-Match" not in host.asked[2][1], "new days have come into reach"
    assert right(), "what is over is the same to search"


def test_the_last_good_reading_counts_and_she_is_told_after_some_failures(
    cast: Cast, host: Stranger, settle: Settle, clock: Clock
) -> None:
    row = linked(cast, host.at("/x.ics", TUESDAY_BUSY))
    settle()
    host.at("/x.ics", b"<html>Sign in</html>")
    for _ in range(3):
        clock.to(fresh(row).due_at)
        following.read_due()
    settle()
    assert fresh(row).state is LinkState.WORKING and not told()
    clock.to(fresh(row).due_at)
    following.read_due()
    settle()
    assert fresh(row).state is LinkState.FAILING
    assert told() == {"linked_calendar_failed": {"Ana"}}
    assert "web page" in notice_for("Ana", "linked_calendar_failed").body
    assert free(cast) == [8, 10, 11, 12]
    for _ in range(6):
        clock.to(fresh(row).due_at)
        following.read_due()
    assert fresh(row).due_at - clock.now == following.LONGEST_PAUSE
    host.at("/x.ics", calendar())
    clock.to(fresh(row).due_at)
    following.read_due()
    assert (fresh(row).state, fresh(row).problem, fresh(row).failures) == (LinkState.WORKING, "", 0)
    assert len(told()) == 1


def test_one_broken_event_does_not_lose_the_others(cast: Cast, host: Stranger, settle: Settle) -> None:
    row = linked(
        cast,
        host.at(
            "/x.ics", TUESDAY_BUSY.replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nEND:VEVENT\r\nBEGIN:VEVENT")
        ),
    )
    settle()
    assert fresh(row).left_out == 1
    assert free(cast) == [8, 10, 11, 12]


def test_one_slow_calendar_does_not_keep_the_others(
    cast: Cast, host: Stranger, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.gateways.outward.TOTAL", 0.5)
    slow, good = linked(cast, host.at("/slow", silent)), linked(cast, host.at("/x.ics", TUESDAY_BUSY))
    assert following.read_due() == 2
    assert (fresh(slow).failures, fresh(good).failures) == (1, 0)
    assert free(cast) == [8, 10, 11, 12]


def test_removed_while_it_is_read(cast: Cast, host: Stranger) -> None:
    def answer(one: Handler) -> None:
        with cast.app.app_context():
            linking.unlink(row.ref, by=cast.actor("ana"))
        one.send(TUESDAY_BUSY)

    row = linked(cast, host.at("/x.ics", answer))
    following.read_due()
    assert linking.linked_to(cast.ana.id) == []
    assert not db.session.scalars(select(BusyDay)).all()


def test_what_cannot_be_linked(cast: Cast) -> None:
    ana = cast.actor("ana")
    with pytest.raises(Invalid) as refused:
        linking.link(cast.ana.ref, " ", "file:///etc/passwd", by=ana)
    assert set(refused.value.fields) == {"name", "address"}
    linking.link(cast.ana.ref, "Google", "webcal://a.example/0.ics", by=ana)
    with pytest.raises(Conflict, match="as “Google”"):
        linking.link(cast.ana.ref, "Again", "webcal://a.example/0.ics", by=ana)
    for number in range(1, linking.MOST):
        linking.link(cast.ana.ref, "More", f"https://a.example/{number}.ics", by=ana)
    with pytest.raises(Conflict, match="the most"):
        linking.link(cast.ana.ref, "More", "https://a.example/9.ics", by=ana)
    with pytest.raises(Invalid):
        busy.set_share(cast.ana.ref, 33, by=ana)


@pytest.mark.parametrize("name", ["emil", "bruno", "carla"])
def test_nobody_else_links_reads_or_removes(cast: Cast, name: str) -> None:
    row, other = linked(cast, "https://a.example/x.ics"), cast.actor(name)
    with pytest.raises(NotAllowed):
        linking.link(cast.ana.ref, "Mine", "https://a.example/y.ics", by=other)
    with pytest.raises(NotAllowed):
        busy.set_share(cast.ana.ref, 0, by=other)
    for change in (linking.unlink, linking.read_soon):
        with pytest.raises(NotFound):
            change(row.ref, by=other)


def test_the_address_is_in_no_event(cast: Cast) -> None:
    linked(cast, "https://a.example/secret.ics")
    assert not any("a.example" in str(event.payload) for event in log.history(cast.ana.ref))


def test_days_are_counted_in_time_over_the_change_of_clocks() -> None:
    """On 28 March the day in Berlin from one to four has two hours."""
    sunday = date(2027, 3, 28)
    night = Hours({6: [(60, 240)]})
    hour = [(datetime(2027, 3, 28, 0, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC))]
    assert busy.taken(Days(sunday, sunday), night, "Europe/Berlin", hour, 50) == {sunday}
    assert busy.taken(Days(sunday, sunday), night, "Europe/Berlin", hour, 75) == set()
