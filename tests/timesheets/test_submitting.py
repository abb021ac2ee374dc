"""Ana writes down her hours and hands them in."""

import pytest

from marketplace.bookings.models import Booking, BookingState
from marketplace.events.log import history
from marketplace.kit import clock as kit_clock
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.kit.period import add_business_days
from marketplace.timesheets import queries, service
from marketplace.timesheets.models import TimesheetState
from tests import make
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock
from tests.timesheets.stage import AFTER, hours, submitted


def test_ana_hands_in_the_hours_of_every_day(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    sheet = submitted(cast, booking, 480, 450, 0)
    assert sheet.state is TimesheetState.SUBMITTED
    assert [entry.minutes for entry in sheet.entries] == [480, 450, 0]
    assert (sheet.days_worked, sheet.minutes, sheet.note) == (2, 930, "Payroll is closed.")
    assert sheet.approve_by == add_business_days(kit_clock.now(), 5)
    fact = history(sheet.ref)[-1].fact()
    assert fact.kind == "TimesheetSubmitted" and fact.payload()["booking"] == booking.ref


def test_what_she_writes_during_the_week_is_kept(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(booking.starts_at.replace(hour=20))
    first = queries.shifts_of(booking)[0]
    service.save(booking.ref, {first.ref: 400}, "", by=cast.actor("ana"))
    sheet = service.save(booking.ref, {first.ref: 420}, "Leave rules done", by=cast.actor("ana"))
    assert sheet.state is TimesheetState.DRAFT
    assert [(entry.shift_id, entry.minutes) for entry in sheet.entries] == [(first.id, 420)]


def test_a_day_that_is_not_over_has_no_hours_yet(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(booking.starts_at.replace(hour=20))
    last = queries.shifts_of(booking)[-1].ref
    with pytest.raises(Invalid) as refused:
        service.save(booking.ref, {last: 480}, "", by=cast.actor("ana"))
    assert refused.value.fields == {last: "This day is not over yet."}


def test_hours_are_not_handed_in_before_the_last_day_is_over(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(booking.starts_at.replace(hour=20))
    with pytest.raises(NotAllowed, match="once the last day of their week is over"):
        submitted(cast, booking)


def test_nothing_is_written_before_the_first_day(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="from the first day on"):
        service.save(booked(cast).ref, {}, "", by=cast.actor("ana"))


def test_a_day_left_out_is_asked_for(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    written = hours(booking, 480, 480, 480)
    missing, _ = written.popitem()
    with pytest.raises(Invalid) as refused:
        service.submit(booking.ref, written, "", by=cast.actor("ana"))
    assert refused.value.fields == {missing: "Write 0 if you did not work that day."}
    assert not queries.sheets_of(booking.id)


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_a_day_has_24_hours(cast: Cast, clock: Clock, minutes: int) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    with pytest.raises(Invalid):
        submitted(cast, booking, 480, minutes, 480)


def test_hours_of_another_booking_are_refused(cast: Cast, clock: Clock) -> None:
    booking, other = booked(cast), booked(cast, expert=cast.emil)
    clock.to(AFTER)
    with pytest.raises(Invalid, match="another booking"):
        service.submit(booking.ref, hours(other, 480, 480, 480), "", by=cast.actor("ana"))


@pytest.mark.parametrize("name", ["emil", "gus", "ines"])
def test_the_booking_of_others_cannot_be_found(cast: Cast, clock: Clock, name: str) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    with pytest.raises(NotFound):
        service.submit(booking.ref, {}, "", by=cast.actor(name))


@pytest.mark.parametrize("name", ["dora", "olga", "carla"])
def test_only_the_expert_writes_down_hours(cast: Cast, clock: Clock, name: str) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    with pytest.raises(NotAllowed, match="Only the expert"):
        service.submit(booking.ref, {}, "", by=cast.actor(name))


@pytest.mark.parametrize("state", [state for state in BookingState if state is not BookingState.CONFIRMED])
def test_only_a_confirmed_booking_has_hours(cast: Cast, clock: Clock, state: BookingState) -> None:
    booking = booked(cast, state=state)
    clock.to(AFTER)
    with pytest.raises(NotAllowed, match="no hours to write down"):
        submitted(cast, booking)


def test_submitted_hours_stand_until_they_are_sent_back(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    submitted(cast, booking)
    with pytest.raises(WrongState, match="waits for approval"):
        submitted(cast, booking, 1, 1, 1)
    with pytest.raises(WrongState):
        service.save(booking.ref, hours(booking, 1, 1, 1), "", by=cast.actor("ana"))
    (sheet,) = queries.sheets_of(booking.id)
    assert sheet.minutes == 3 * 480


def test_days_that_were_given_back_are_not_asked_for(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    released = queries.shifts_of(booking)[0]
    make.change(released, state="released")
    clock.to(AFTER)
    assert [shift.id for shift in queries.shifts_of(booking)] == [released.id + 1, released.id + 2]


def test_a_note_of_any_script_is_kept_and_an_endless_one_is_not(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    with pytest.raises(Invalid) as refused:
        submitted(cast, booking, note="x" * 2001)
    assert "note" in refused.value.fields
    assert submitted(cast, booking, note=" שלום \u202e👋🏽 ").note == "שלום 👋🏽"


def test_ana_sees_what_she_still_has_to_write(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    assert queries.to_write(cast.ana.id) == []
    clock.to(booking.starts_at)
    assert [week.booking for week in queries.to_write(cast.ana.id)] == [booking]
    clock.to(AFTER)
    submitted(cast, booking)
    assert queries.to_write(cast.ana.id) == []
    assert [one.booking for one in queries.submitted_by(cast.ana.id, 1).items] == [booking]


def test_another_experts_booking_is_not_hers_to_write(cast: Cast, clock: Clock) -> None:
    booking: Booking = booked(cast, expert=cast.emil)
    clock.to(AFTER)
    assert queries.to_write(cast.ana.id) == []
    assert [week.booking for week in queries.to_write(cast.emil.id)] == [booking]
