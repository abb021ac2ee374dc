"""Other hours on days of a paid booking: what such a day costs is shown first, and a day's price stays its own to the end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from marketplace.agreements import queries as agreements
from marketplace.amendments import service as amendments
from marketplace.amendments.errors import BegunAlready
from marketplace.amendments.hours import Wish
from marketplace.amendments.models import Amendment, AmendmentState
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.calendar import following
from marketplace.calendar import queries as calendar
from marketplace.calendar.errors import DatesTaken
from marketplace.calendar.models import LinkedCalendar
from marketplace.calendar.reading.expanding import Busy, Reading
from marketplace.kit.errors import Invalid
from marketplace.kit.money import Money
from marketplace.kit.period import local
from marketplace.ledger import queries as ledger
from marketplace.payments import queries as payments_queries
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets import service as timesheet
from tests import make
from tests.amendments.changing import MORE, RATE, pay
from tests.bookings.asking import WEEK
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import now as booking_now
from tests.payments.paying import on_account, paid

AFTERNOON = (12 * 60, 17 * 60)
WHOLE = (9 * 60, 17 * 60)


def at(day: date, hour: int) -> datetime:
    return local(day, hour * 60, "Europe/Berlin")


def asked(
    cast: Cast,
    booking: Booking,
    on: Sequence[date],
    stretch: tuple[int, int] = AFTERNOON,
    *,
    days: Sequence[date] = WEEK,
    price: int | None = None,
    who: str = "bruno",
) -> Amendment:
    wish = Wish(on, stretch, Money(price, "EUR") if price else None)
    return amendments.propose(booking.ref, days, RATE, "", hours=wish, by=cast.actor(who))


def hours_on(booking: Booking, day: date) -> tuple[datetime, datetime]:
    [found] = [one for one in calendar.booked_shifts(booking.ref) if one.on == day]
    return found.starts_at, found.ends_at


def test_two_afternoons_cost_five_eighths_and_the_rest_goes_back(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    booking = paid(cast)
    one = asked(cast, booking, WEEK[3:])
    assert one.price_change.amount == -2 * (64_000 - 40_000)
    assert hours_on(booking, WEEK[4]) == (at(WEEK[4], 9), at(WEEK[4], 17)), "not before Ana agrees"
    amendments.accept(one.ref, by=cast.actor("ana"))
    settle()
    assert hours_on(booking, WEEK[4]) == (at(WEEK[4], 12), at(WEEK[4], 17))
    changed = booking_now(booking)
    assert (changed.rate, changed.price.amount) == (RATE, 3 * 64_000 + 2 * 40_000)
    assert changed.ends_at == at(WEEK[4], 17)
    [refund] = payments_queries.refunds_of(booking.id)
    assert (refund.price.amount, refund.fee.amount) == (48_000, 4_800)
    assert on_account("booking", booking.ref) == -changed.total.amount


def test_back_to_whole_days_is_paid_first_and_kept_free_meanwhile(
    cast: Cast, simulator: Simulator, settle: Settle, clock: Clock
) -> None:
    booking = paid(cast)
    amendments.accept(asked(cast, booking, WEEK[4:]).ref, by=cast.actor("ana"))
    settle()
    one = asked(cast, booking, WEEK[4:], WHOLE, who="ana")
    assert one.price_change.amount == 24_000
    amendments.accept(one.ref, by=cast.actor("bruno"))
    assert hours_on(booking, WEEK[4])[0] == at(WEEK[4], 12)
    pay(cast, one)
    settle()
    [friday] = [shift for shift in calendar.booked_shifts(booking.ref) if shift.on == WEEK[4]]
    assert (friday.starts_at, friday.worth) == (at(WEEK[4], 9), None), (
        "at the day rate again, whatever it becomes"
    )
    assert booking_now(booking).price.amount == 5 * 64_000
    assert len(calendar.shifts_of(booking.ref)) == 5
    assert ledger.trial_balance() == {"EUR": 0}


def test_a_price_of_their_own_stays_when_the_rate_changes(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    booking = paid(cast)
    one = asked(cast, booking, [WEEK[0]], price=50_000)
    amendments.accept(one.ref, by=cast.actor("ana"))
    dearer = amendments.propose(booking.ref, WEEK, Money(70_000, "EUR"), "", by=cast.actor("ana"))
    amendments.accept(dearer.ref, by=cast.actor("bruno"))
    pay(cast, dearer)
    settle()
    assert booking_now(booking).price.amount == 50_000 + 4 * 70_000


def test_each_day_is_settled_at_its_own_price(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    """Three whole days, of which one was not worked, and two afternoons; then the rest, at a rate agreed on later."""
    booking = paid(cast, MORE)
    amendments.accept(asked(cast, booking, WEEK[3:], days=MORE).ref, by=cast.actor("ana"))
    settle()
    clock.to(at(WEEK[4], 18))
    [week, _] = timesheets.weeks_of(booking)
    minutes = dict(zip((one.ref for one in week.shifts), (0, 480, 480, 300, 300), strict=True))
    sheet = timesheet.submit(booking.ref, minutes, "", week_on=week.on, by=cast.actor("ana"))
    timesheet.approve(sheet.ref, by=cast.actor("dora"))
    settle()
    assert (sheet.earned.amount, sheet.back_price) == (2 * 64_000 + 2 * 40_000, 64_000)
    found = booking_now(booking)
    assert (found.open_price.amount, found.open_fee.amount) == (64_000, 6_400)
    cheaper = amendments.propose(booking.ref, MORE, Money(60_000, "EUR"), "", by=cast.actor("bruno"))
    assert cheaper.price_change.amount == -4_000, "what is approved keeps its price, the afternoons too"
    amendments.accept(cheaper.ref, by=cast.actor("ana"))
    assert (
        "€600.00 a day, for each day without a price of its own, for days whose hours were not approved yet:"
        in agreements.of_booking(booking.id)[0].text
    )
    clock.to(at(MORE[5], 18))
    [_, rest] = timesheets.weeks_of(booking_now(booking))
    last = timesheet.submit(booking.ref, {rest.shifts[0].ref: 480}, "", week_on=rest.on, by=cast.actor("ana"))
    timesheet.approve(last.ref, by=cast.actor("dora"))
    settle()
    assert last.earned.amount == 60_000
    assert (booking_now(booking).state, on_account("booking", booking.ref)) == (BookingState.COMPLETED, 0)
    assert ledger.trial_balance() == {"EUR": 0}


def test_cancelling_counts_what_the_first_day_costs(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast, WEEK[:2])
    one = asked(cast, booking, WEEK[:1], days=WEEK[:2])
    amendments.accept(one.ref, by=cast.actor("ana"))
    clock.to(at(WEEK[0], 12) - timedelta(hours=10))
    figures = bookings.settlement(booking_now(booking), Side.CUSTOMER)
    assert (figures.owed.amount, figures.refund_price.amount) == (40_000 + 32_000, 32_000)


def test_a_new_day_comes_with_its_hours(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = paid(cast)
    one = asked(cast, booking, MORE[5:], days=MORE)
    assert one.price_change.amount == 40_000
    amendments.accept(one.ref, by=cast.actor("ana"))
    pay(cast, one)
    settle()
    assert hours_on(booking, MORE[5]) == (at(MORE[5], 12), at(MORE[5], 17))
    assert on_account("booking", booking.ref) == -booking_now(booking).total.amount


@pytest.mark.parametrize(
    ("stretch", "said"),
    [
        ((8 * 60, 12 * 60), "Ana works from 09:00 to 17:00"),
        ((17 * 60, 9 * 60), "end after they begin"),
        ((9 * 60, 9 * 60 + 30), "less than an hour"),
    ],
)
def test_hours_lie_within_those_of_the_expert(
    cast: Cast, simulator: Simulator, stretch: tuple[int, int], said: str
) -> None:
    with pytest.raises(Invalid, match=said) as refusal:
        asked(cast, paid(cast), WEEK[1:2], stretch)
    assert "hours" in refusal.value.fields


def test_a_day_that_has_begun_keeps_its_hours(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at - timedelta(hours=2))
    one = asked(cast, booking, WEEK[:1])
    assert one.respond_by == booking.starts_at
    amendments.withdraw(one.ref, by=cast.actor("bruno"))
    clock.to(booking.starts_at)
    with pytest.raises(BegunAlready, match="Mon 15 Mar"):
        asked(cast, booking, WEEK[:1], who="ana")


def test_what_is_gained_is_asked_of_the_other_calendar(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    """An afternoon may stay an afternoon beside a full morning, and cannot grow into it."""
    booking = paid(cast)
    amendments.accept(asked(cast, booking, WEEK[2:3]).ref, by=cast.actor("ana"))
    link = make.row(
        LinkedCalendar, expert_id=cast.ana.id, name="Own", address="https://a.example", due_at=at(WEEK[0], 0)
    )
    told = (Busy(False, at(WEEK[2], 8), at(WEEK[2], 15)),)
    following.take_in(link.ref, Reading(told), WEEK[2] + timedelta(days=180))
    with pytest.raises(DatesTaken, match="not free at these hours on Wed 17 Mar"):
        asked(cast, booking, WEEK[2:3], WHOLE)
    shorter = asked(cast, booking, WEEK[2:3], (13 * 60, 17 * 60))
    assert amendments.accept(shorter.ref, by=cast.actor("ana")).state is AmendmentState.APPLIED
