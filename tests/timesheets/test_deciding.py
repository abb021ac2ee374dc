"""Dora approves the hours or sends them back; when nobody answers, the vendor's window approves."""

from datetime import timedelta

import pytest

from marketplace.bookings.models import BookingState
from marketplace.db.session import atomic
from marketplace.events.log import history
from marketplace.evidence import uploads
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.timesheets import absent, files, queries, reminding, service
from marketplace.timesheets.models import Timesheet, TimesheetState
from marketplace.timesheets.writing import LONGEST_NOTE
from tests import make
from tests.booked import WEEK, booked, shift
from tests.cast import Cast
from tests.conftest import Clock
from tests.timesheets.stage import AFTER, submitted


@pytest.fixture
def sheet(cast: Cast, clock: Clock) -> Timesheet:
    """Three days, of which the last was not worked."""
    booking = booked(cast)
    clock.to(AFTER)
    return submitted(cast, booking, 480, 480, 0)


def test_approval_completes_the_booking_and_says_what_is_earned(cast: Cast, sheet: Timesheet) -> None:
    service.approve(sheet.ref, by=cast.actor("dora"))
    assert sheet.state is TimesheetState.APPROVED
    assert sheet.booking.state is BookingState.COMPLETED
    assert sheet.decided_by_id == cast.user("dora").id
    assert history(sheet.ref)[-1].payload == {
        "subject": sheet.ref,
        "booking": sheet.booking.ref,
        "days_worked": 2,
        "price": 128_000,
        "fee": 12_800,
        "unworked_price": 64_000,
        "unworked_fee": 6_400,
        "currency": "EUR",
        "week_on": "2027-03-08",
        "deliverable": "",
    }


def test_sent_back_hours_come_again_with_a_new_window(cast: Cast, sheet: Timesheet, clock: Clock) -> None:
    service.send_back(sheet.ref, "Thursday was only the morning.", by=cast.actor("dora"))
    assert sheet.state is TimesheetState.SENT_BACK
    assert sheet.reason == "Thursday was only the morning."
    assert [week.booking for week in queries.to_write(cast.ana.id)] == [sheet.booking]
    clock.forward(days=20)
    assert service.approve_overdue() == 0
    again = submitted(cast, sheet.booking, 480, 240, 0)
    assert again.id == sheet.id and again.minutes == 720
    service.approve(sheet.ref, by=cast.actor("olga"))
    assert sheet.state is TimesheetState.APPROVED


def test_sending_back_needs_a_reason(cast: Cast, sheet: Timesheet) -> None:
    with pytest.raises(Invalid) as refused:
        service.send_back(sheet.ref, " \n ", by=cast.actor("dora"))
    assert "reason" in refused.value.fields
    assert sheet.state is TimesheetState.SUBMITTED


@pytest.mark.parametrize("name", ["bruno", "carla", "ana"])
def test_only_an_approver_or_the_owner_decides(cast: Cast, sheet: Timesheet, name: str) -> None:
    with pytest.raises(NotAllowed):
        service.approve(sheet.ref, by=cast.actor(name))
    with pytest.raises(NotAllowed):
        service.send_back(sheet.ref, "No.", by=cast.actor(name))


@pytest.mark.parametrize("name", ["emil", "gus", "ines", "otto"])
def test_others_cannot_find_the_timesheet(cast: Cast, sheet: Timesheet, name: str) -> None:
    with pytest.raises(NotFound):
        service.approve(sheet.ref, by=cast.actor(name))


def test_nobody_decides_about_their_own_hours(cast: Cast, sheet: Timesheet) -> None:
    make.join(cast.nordwind, cast.user("ana"), "owner")
    with pytest.raises(NotAllowed, match="your own hours"):
        service.approve(sheet.ref, by=cast.actor("ana"))


def test_hours_are_decided_once(cast: Cast, sheet: Timesheet) -> None:
    service.approve(sheet.ref, by=cast.actor("dora"))
    with pytest.raises(WrongState, match="has been approved"):
        service.approve(sheet.ref, by=cast.actor("dora"))
    with pytest.raises(WrongState, match="has been approved"):
        service.send_back(sheet.ref, "Too late.", by=cast.actor("dora"))


