"""Ana lets customers book at once: the days are held without her answer, for a quarter of an hour."""

from datetime import date, timedelta

import pytest

from marketplace.bookings import holding, quoting
from marketplace.bookings import service as bookings
from marketplace.bookings.errors import TermsChanged, TooLate, TooManyHolds
from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar.errors import DatesTaken, WeekFull
from marketplace.calendar.models import ShiftState
from marketplace.calendar.rules import Rules, set_rules
from marketplace.events.log import history
from marketplace.kit.errors import Invalid
from marketplace.reviews import figures
from tests import make
from tests.bookings.asking import WEEK, ask
from tests.cast import Cast
from tests.conftest import Clock

LATER = [date(2027, 4, day) for day in range(5, 17) if date(2027, 4, day).weekday() < 5]


@pytest.fixture(autouse=True)
def at_once(cast: Cast) -> None:
    rule(cast, at_once=True)


def rule(cast: Cast, **rules: object) -> None:
    set_rules(cast.ana.ref, Rules(**rules), by=cast.actor("ana"))  # type: ignore[arg-type]


def test_the_days_are_held_and_nobody_is_asked(cast: Cast, clock: Clock) -> None:
    make.change(cast.ledgerline, instant_hold_minutes=20)
    booking = ask(cast)
    assert (booking.state, booking.at_once) == (BookingState.ACCEPTED, True)
    assert booking.hold_until == clock.now + timedelta(minutes=20)
    assert {one.state for one in calendar.shifts_of(booking.ref)} == {ShiftState.HELD}
    assert [event.kind for event in history(booking.ref)] == ["BookedAtOnce"]
    make.change(cast.ledgerline, instant_hold_minutes=5)
    assert booking.hold_minutes == 20, "the terms of the moment stay with it"


def test_unpaid_it_lapses_and_the_days_are_free(cast: Cast, clock: Clock) -> None:
    booking = ask(cast)
    clock.forward(minutes=14)
    bookings.lapse_unpaid()
    assert booking.state is BookingState.ACCEPTED
    clock.forward(minutes=1)
    bookings.lapse_unpaid()
    assert booking.state is BookingState.LAPSED
    assert ask(cast).state is BookingState.ACCEPTED


def test_it_counts_neither_as_asked_nor_as_answered(cast: Cast) -> None:
    ask(cast)
    assert figures.of_expert(cast.ana.id).requests == 0


def test_days_that_are_gone_are_not_held_twice(cast: Cast) -> None:
    ask(cast, WEEK[:2])
    with pytest.raises(DatesTaken):
        ask(cast, WEEK[1:3])
    rule(cast, at_once=True, week_days=3)
    with pytest.raises(WeekFull):
        ask(cast, WEEK[2:])


def test_a_hold_never_outlives_the_start(cast: Cast, clock: Clock) -> None:
    make.change(cast.ledgerline, notice_hours=0)
    clock.to(quoting.start_of(WEEK[0], cast.ana) - timedelta(minutes=10))
    booking = ask(cast, WEEK[:1])
    assert booking.hold_until == booking.starts_at


def test_what_was_read_holds(cast: Cast) -> None:
    rule(cast, at_once=False)
    with pytest.raises(TermsChanged, match="is asked first by now"):
        booked(cast, WEEK, at_once_shown=True)
    rule(cast, at_once=True)
    with pytest.raises(TermsChanged, match="you pay right away"):
        booked(cast, WEEK, at_once_shown=False)
    assert booked(cast, WEEK, at_once_shown=True).at_once


def booked(cast: Cast, days: list[date], *, at_once_shown: bool) -> Booking:
    return bookings.request(
        cast.ana.slug,
        cast.certificate.ref,
        days,
        "Close March with us.",
        organization_ref=cast.nordwind.ref,
        at_once_shown=at_once_shown,
        by=cast.actor("bruno"),
    )


def test_an_organization_holds_few_days_unpaid(cast: Cast) -> None:
    first, *_ = [ask(cast, [LATER[number]]) for number in range(holding.OF_ORGANIZATION)]
    with pytest.raises(TooManyHolds, match="Nordwind holds days of 3 bookings"):
        ask(cast, [LATER[5]])
    bookings.cancel(first.ref, by=cast.actor("bruno"))
    ask(cast, [LATER[5]])


def test_so_does_the_calendar_of_one_expert(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "OF_EXPERT", 1)
    ask(cast, [LATER[0]])
    with pytest.raises(TooManyHolds, match="about to pay Ana"):
        ask(cast, [LATER[1]], who="gus", organization=cast.halden.ref)


@pytest.mark.parametrize("gives_up", [False, True])
def test_whoever_lets_holds_lapse_waits_a_day(cast: Cast, clock: Clock, gives_up: bool) -> None:
    for number in range(holding.LAPSED):
        held = ask(cast, [LATER[number]])
        if gives_up:
            bookings.cancel(held.ref, by=cast.actor("bruno"))
        clock.forward(minutes=16)
        bookings.lapse_unpaid()
    with pytest.raises(TooManyHolds, match="held 5 bookings since yesterday"):
        ask(cast, [LATER[6]])
    clock.forward(hours=24)
    ask(cast, [LATER[6]])


def test_her_own_notice_and_horizon(cast: Cast) -> None:
    """Monday the 15th begins in two weeks."""
    rule(cast, notice_hours=15 * 24)
    with pytest.raises(TooLate, match="Ana wants at least 360 hours of notice"):
        ask(cast)
    rule(cast, notice_hours=1, horizon_days=17)
    with pytest.raises(Invalid, match="Ana takes bookings up to 17 days ahead"):
        ask(cast)
    assert ask(cast, WEEK[:3]).state is BookingState.REQUESTED
    rule(cast)
    make.change(cast.ledgerline, notice_hours=15 * 24)
    with pytest.raises(TooLate, match="Ledgerline asks for at least 360 hours"):
        ask(cast)
