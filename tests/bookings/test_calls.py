"""One call instead of days: what it costs, when it can be had, what keeps it away."""

from datetime import date, datetime, timedelta

import pytest

from marketplace.bookings import calls
from marketplace.bookings import service as bookings
from marketplace.bookings.errors import NoCalls, NotCertified, PriceChanged, TooLate
from marketplace.bookings.models import BookingState, Side
from marketplace.calendar import queries as calendar
from marketplace.calendar.errors import DatesTaken, SlotTaken
from marketplace.calendar.models import BusyStretch, DayOff, LinkedCalendar, ShiftState
from marketplace.calendar.rules import Rules, set_rules
from marketplace.calendar.slots import Call
from marketplace.db.session import atomic
from marketplace.kit.errors import Invalid
from marketplace.kit.money import Money
from marketplace.kit.period import Days
from tests import make
from tests.bookings.asking import ask
from tests.bookings.calling import TUESDAY, ask_call, at, takes_calls
from tests.cast import Cast
from tests.conftest import Clock


@pytest.fixture(autouse=True)
def calling(cast: Cast) -> None:
    takes_calls(cast)


def slots(cast: Cast, minutes: int = 60, day: date = TUESDAY) -> list[datetime]:
    found = calls.free_slots(cast.ana, cast.certificate, minutes, Days(day, day))
    return [one.starts_at for one in found]


def test_the_price_is_quoted_with_the_hours_rate_beside_it(cast: Cast) -> None:
    takes_calls(cast, 25_001, "KWD")
    made = bookings.quote(
        cast.ana.slug,
        cast.certificate.ref,
        Call(at(10), 45),
        organization_id=cast.nordwind.id,
        by=cast.actor("bruno"),
    )
    assert (made.price, made.fee) == (Money(18_751, "KWD"), Money(1_875, "KWD"))
    assert (made.rate, made.total) == (Money(25_001, "KWD"), Money(20_626, "KWD"))


def test_the_whole_life_of_a_call_up_to_its_payment(cast: Cast, clock: Clock) -> None:
    booking = ask_call(cast)
    assert (booking.call_minutes, booking.days, booking.buffer_minutes) == (45, 1, 15)
    assert (booking.starts_at, booking.ends_at) == (at(10), at(10, 45))
    assert booking.respond_by == clock.now + timedelta(hours=24)
    make.change(cast.ledgerline, call_buffer_minutes=60)
    bookings.accept(booking.ref, by=cast.actor("ana"))
    assert booking.hold_until == clock.now + timedelta(hours=72)
    with atomic():
        bookings.confirm(booking)
    [shift] = calendar.shifts_of(booking.ref)
    assert (shift.state, shift.on, shift.out_until) == (ShiftState.BOOKED, TUESDAY, at(11))
    assert booking.buffer_minutes == 15, "the terms of the moment stay with it"


def test_the_answer_is_due_a_notice_before_the_start_and_the_payment_an_hour(
    cast: Cast, clock: Clock
) -> None:
    clock.to(at(9, 0, TUESDAY - timedelta(days=1)))
    assert ask_call(cast).respond_by == at(10, 0, TUESDAY - timedelta(days=1))
    make.change(cast.ledgerline, notice_hours=2)
    clock.to(at(9, 30, TUESDAY))
    booking = ask_call(cast, at(12))
    assert booking.respond_by == at(10)
    assert bookings.accept(booking.ref, by=cast.actor("ana")).hold_until == at(11)
    make.change(cast.ledgerline, notice_hours=0)
    with pytest.raises(TooLate, match="no time for an answer"):
        ask_call(cast, at(10, 15))


def test_at_once_it_is_held_for_a_quarter_of_an_hour(cast: Cast, clock: Clock) -> None:
    set_rules(cast.ana.ref, Rules(at_once=True), by=cast.actor("ana"))
    booking = ask_call(cast, at_once_shown=True, shown=6_600)
    assert (booking.state, booking.hold_until) == (BookingState.ACCEPTED, clock.now + timedelta(minutes=15))
    with pytest.raises(SlotTaken, match="That time is no longer free"):
        ask_call(cast, at(10, 45), who="gus")
    clock.forward(minutes=15)
    bookings.lapse_unpaid()
    assert ask_call(cast, at(10, 45), who="gus").state is BookingState.ACCEPTED


def test_calls_lie_in_one_stretch_of_the_hours_and_keep_their_distance(cast: Cast) -> None:
    make.hours(cast.ana, {1: [(9 * 60 + 5, 12 * 60), (13 * 60, 15 * 60)]})
    assert slots(cast)[0] == at(9, 15), "calls begin on the quarter"
    assert slots(cast)[-5:] == [at(13), at(13, 15), at(13, 30), at(13, 45), at(14)]
    assert at(11, 15) not in slots(cast), "the break is kept free"
    bookings.accept(ask_call(cast, at(10), 45).ref, by=cast.actor("ana"))
    free = [one for one in slots(cast, 30) if one < at(12)]
    assert free == [at(9, 15), at(11), at(11, 15), at(11, 30)], "a pause after it, and one before it"


