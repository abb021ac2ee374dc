"""Three weeks with Ana: each is written, approved, earned and released by itself, and together they are the whole, to the cent."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from marketplace.amendments import service as amendments
from marketplace.bookings.models import Booking, BookingState
from marketplace.events.log import history
from marketplace.evidence import work
from marketplace.kit import clock as kit_clock
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from marketplace.kit.money import Money
from marketplace.kit.period import add_business_days
from marketplace.organizations import service as organizations
from marketplace.payments import queries as payments
from marketplace.payouts import earnings
from marketplace.payouts import queries as payouts
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries, reminding, service
from marketplace.timesheets.models import Timesheet, TimesheetState
from marketplace.timesheets.writing import Written
from tests import make
from tests.booked import booked, shift
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import now, on_account
from tests.payouts.stage import paid

FIRST, SECOND = date(2027, 3, 8), date(2027, 3, 15)
DAYS = [FIRST, FIRST + timedelta(days=1), SECOND, SECOND + timedelta(days=1), SECOND + timedelta(days=2)]
ODD = Money(33_333, "EUR")


@pytest.fixture
def booking(cast: Cast) -> Booking:
    return booked(cast, DAYS, rate=ODD)


def submit(cast: Cast, booking: Booking, week: date, *minutes: int) -> Timesheet:
    left = queries.week_of(now(booking), week).left
    worked = minutes or (480,) * len(left)
    written = {one.ref: worked for one, worked in zip(left, worked, strict=True)}
    return service.submit(booking.ref, written, "", week_on=week, by=cast.actor("ana"))


def test_a_week_is_submitted_when_it_is_over_and_approved_for_itself(
    cast: Cast, booking: Booking, clock: Clock
) -> None:
    clock.to(queries.week_of(booking, FIRST).over_at)
    with pytest.raises(NotAllowed, match="last day of their week"):
        submit(cast, booking, SECOND)
    sheet = service.approve(submit(cast, booking, FIRST, 480, 0).ref, by=cast.actor("dora"))
    assert (sheet.earned, sheet.back_price) == (ODD, 33_333)
    assert (booking.state, booking.settled_days) == (BookingState.CONFIRMED, 2)
    assert [week.on for week in queries.to_write(cast.ana.id)] == []
    clock.to(booking.ends_at)
    assert [week.on for week in queries.to_write(cast.ana.id)] == [SECOND]
    service.approve(submit(cast, booking, SECOND).ref, by=cast.actor("dora"))
    assert (booking.state, booking.open_days) == (BookingState.COMPLETED, 0)
    assert (booking.settled_price, booking.settled_fee) == (booking.price.amount, booking.fee.amount)
    with pytest.raises(NotFound):
        queries.week_of(booking, date(2027, 3, 22))


def test_each_week_is_earned_and_released_by_itself(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast, DAYS, rate=ODD)
    clock.to(queries.week_of(booking, FIRST).over_at)
    service.approve(submit(cast, booking, FIRST, 480, 0).ref, by=cast.actor("dora"))
    settle()
    (first,) = payouts.transfers_of(booking.id)
    assert (first.amount, first.release_at) == (ODD, add_business_days(clock.now, 2))
    assert not work.of(cast.ana.id, cast.leave), "work speaks for her once all of it is approved"
    held = earnings.totals_of(cast.ana.id)["EUR"]
    assert (held.held, held.waiting) == (ODD * 3, ODD)
    assert [one.amount for one in earnings.earning_of(now(booking)).shares] == [ODD, ODD * 3]
    clock.to(now(booking).ends_at)
    service.approve(submit(cast, booking, SECOND).ref, by=cast.actor("dora"))
    settle()
    assert [one.amount for one in payouts.transfers_of(booking.id)] == [ODD, ODD * 3]
    assert on_account("expert", cast.ana.ref) == -4 * 33_333
    assert on_account("booking", booking.ref) == 0
    back = sum(one.amount.amount for one in payments.refunds_of(booking.id))
    assert -on_account("fees") == booking.total.amount - back - 4 * 33_333
    (piece,) = work.of(cast.ana.id, cast.leave)
    assert piece.minutes == 4 * 480


def test_some_days_are_approved_and_the_others_come_again(cast: Cast, booking: Booking, clock: Clock) -> None:
    clock.to(booking.ends_at)
    sheet = submit(cast, booking, SECOND)
    monday, tuesday, wednesday = (entry.shift.ref for entry in sheet.entries)
    dora = cast.actor("dora")
    for kept in ([], [monday, tuesday, wednesday]):
        with pytest.raises(Invalid) as refused:
            service.approve_days(sheet.ref, kept, "No.", by=dora)
        assert "days" in refused.value.fields
    service.approve_days(sheet.ref, [monday, wednesday], "Tuesday was a holiday.", by=dora)
    rest = queries.week_of(booking, SECOND).sheet
    assert (sheet.state, sheet.days, sheet.earned) == (TimesheetState.APPROVED, 2, ODD * 2)
    assert rest and (rest.state, rest.part, rest.reason) == (S.SENT_BACK, 2, "Tuesday was a holiday.")
    assert [entry.shift.ref for entry in rest.entries] == [tuesday]
    with pytest.raises(Invalid, match="another week"):
        service.save(booking.ref, {monday: 60}, "", week_on=SECOND, by=cast.actor("ana"))
    again = submit(cast, booking, SECOND, 0)
    assert (again.id, again.submissions) == (rest.id, 2)
    service.approve(again.ref, by=dora)
    assert (again.earned_price, again.back_price) == (0, 33_333)
    service.approve(submit(cast, booking, FIRST).ref, by=dora)
    assert booking.state is BookingState.COMPLETED


def test_nobody_approves_other_hours_than_they_saw(cast: Cast, booking: Booking, clock: Clock) -> None:
    clock.to(booking.ends_at)
    sheet, dora = submit(cast, booking, FIRST), cast.actor("dora")
    service.send_back(sheet.ref, "Less.", seen=1, by=dora)
    submit(cast, booking, FIRST, 1440, 1440)
    with pytest.raises(Conflict, match="submitted anew"):
        service.approve(sheet.ref, seen=1, by=dora)
    assert service.approve(sheet.ref, seen=2, by=dora).state is TimesheetState.APPROVED


def test_days_that_are_approved_keep_their_rate(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking, ana, bruno = paid(cast, DAYS), cast.actor("ana"), cast.actor("bruno")
    clock.to(queries.week_of(booking, FIRST).over_at)
    proposed = amendments.propose(booking.ref, DAYS, Money(50_000, "EUR"), "", by=ana)
    service.approve(submit(cast, booking, FIRST).ref, by=cast.actor("dora"))
    with pytest.raises(Conflict, match="approved since"):
        amendments.accept(proposed.ref, by=bruno)
    amendments.withdraw(proposed.ref, by=ana)
    cheaper = amendments.propose(booking.ref, DAYS[:4], Money(50_000, "EUR"), "", by=ana)
    assert cheaper.price == Money(2 * 64_000 + 2 * 50_000, "EUR")
    amendments.accept(cheaper.ref, by=bruno)
    settle()
    booking = now(booking)
    assert (booking.price, booking.total) == (cheaper.price, cheaper.total)
    clock.to(booking.ends_at)
    service.approve(submit(cast, booking, SECOND).ref, by=cast.actor("dora"))
    settle()
    assert [one.amount.amount for one in payouts.transfers_of(booking.id)] == [128_000, 100_000]
    assert on_account("booking", booking.ref) == 0


def test_without_the_days_that_are_left_the_booking_is_complete(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast, DAYS)
    clock.to(queries.week_of(booking, FIRST).over_at)
    service.approve(submit(cast, booking, FIRST).ref, by=cast.actor("dora"))
    made = amendments.propose(booking.ref, DAYS[:2], booking.rate, "", by=cast.actor("bruno"))
    amendments.accept(made.ref, by=cast.actor("ana"))
    settle()
    assert now(booking).state is BookingState.COMPLETED
    assert on_account("booking", booking.ref) == 0
    assert on_account("expert", cast.ana.ref) == -128_000
    (piece,) = work.of(cast.ana.id, cast.leave)
    assert piece.minutes == 2 * 480


def test_whoever_forgets_is_reminded_twice(cast: Cast, booking: Booking, clock: Clock) -> None:
    clock.to(
        datetime(2027, 3, 16, 6, 59, tzinfo=UTC)
    )  # Tuesday after the first week, a minute to eight in Berlin
    reminding.remind_experts()
    assert queries.sheets_of(booking.id) == []
    clock.forward(minutes=1)
    for _ in range(2):
        reminding.remind_experts()
    (sheet,) = queries.sheets_of(booking.id)
    assert [one.kind for one in history(sheet.ref)] == ["TimesheetLate"]
    clock.forward(days=9)
    reminding.remind_experts()
    reminding.remind_experts()
    assert [one.payload["times"] for one in history(sheet.ref)] == [1, 2]
    assert [one.late_reminders for one in queries.sheets_of(booking.id)] == [2, 2], (
        "the second week by now, too"
    )
    submit(cast, booking, FIRST)
    for days, reminders in ((2, 1), (2, 2), (1, 2)):  # Thursday evening to Monday, Wednesday, Thursday
        clock.to(add_business_days(kit_clock.now(), days))
        reminding.remind_approvers()
        reminding.remind_approvers()
        assert sheet.reminders == reminders
    assert service.approve_overdue() == 1


def test_what_was_sent_back_is_late_a_day_after_that(cast: Cast, booking: Booking, clock: Clock) -> None:
    clock.to(datetime(2027, 3, 17, 12, tzinfo=UTC))  # Wednesday: late by two days
    sheet = submit(cast, booking, FIRST)
    service.send_back(sheet.ref, "Less.", by=cast.actor("dora"))
    for hours, times in ((0, 0), (23, 0), (1, 1), (48, 2)):
        clock.forward(hours=hours)
        reminding.remind_experts()
        assert sheet.late_reminders == times


def test_an_owner_switches_approval_by_time_off(cast: Cast, booking: Booking, clock: Clock) -> None:
    clock.to(booking.ends_at)
    promised = submit(cast, booking, FIRST)
    with pytest.raises(NotAllowed):
        organizations.set_auto_approval(cast.nordwind.ref, False, by=cast.actor("dora"))
    organizations.set_auto_approval(cast.nordwind.ref, False, by=cast.actor("olga"))
    waiting = submit(cast, booking, SECOND)
    clock.forward(days=30)
    assert service.approve_overdue() == 1
    assert (promised.state, waiting.state) == (TimesheetState.APPROVED, TimesheetState.SUBMITTED)
    assert not waiting.overdue


def test_what_is_agreed_and_unpaid_comes_before_approval(cast: Cast, booking: Booking, clock: Clock) -> None:
    clock.to(queries.week_of(booking, FIRST).over_at)
    sheet = submit(cast, booking, FIRST)
    made = amendments.propose(booking.ref, DAYS, Money(40_000, "EUR"), "", by=cast.actor("ana"))
    amendments.accept(made.ref, by=cast.actor("bruno"))
    make.change(sheet, approve_by=clock.now)
    assert service.approve_overdue() == 0
    with pytest.raises(Conflict, match="still waits for its payment"):
        service.approve(sheet.ref, by=cast.actor("dora"))


def test_a_day_that_is_added_to_a_week_already_approved_gets_a_sheet_of_its_own(
    cast: Cast, booking: Booking, clock: Clock
) -> None:
    clock.to(queries.week_of(booking, FIRST).over_at)
    service.approve(submit(cast, booking, FIRST).ref, by=cast.actor("dora"))
    friday = shift(booking, FIRST + timedelta(days=4))
    make.change(booking, days=6, price=ODD * 6, fee=(ODD * 6).share(1000))
    clock.to(friday.ends_at)
    sheet = submit(cast, booking, FIRST, 300)
    assert (sheet.part, sheet.days) == (2, 1)
    with pytest.raises(WrongState):
        submit(cast, booking, FIRST, *[])


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        (Written(starts=time(9), ends=time(17, 30), pause=45), 465),
        (Written(420, pause=30), 420),
        (Written(480, time(9), time(17)), 480),
        (Written(0), 0),
    ],
)
def test_hours_or_from_when_to_when(
    cast: Cast, booking: Booking, clock: Clock, written: Written, minutes: int
) -> None:
    clock.to(booking.ends_at)
    first = queries.shifts_of(booking)[0].ref
    sheet = service.save(booking.ref, {first: written}, "", by=cast.actor("ana"))
    assert [entry.minutes for entry in sheet.entries] == [minutes]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (Written(starts=time(9)), "Write both"),
        (Written(starts=time(17), ends=time(9)), "after the start"),
        (Written(starts=time(9), ends=time(9, 30), pause=31), "longer than the work"),
        (Written(470, time(9), time(17)), "it comes to 8:00"),
        (Written(pause=30), "Write the hours"),
        (Written(480, note="x" * 301), "room for 300"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_day(
    cast: Cast, booking: Booking, clock: Clock, written: Written, said: str
) -> None:
    clock.to(booking.ends_at)
    first = queries.shifts_of(booking)[0].ref
    with pytest.raises(Invalid) as refused:
        service.save(booking.ref, {first: written}, "", by=cast.actor("ana"))
    assert said in refused.value.fields[first]


@pytest.mark.parametrize(("day", "passed", "longest"), [(28, 420, 1380), (31, 540, 1440)])
def test_time_passes_as_it_does_where_the_clocks_change(
    cast: Cast, clock: Clock, day: int, passed: int, longest: int
) -> None:
    """In the night to Sunday, 28 March 2027 they go forward; in that to 31 October back, and a day has at most 24 written hours."""
    on = date(2027, 3 if day == 28 else 10, day)
    booking = booked(cast, [on])
    clock.to(booking.ends_at)
    (only,) = queries.shifts_of(booking)
    by = cast.actor("ana")
    night = Written(starts=time(0), ends=time(8))
    sheet = service.save(booking.ref, {only.ref: night}, "", by=by)
    assert sheet.minutes == passed
    with pytest.raises(Invalid):
        service.save(booking.ref, {only.ref: longest + 1}, "", by=by)


def test_sunday_and_monday_around_the_change_are_two_weeks_of_hours(cast: Cast, clock: Clock) -> None:
    """Nine to five in Berlin both days, which from that Sunday on is an hour earlier elsewhere."""
    sunday, monday = date(2027, 3, 28), date(2027, 3, 29)
    booking, by = booked(cast, [sunday, monday]), cast.actor("ana")
    first, second = queries.shifts_of(booking)
    nine_to_five = Written(starts=time(9), ends=time(17))
    clock.to(datetime(2027, 3, 28, 14, 59, tzinfo=UTC))
    with pytest.raises(NotAllowed, match="once the last day of their week is over"):
        service.submit(booking.ref, {first.ref: nine_to_five}, "", week_on=date(2027, 3, 22), by=by)
    clock.to(datetime(2027, 3, 28, 15, 0, tzinfo=UTC))
    sheet = service.submit(booking.ref, {first.ref: nine_to_five}, "", week_on=date(2027, 3, 22), by=by)
    clock.to(datetime(2027, 3, 29, 15, 0, tzinfo=UTC))
    after = service.submit(booking.ref, {second.ref: nine_to_five}, "", week_on=monday, by=by)
    assert (sheet.minutes, after.minutes) == (480, 480)
    assert [week.due(0, 540) for week in queries.weeks_of(booking)] == [
        datetime(2027, 3, 29, 7, 0, tzinfo=UTC),
        datetime(2027, 4, 5, 7, 0, tzinfo=UTC),
    ]
    for one in (sheet, after):
        service.approve(one.ref, by=cast.actor("dora"))
    assert (booking.state, booking.settled_days) == (BookingState.COMPLETED, 2)


S = TimesheetState