def test_unanswered_hours_are_approved_after_five_business_days(
    cast: Cast, sheet: Timesheet, clock: Clock
) -> None:
    clock.forward(days=6, hours=23)
    assert service.approve_overdue() == 0
    clock.forward(hours=1)
    assert service.approve_overdue() == 1
    assert service.approve_overdue() == 0
    assert sheet.state is TimesheetState.APPROVED
    assert sheet.decided_by_id is None
    assert history(sheet.ref)[-1].by_name == "Mavenry"


def test_the_vendor_sets_the_window(cast: Cast, clock: Clock) -> None:
    make.change(cast.ledgerline, approval_business_days=1)
    booking = booked(cast)
    clock.to(AFTER)
    submitted(cast, booking)
    clock.forward(days=3)
    assert service.approve_overdue() == 1


def test_nordwind_sees_what_waits_for_it_and_halden_does_not(cast: Cast, sheet: Timesheet) -> None:
    assert queries.to_decide(cast.nordwind.id) == [sheet]
    assert queries.to_decide(cast.halden.id) == []
    service.approve(sheet.ref, by=cast.actor("dora"))
    assert queries.to_decide(cast.nordwind.id) == []
    assert queries.decided_by(cast.nordwind.id, 1).items == [sheet]


def test_hours_that_nobody_has_written_are_not_approved(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    sheet = service.save(booking.ref, {}, "Soon.", by=cast.actor("ana"))
    with pytest.raises(WrongState, match="has not been submitted"):
        service.approve(sheet.ref, by=cast.actor("dora"))


@pytest.mark.parametrize("days", [1, 2])
def test_approvers_with_little_time_are_reminded_at_half_of_it(cast: Cast, clock: Clock, days: int) -> None:
    booking = booked(cast, approval_business_days=days)
    clock.to(AFTER)
    sheet = submitted(cast, booking)
    assert sheet.approve_by
    half = AFTER + (sheet.approve_by - AFTER) / 2
    for at, times in (
        (half - timedelta(minutes=1), 0),
        (half, 1),
        (sheet.approve_by - timedelta(minutes=1), 1),
    ):
        clock.to(at)
        reminding.remind_approvers()
        assert [one.kind for one in history(sheet.ref)].count("TimesheetReminded") == times


@pytest.mark.parametrize("whole", [True, False])
def test_a_day_added_after_the_hours_were_handed_in_joins_what_is_sent_back(
    cast: Cast, clock: Clock, whole: bool
) -> None:
    """Thursday is added, and nobody opens to Ana: it stands on a sheet of its own, until Tuesday comes back."""
    booking = booked(cast)
    first = queries.shifts_of(booking)[0].ref
    clock.to(booking.ends_at)
    sheet = submitted(cast, booking, note="All of it.")
    thursday = shift(booking, WEEK[3])
    rate = booking.rate
    make.change(booking, days=4, price=rate * 4, fee=(rate * 4).share(1000), ends_at=thursday.ends_at)
    clock.to(thursday.ends_at)
    with atomic():
        absent.owe(booking, thursday)
        owed = queries.sheets_of(booking.id)[-1]
        owed.note = "n" * LONGEST_NOTE
        files.attach(
            owed, [uploads.keep("log.txt", b"Thursday", by=cast.actor("ana")).ref], by=cast.actor("ana")
        )
    assert len(queries.sheets_of(booking.id)) == 2
    dora = cast.actor("dora")
    if whole:
        service.send_back(sheet.ref, "Tuesday?", by=dora)
    else:
        service.approve_days(sheet.ref, [first], "Tuesday?", by=dora)
    [still_open] = [one for one in queries.sheets_of(booking.id) if one.open]
    assert still_open.state is TimesheetState.SENT_BACK
    assert still_open.reason == "Tuesday?"
    assert still_open.note == "All of it.\n\n" + "n" * LONGEST_NOTE, "longer than may be written, but whole"
    assert [(one.file_name, one.submission) for one in still_open.files] == [("log.txt", 2)]
    (week,) = queries.weeks_of(booking)
    assert {entry.shift_id for entry in still_open.entries} == {one.id for one in week.left}
    again = service.submit(
        booking.ref, {one.ref: 480 for one in week.left}, "", week_on=week.on, by=cast.actor("ana")
    )
    service.approve(again.ref, by=dora)
    assert booking.state is BookingState.COMPLETED
    earned = sum(one.earned.amount for one in queries.sheets_of(booking.id))
    assert earned == booking.price.amount