def test_what_cannot_be_a_call(cast: Cast, clock: Clock) -> None:
    for call, refusal, said in [
        (Call(at(10), 50), Invalid, "30, 45, 60, 90 or 120"),
        (Call(at(10, 10), 30), Invalid, "a quarter"),
        (Call(at(8), 30), SlotTaken, "no longer free"),
        (Call(at(16, 45), 30), SlotTaken, "no longer free"),
        (Call(clock.now - timedelta(days=1), 30), Invalid, "has passed"),
        (Call(clock.now + timedelta(hours=2), 30), TooLate, "24 hours of notice before the call begins"),
        (Call(at(10, day=date(2028, 3, 15)), 30), Invalid, "180 days ahead"),
    ]:
        with pytest.raises(refusal, match=said):
            ask_call(cast, call.starts_at, call.minutes)
    with pytest.raises(PriceChanged):
        ask_call(cast, shown=1)
    make.change(cast.certificate, expires_on=TUESDAY - timedelta(days=1))
    with pytest.raises(NotCertified):
        ask_call(cast)
    takes_calls(cast, None)
    with pytest.raises(NoCalls, match="takes no calls"):
        ask_call(cast)


def test_a_day_belongs_to_calls_or_to_work(cast: Cast) -> None:
    ana = cast.actor("ana")
    work, call = ask(cast, [TUESDAY]), ask_call(cast, at(10))
    bookings.accept(call.ref, by=ana)
    with pytest.raises(DatesTaken):
        bookings.accept(work.ref, by=ana)
    with pytest.raises(DatesTaken):
        ask(cast, [TUESDAY])
    second = ask_call(cast, at(11))
    bookings.accept(second.ref, by=ana)
    wednesday = TUESDAY + timedelta(days=1)
    late = ask_call(cast, at(16, 0, wednesday))
    bookings.accept(ask(cast, [wednesday]).ref, by=ana)
    assert slots(cast, day=wednesday) == []
    with pytest.raises(SlotTaken):
        bookings.accept(late.ref, by=ana)
    # Hours that were changed meanwhile let them lie beside each other; a day is still one or the other.
    thursday = TUESDAY + timedelta(days=2)
    earlier = ask(cast, [thursday])
    make.hours(cast.ana, {3: [(19 * 60, 21 * 60)]})
    bookings.accept(ask_call(cast, at(19, 0, thursday)).ref, by=ana)
    with pytest.raises(DatesTaken):
        bookings.accept(earlier.ref, by=ana)


def test_only_what_is_at_the_very_time_elsewhere_is_in_the_way(cast: Cast) -> None:
    link = make.row(
        LinkedCalendar, expert_id=cast.ana.id, name="Own", address="https://a.example/x", due_at=at(0)
    )
    asked = ask_call(cast, at(10))
    make.row(BusyStretch, calendar_id=link.id, floating=False, starts_at=at(10, 30), ends_at=at(11))
    free = slots(cast, 30)
    assert at(10) in free, "the pause may reach into it"
    assert at(10, 15) not in free
    assert at(11) in free
    with pytest.raises(SlotTaken):
        bookings.accept(asked.ref, by=cast.actor("ana"))
    make.row(DayOff, expert_id=cast.ana.id, first_on=TUESDAY, last_on=TUESDAY)
    assert slots(cast) == []


def test_days_with_calls_count_in_a_limited_week_and_take_more_calls(cast: Cast) -> None:
    set_rules(cast.ana.ref, Rules(week_days=1), by=cast.actor("ana"))
    bookings.accept(ask_call(cast, at(10)).ref, by=cast.actor("ana"))
    assert at(12) in slots(cast)
    assert slots(cast, day=TUESDAY + timedelta(days=1)) == []
    with pytest.raises(SlotTaken):
        ask_call(cast, at(10, 0, TUESDAY + timedelta(days=1)))
    with pytest.raises(DatesTaken):
        ask(cast, [TUESDAY + timedelta(days=1)])


def test_the_clocks_go_forward_in_the_middle_of_the_night(cast: Cast) -> None:
    """Sunday, 28 March 2027: two o'clock is three o'clock in Berlin."""
    sunday = date(2027, 3, 28)
    make.hours(cast.ana, {6: [(60, 4 * 60)]})
    free = slots(cast, 120, sunday)
    assert [one.strftime("%H:%M") for one in free] == ["00:00"], "three hours on the wall are two"
    make.hours(cast.ana, {6: [(2 * 60, 3 * 60)]})
    assert slots(cast, 30, sunday) == [], "that hour does not happen"


def test_the_booking_keeps_what_it_is_settled_by(cast: Cast) -> None:
    booking = bookings.accept(ask_call(cast).ref, by=cast.actor("ana"))
    with atomic():
        bookings.confirm(booking)
    figures = bookings.settlement(booking, Side.CUSTOMER)
    assert figures.refund == booking.total, "more than seven days ahead"
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    assert at(10) in slots(cast)
