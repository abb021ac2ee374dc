"""Ana answers; Bruno takes back; either calls it off."""

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.bookings import queries, quoting, reminding
from marketplace.bookings import service as bookings
from marketplace.bookings.errors import NotCertified, TooLate
from marketplace.bookings.models import BookingState, Side
from marketplace.calendar import queries as calendar
from marketplace.calendar import service as hours
from marketplace.calendar.errors import DatesTaken
from marketplace.calendar.models import ShiftState
from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.notices.models import Notice
from tests import make
from tests.bookings.asking import WEEK, accepted, ask
from tests.bookings.calling import ask_call, at, takes_calls
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.notices.told import told


def states(owner: str) -> set[ShiftState]:
    return {shift.state for shift in calendar.shifts_of(owner)}


def test_accepting_holds_the_days_for_three_days(cast: Cast, clock: Clock) -> None:
    booking = accepted(cast)
    assert booking.state is BookingState.ACCEPTED
    assert booking.hold_until == clock.now + timedelta(hours=72)
    assert states(booking.ref) == {ShiftState.HELD}
    assert history(booking.ref)[-1].kind == "BookingAccepted"


def test_but_not_past_the_day_before_the_start(cast: Cast) -> None:
    booking = accepted(cast, [date(2027, 3, 3)])
    assert booking.hold_until == booking.starts_at - timedelta(hours=24)


def test_with_less_than_a_day_left_it_is_too_late_to_accept(cast: Cast, clock: Clock) -> None:
    booking = ask(cast, [date(2027, 3, 3)])
    clock.to(booking.starts_at - timedelta(hours=24))
    with pytest.raises(TooLate, match="less than a day"):
        bookings.accept(booking.ref, by=cast.actor("ana"))
    assert queries.visible(booking.ref, cast.actor("ana")).state is BookingState.REQUESTED
    assert bookings.decline(booking.ref, "Too short.", by=cast.actor("ana")).state is BookingState.DECLINED


def test_nor_after_the_time_to_answer(cast: Cast, clock: Clock) -> None:
    booking = ask(cast)
    clock.forward(hours=72)
    with pytest.raises(TooLate):
        bookings.accept(booking.ref, by=cast.actor("ana"))


def test_of_two_requests_for_a_day_only_one_is_accepted(cast: Cast) -> None:
    first, second = ask(cast, WEEK[:2]), ask(cast, WEEK[1:], who="gus", organization=cast.halden.ref)
    bookings.accept(first.ref, by=cast.actor("ana"))
    with pytest.raises(DatesTaken) as refusal:
        bookings.accept(second.ref, by=cast.actor("ana"))
    assert refusal.value.days == (WEEK[1],)
    assert states(second.ref) == {ShiftState.REQUESTED}
    assert quoting.alternatives(cast.ana, cast.ledgerline, WEEK[1:]) == [*WEEK[2:], date(2027, 3, 22)]


def test_a_day_off_taken_meanwhile_is_respected(cast: Cast) -> None:
    booking = ask(cast)
    hours.add_day_off(cast.ana.ref, WEEK[4], WEEK[4], "Wedding", by=cast.actor("ana"))
    with pytest.raises(DatesTaken):
        bookings.accept(booking.ref, by=cast.actor("ana"))


def test_a_certificate_that_ended_meanwhile_is_no_ground_to_accept(cast: Cast) -> None:
    booking = ask(cast)
    make.change(cast.certificate, state="revoked")
    with pytest.raises(NotCertified):
        bookings.accept(booking.ref, by=cast.actor("ana"))


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("bruno", NotAllowed), ("carla", NotAllowed), ("emil", NotFound), ("gus", NotFound), ("ines", NotFound)],
)
def test_only_the_expert_answers(cast: Cast, who: str, refusal: type[Exception]) -> None:
    booking = ask(cast)
    with pytest.raises(refusal):
        bookings.accept(booking.ref, by=cast.actor(who))
    with pytest.raises(refusal):
        bookings.decline(booking.ref, "No.", by=cast.actor(who))


def test_declining_takes_a_reason_and_gives_the_days_back(cast: Cast) -> None:
    booking = ask(cast)
    with pytest.raises(Invalid):
        bookings.decline(booking.ref, " ", by=cast.actor("ana"))
    bookings.decline(booking.ref, "I am at a conference.", by=cast.actor("ana"))
    assert (booking.state, booking.reason) == (BookingState.DECLINED, "I am at a conference.")
    assert states(booking.ref) == {ShiftState.RELEASED}


def test_bruno_takes_his_request_back(cast: Cast) -> None:
    booking = ask(cast)
    with pytest.raises(NotAllowed):
        bookings.withdraw(booking.ref, by=cast.actor("dora"))
    assert bookings.withdraw(booking.ref, by=cast.actor("bruno")).state is BookingState.WITHDRAWN


