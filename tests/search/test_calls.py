"""Search for one call: the slot with its pause, true in the transaction that changes it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from marketplace.bookings import service as bookings
from marketplace.calendar import following, other_hours
from marketplace.calendar.models import LinkedCalendar
from marketplace.calendar.reading.expanding import Busy, Reading
from marketplace.calendar.rules import Rules, set_rules
from marketplace.kit.period import local
from marketplace.organizations import vendors
from marketplace.registry import service as registry
from marketplace.search import checking, projection
from marketplace.search.queries import search
from marketplace.search.query import Query
from tests import make
from tests.bookings.asking import accepted
from tests.bookings.calling import TUESDAY, ask_call, at, takes_calls
from tests.cast import Cast
from tests.conftest import Clock


@pytest.fixture(autouse=True)
def built(cast: Cast) -> None:
    """Ana works from nine to noon on Tuesdays."""
    takes_calls(cast)
    make.hours(cast.ana, {1: [(9 * 60, 12 * 60)]})
    projection.refresh(cast.ana.id)


def fits(minutes: int, last: object = TUESDAY) -> bool:
    """Found on that Tuesday, by what stands in the projection without building anything anew."""
    _agrees()
    return _found(minutes, last)


def longest() -> int:
    _agrees()
    return max([minutes for minutes in (30, 45, 60, 90, 120) if _found(minutes)], default=0)


def _found(minutes: int, last: object = TUESDAY) -> bool:
    return bool(search(Query.parse({"first": str(TUESDAY), "last": str(last), "call": str(minutes)})).items)


def _agrees() -> None:
    assert not [one for batch in checking.differences() for one in batch]


def test_calls_and_their_pauses_take_what_they_take_and_no_more(cast: Cast) -> None:
    ana = cast.actor("ana")
    assert longest() == 120
    first = bookings.accept(ask_call(cast, at(10), 45).ref, by=ana)
    assert longest() == 60, "from eleven to noon; before ten there is a pause to keep"
    second = bookings.accept(ask_call(cast, at(11), 30).ref, by=ana)
    assert longest() == 45, "from nine on"
    bookings.accept(ask_call(cast, at(9), 45).ref, by=ana)
    assert not fits(30), "what is left at the end is pause"
    assert fits(30, last=TUESDAY + timedelta(days=7))
    assert not search(Query.parse({"first": str(TUESDAY)})).items, "nor is it a day for work"
    bookings.cancel(second.ref, by=cast.actor("bruno"))
    assert longest() == 60
    bookings.cancel(first.ref, by=ana, reason="Ill.")
    assert longest() == 120


def test_days_of_work_full_weeks_and_other_hours(cast: Cast) -> None:
    ana = cast.actor("ana")
    set_rules(cast.ana.ref, Rules(week_days=1), by=ana)
    other_hours.set_hours(cast.ana.ref, TUESDAY, [(9 * 60 + 5, 10 * 60)], by=ana)
    assert longest() == 45, "from the quarter on"
    call = bookings.accept(ask_call(cast, at(9, 15), 30).ref, by=ana)
    assert not fits(30)
    bookings.cancel(call.ref, by=ana, reason="Ill.")
    wednesday = TUESDAY + timedelta(days=1)
    other_hours.set_hours(cast.ana.ref, wednesday, [(540, 600)], by=ana)
    work = accepted(cast, [wednesday])
    assert not fits(30), "the week is full"
    bookings.cancel(work.ref, by=ana, reason="Ill.")
    accepted(cast, [TUESDAY])
    assert not fits(30)


def test_the_rate_of_an_hour_and_the_pause_of_the_vendor(cast: Cast) -> None:
    ana = cast.actor("ana")
    bookings.accept(ask_call(cast, at(11), 45).ref, by=ana)
    assert longest() == 90
    terms = replace(vendors.terms_of(cast.ledgerline), call_buffer_minutes=60)
    vendors.set_terms(cast.ledgerline.ref, terms, by=cast.actor("vera"))
    assert longest() == 60, "an hour of pause before the one that is booked"
    registry.set_rates(cast.ana.ref, day_rate=cast.ana.day_rate, hour_rate=None, by=ana)
    assert not fits(30), "whoever names no rate takes no calls"


def test_what_is_done_elsewhere_counts_to_the_minute(cast: Cast) -> None:
    """One hour of three takes no day from work, and yet there is no more time for a long call."""
    link = make.row(
        LinkedCalendar, expert_id=cast.ana.id, name="Own", address="https://a.example", due_at=at(0)
    )

    def say(*stretches: tuple[datetime, datetime]) -> None:
        told = tuple(Busy(False, starts, ends) for starts, ends in stretches)
        following.take_in(link.ref, Reading(told), TUESDAY + timedelta(days=180))

    say((at(10), at(11)))
    assert longest() == 60
    assert search(Query.parse({"first": str(TUESDAY)})).items, "still a day for work"
    say((at(9), at(11, 30)))
    assert longest() == 30
    assert not search(Query.parse({"first": str(TUESDAY)})).items
    say()
    assert longest() == 120


def test_of_a_day_that_has_begun_only_what_is_still_to_come(cast: Cast, clock: Clock) -> None:
    """Ana works from nine to noon; on her clock, not on the reader's."""
    week = TUESDAY + timedelta(days=7)
    for time, longest_left in (((8, 59), 120), ((9, 59), 120), ((10, 0), 90), ((11, 14), 45), ((11, 31), 0)):
        clock.to(at(*time))
        projection.refresh(cast.ana.id)
        assert longest() == longest_left, time
    assert fits(120, last=week), "on the Tuesday after"
    bookings.accept(ask_call(cast, at(9, 0, week), 120).ref, by=cast.actor("ana"))
    assert not fits(120, last=week)
    make.change(cast.ana, timezone="Pacific/Auckland")
    projection.refresh(cast.ana.id)
    clock.to(local(TUESDAY - timedelta(days=1), 23 * 60 + 30, "UTC"))
    today = str(TUESDAY - timedelta(days=1))
    found = search(Query.parse({"first": today, "last": str(TUESDAY), "call": "30"})).items
    assert not found, "her Tuesday is over at 23:00 UTC on Monday, and she works on Tuesdays alone"
