"""From the asking to the money: a call that is worked, one to which nobody comes, one that Ana calls off."""

from datetime import timedelta

import icalendar

from marketplace.absences import service as absences
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.bookings.substitutes import substitutes
from marketplace.calendar import queries as calendar
from marketplace.covers import policy as covering
from marketplace.events import outbox
from marketplace.feeds import queries as feed_entries
from marketplace.feeds import service as feeds
from marketplace.feeds import writing
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger
from marketplace.reviews import queries as reviews
from marketplace.search import projection
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets import service as hours
from tests import make
from tests.bookings.calling import ask_call, at, takes_calls
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.notices.told import notice_for
from tests.payments.paying import attempt, begin, now, on_account, settle


def paid_call(cast: Cast) -> Booking:
    """45 minutes at 80 EUR an hour: 60 EUR, and 6 for the fee."""
    takes_calls(cast)
    booking = bookings.accept(ask_call(cast).ref, by=cast.actor("ana"))
    person.pay(begin(cast, booking))
    assert settle(booking).booking.state is BookingState.CONFIRMED
    return booking


def test_a_call_that_is_worked(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    make.change(cast.user("bruno"), timezone="America/New_York")
    booking = paid_call(cast)
    assert on_account("booking", booking.ref) == -6_600
    feed = feeds.make(by=cast.actor("ana"))
    text = writing.write(feed, feed_entries.entries(feed))
    [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert (event.start, event.end) == (at(10), at(10, 45)), "the pause is nobody else’s business"
    outbox.sweep()
    told = notice_for("Ana", "booking_confirmed").body
    assert "a 45-minute call on Tuesday, 16 March 2027, 10:00–10:45 your time (05:00–05:45 for Bruno)" in told
    asked = notice_for("Ana", "booking_requested")
    assert asked.title == "Nordwind asks for a 45-minute call"
    clock.to(at(10, 50))
    [shift] = timesheets.shifts_of(booking)
    sheet = hours.submit(booking.ref, {shift.ref: 50}, "Solved.", by=cast.actor("ana"))
    hours.approve(sheet.ref, by=cast.actor("dora"))
    found = now(booking)
    assert (found.state, found.open_price) == (BookingState.COMPLETED, Money(0, "EUR"))
    assert sheet.earned == Money(6_000, "EUR"), "its price, however long it was"
    assert ledger.trial_balance() == {"EUR": 0}
    assert reviews.window_of(found.id)


def test_nobody_comes(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> None:
    """Ten minutes after the start; without a word it is settled a day later, either way."""
    missed = paid_call(cast)
    [shift] = calendar.booked_shifts(missed.ref)
    clock.to(at(10, 10))
    absences.say(missed.ref, shift.ref, "She was not there.", by=cast.actor("bruno"))
    clock.forward(hours=24)
    absences.settle_due()
    settle()
    found = now(missed)
    assert (found.state, found.cancelled_by) == (BookingState.CANCELLED, Side.EXPERT)
    assert on_account("booking", missed.ref) == 0
    assert ledger.trial_balance() == {"EUR": 0}


def test_the_customer_does_not_come(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid_call(cast)
    [shift] = calendar.booked_shifts(booking.ref)
    clock.to(at(10, 10))
    absences.say(booking.ref, shift.ref, "Nobody dialled in.", by=cast.actor("ana"))
    clock.forward(hours=24)
    absences.settle_due()
    [sheet] = timesheets.sheets_of(booking.id)
    assert [entry.minutes for entry in sheet.entries] == [45]


def test_ana_calls_off_and_emil_is_free_at_that_time(cast: Cast, simulator: Simulator) -> None:
    make.change(cast.emil, hour_rate_amount=7_000)
    make.certificate(cast.emil, cast.leave)
    other = make.expert("Paula", hour_rate_amount=7_000)
    make.certificate(other, cast.leave)
    make.hours(other, {1: [(14 * 60, 17 * 60)]})
    projection.refresh(cast.ana.id, cast.emil.id, other.id)
    booking = paid_call(cast)
    bookings.cancel(booking.ref, by=cast.actor("ana"), reason="Ill.")
    assert [one.expert.name for one in substitutes(booking, [booking.first_on], None)] == ["Emil"]


def test_what_is_not_done_with_a_call_is_said(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking, bruno = paid_call(cast), cast.actor("bruno")
    assert covering.may_name(bruno, booking) is True
    clock.forward(days=1)
    assert attempt(booking).amount == Money(6_600, "EUR")
    assert bookings.settlement(booking, Side.CUSTOMER).refund == Money(6_600, "EUR")
    clock.to(at(10) - timedelta(days=3))
    assert bookings.settlement(booking, Side.CUSTOMER).refund == Money(3_300, "EUR")
    clock.to(at(10) - timedelta(hours=30))
    assert bookings.settlement(booking, Side.CUSTOMER).refund == Money(0, "EUR")