def test_what_is_answered_is_not_answered_again(cast: Cast) -> None:
    booking = accepted(cast)
    for act in (
        lambda: bookings.accept(booking.ref, by=cast.actor("ana")),
        lambda: bookings.decline(booking.ref, "No.", by=cast.actor("ana")),
        lambda: bookings.withdraw(booking.ref, by=cast.actor("bruno")),
    ):
        with pytest.raises(WrongState, match="waits for payment"):
            act()


@pytest.mark.parametrize(("who", "side"), [("ana", Side.EXPERT), ("bruno", Side.CUSTOMER)])
def test_either_side_calls_off_what_is_not_paid(cast: Cast, who: str, side: Side) -> None:
    booking = bookings.cancel(accepted(cast).ref, by=cast.actor(who), reason="It was a mistake.")
    assert (booking.state, booking.cancelled_by, booking.owed) == (BookingState.CANCELLED, side, 0)
    assert states(booking.ref) == {ShiftState.RELEASED}


def test_an_expert_says_why(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        bookings.cancel(accepted(cast).ref, by=cast.actor("ana"))
    assert "reason" in refusal.value.fields


@pytest.mark.parametrize("who", ["dora", "carla"])
def test_readers_do_not_cancel(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        bookings.cancel(accepted(cast).ref, by=cast.actor(who))


def test_once_begun_nothing_is_cancelled(cast: Cast, clock: Clock) -> None:
    booking = accepted(cast)
    make.change(booking, state=BookingState.CONFIRMED)
    clock.to(booking.starts_at)
    with pytest.raises(NotAllowed, match="has begun"):
        bookings.cancel(booking.ref, by=cast.actor("bruno"))


@pytest.mark.parametrize("call", [False, True])
def test_ana_is_reminded_at_half_of_her_time_and_towards_its_end(
    cast: Cast, clock: Clock, settle: Settle, call: bool
) -> None:
    """72 hours about days, 24 about a call."""
    takes_calls(cast)
    booking = ask_call(cast) if call else ask(cast)
    whole = booking.respond_by - clock.now
    assert whole == timedelta(hours=24 if call else 72)
    answered = ask_call(cast, at(14)) if call else ask(cast, [date(2027, 4, 5)])
    bookings.decline(answered.ref, "I am away.", by=cast.actor("ana"))
    begun = clock.now
    for share, times in ((0.49, 0), (0.5, 1), (0.89, 1), (0.9, 2), (0.99, 2)):
        clock.to(begun + whole * share)
        reminding.remind()
        reminding.remind()
        assert [event.kind for event in history(booking.ref)].count("BookingReminded") == times
    assert "BookingReminded" not in [event.kind for event in history(answered.ref)]
    settle()
    assert told()["booking_reminded"] == {"Ana"}
    [first, last] = db.session.query(Notice).filter_by(kind="booking_reminded")
    assert first.title == last.title == "Nordwind still waits for your answer"
    clock.to(booking.respond_by)
    reminding.remind()
    assert len(history(booking.ref)) == 3


def test_an_unanswered_request_expires_on_the_minute(cast: Cast, clock: Clock) -> None:
    booking = ask(cast)
    clock.to(booking.respond_by - timedelta(seconds=1))
    bookings.expire_unanswered()
    assert ask_again(cast, booking.ref) is BookingState.REQUESTED
    clock.to(booking.respond_by)
    bookings.expire_unanswered()
    bookings.expire_unanswered()
    assert ask_again(cast, booking.ref) is BookingState.EXPIRED
    assert [event.kind for event in history(booking.ref)] == ["BookingRequested", "BookingExpired"]


def test_an_unpaid_booking_lapses_and_the_days_are_free_again(cast: Cast, clock: Clock) -> None:
    booking = accepted(cast)
    clock.to(booking.hold_until)
    bookings.lapse_unpaid()
    bookings.lapse_unpaid()
    assert ask_again(cast, booking.ref) is BookingState.LAPSED
    assert accepted(cast).state is BookingState.ACCEPTED


def test_a_day_that_is_already_worked_counts_from_the_next(cast: Cast, clock: Clock) -> None:
    assert quoting.first_bookable(cast.ana, cast.ledgerline) == date(2027, 3, 2)
    clock.to(datetime(2027, 3, 1, 8, 0, 1, tzinfo=UTC))
    assert quoting.first_bookable(cast.ana, cast.ledgerline) == date(2027, 3, 3)


def ask_again(cast: Cast, ref: str) -> BookingState:
    return queries.visible(ref, cast.actor("bruno")).state
