"""Ana keeps her calendar: weekly hours and days off."""

from datetime import date, timedelta

import pytest

from marketplace.accounts.actor import SYSTEM
from marketplace.calendar import queries, service, shifts
from marketplace.calendar.queries import DayKind
from marketplace.db.session import atomic
from marketplace.events import log
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.kit.period import Days
from tests.cast import Cast
from tests.conftest import Clock

MONDAY = date(2027, 3, 8)


def test_new_hours_replace_the_whole_week(cast: Cast) -> None:
    service.set_weekly_hours(
        cast.ana.ref, {0: [(780, 1020), (540, 720)], 5: [(600, 660)]}, by=cast.actor("ana")
    )
    assert queries.weekly_hours(cast.ana.id) == {0: [(540, 720), (780, 1020)], 5: [(600, 660)]}
    assert queries.hours_on(cast.ana.id, MONDAY) == [(540, 720), (780, 1020)]
    assert queries.hours_on(cast.ana.id, MONDAY + timedelta(days=1)) == []
    assert log.history(cast.ana.ref)[-1].payload["minutes"] == 480


def test_every_wrong_weekday_is_named(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        service.set_weekly_hours(cast.ana.ref, {0: [(60, 30)], 6: [(1, 9), (5, 12)]}, by=cast.actor("ana"))
    assert sorted(refusal.value.fields) == ["monday", "sunday"]
    with pytest.raises(Invalid, match="seven days"):
        service.set_weekly_hours(cast.ana.ref, {7: [(1, 2)]}, by=cast.actor("ana"))


@pytest.mark.parametrize("name", ["emil", "bruno", "carla"])
def test_nobody_else_keeps_her_calendar(cast: Cast, name: str) -> None:
    by = cast.actor(name)
    with pytest.raises(NotAllowed):
        service.set_weekly_hours(cast.ana.ref, {}, by=by)
    off = service.add_day_off(cast.ana.ref, MONDAY, MONDAY, by=SYSTEM)
    with pytest.raises(NotFound):
        service.remove_day_off(off.ref, by=by)


def test_days_off_come_and_go(cast: Cast) -> None:
    ana = cast.actor("ana")
    off = service.add_day_off(cast.ana.ref, MONDAY, MONDAY + timedelta(days=2), " Skiing ", by=ana)
    assert off.note == "Skiing"
    week = Days(MONDAY, MONDAY + timedelta(days=6))
    assert [day.day for day in queries.free_days(cast.ana.id, week)] == [11, 12]
    assert queries.days_off(cast.ana.id, MONDAY) == [off]
    service.remove_day_off(off.ref, by=ana)
    assert len(queries.free_days(cast.ana.id, week)) == 5


@pytest.mark.parametrize(
    "first, last, field",
    [
        (date(2027, 2, 26), date(2027, 3, 2), "first_on"),
        (date(2072, 3, 8), date(2072, 3, 8), "first_on"),
        (MONDAY, MONDAY - timedelta(days=1), "last_on"),
        (MONDAY, date(2029, 3, 8), "last_on"),
        (MONDAY, date.max, "last_on"),
    ],
)
def test_impossible_days_off(cast: Cast, first: date, last: date, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        service.add_day_off(cast.ana.ref, first, last, by=cast.actor("ana"))
    assert list(refusal.value.fields) == [field]


def test_today_is_the_day_on_her_own_wall(cast: Cast, clock_at_midnight: date) -> None:
    with pytest.raises(Invalid, match="another look"):
        service.add_day_off(cast.ana.ref, clock_at_midnight, clock_at_midnight, by=cast.actor("ana"))


@pytest.fixture
def clock_at_midnight(clock: Clock) -> date:
    """It is still Monday in UTC, already Tuesday in Berlin."""
    clock.to(clock.now.replace(hour=23, minute=30))
    return clock.now.date()


def test_a_long_note_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        service.add_day_off(cast.ana.ref, MONDAY, MONDAY, "ski " * 60, by=cast.actor("ana"))
    assert list(refusal.value.fields) == ["note"]


def test_days_off_do_not_overlap(cast: Cast) -> None:
    service.add_day_off(cast.ana.ref, MONDAY, MONDAY + timedelta(days=4), by=cast.actor("ana"))
    with pytest.raises(Conflict, match="Mon 8 Mar to Fri 12 Mar is off already"):
        service.add_day_off(
            cast.ana.ref, MONDAY + timedelta(days=4), MONDAY + timedelta(days=9), by=cast.actor("ana")
        )


def test_a_day_off_does_not_cancel_a_booking(cast: Cast) -> None:
    with atomic():
        shifts.propose(cast.ana, "nordwind", [MONDAY])
        shifts.hold("nordwind")
    with pytest.raises(Conflict, match="You are booked on Mon 8 Mar"):
        service.add_day_off(cast.ana.ref, MONDAY, MONDAY, by=cast.actor("ana"))


def test_what_each_day_is_for_her_and_for_others(cast: Cast) -> None:
    days = [MONDAY + timedelta(days=n) for n in range(6)]
    with atomic():
        shifts.propose(cast.ana, "asked", days[:1])
        shifts.propose(cast.ana, "held", days[1:2])
        shifts.hold("held")
        shifts.propose(cast.ana, "booked", days[2:3])
        shifts.hold("booked")
        shifts.book("booked")
    service.add_day_off(cast.ana.ref, days[3], days[3], "Dentist", by=cast.actor("ana"))
    seen = Days(days[0], days[-1])
    hers = queries.day_states(cast.ana, seen, private=True)
    kinds = [DayKind.REQUESTED, DayKind.HELD, DayKind.BOOKED, DayKind.OFF, DayKind.FREE, DayKind.OFF]
    assert [day.state for day in hers] == kinds
    assert hers[0].owners == ("asked",)
    assert hers[3].label == "Day off: Dentist"
    others = queries.day_states(cast.ana, seen)
    assert [day.state for day in others] == [DayKind.FREE, *kinds[1:]]
    assert not any(day.owners for day in others)
    assert "Dentist" not in "".join(day.label for day in others)
