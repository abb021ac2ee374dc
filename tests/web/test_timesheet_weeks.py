"""A booking of two weeks on screen: a page for each, answers to some days, hours as a table."""

import csv
import io
from datetime import date, timedelta

import pytest

from marketplace.bookings.models import Booking, BookingState
from marketplace.timesheets import queries, service
from marketplace.timesheets.models import Timesheet, TimesheetState
from tests import make
from tests.booked import WEEK, booked
from tests.cast import Cast
from tests.conftest import Clock

SECOND = WEEK[0] + timedelta(days=7)


@pytest.fixture
def booking(cast: Cast, clock: Clock) -> Booking:
    made = booked(cast, [*WEEK[:2], SECOND])
    clock.to(made.ends_at)
    return made


@pytest.fixture
def sheet(cast: Cast, booking: Booking) -> Timesheet:
    """The first week, handed in."""
    hours = {one.ref: 480 for one in queries.week_of(booking, WEEK[0]).left}
    return service.submit(booking.ref, hours, "=1+1", week_on=WEEK[0], by=cast.actor("ana"))


def page(cast: Cast, name: str, booking: Booking, week: date | str = "") -> str:
    return cast.browser(name).get(f"/bookings/{booking.ref}/timesheet?week={week}").text


def test_each_week_has_its_page(cast: Cast, booking: Booking, sheet: Timesheet) -> None:
    mine = page(cast, "ana", booking)
    assert "8–9 Mar 2027" in mine and "Submit hours" in mine, "the second week is hers to write"
    assert "Waits for approval" in page(cast, "ana", booking, WEEK[0])
    dora = page(cast, "dora", booking)
    assert "By approving you settle these days for good: €1,280.00 goes to Ana" in dora
    for nowhere in ("2027-03-22", "soon"):
        answer = cast.browser("dora").get(f"/bookings/{booking.ref}/timesheet?week={nowhere}")
        assert answer.status_code == 404


def test_times_breaks_and_notes_are_kept_and_mistakes_are_said(cast: Cast, booking: Booking) -> None:
    (day,) = queries.week_of(booking, SECOND).left
    ana, address = cast.browser("ana"), f"/bookings/{booking.ref}/timesheet?week={SECOND}"
    typed = {f"{day.ref}_from": "9:15", f"{day.ref}_to": "17.30", f"{day.ref}_break": "45", "note": ""}
    wrong = ana.post(address, data=typed | {f"{day.ref}_to": "25:00"})
    assert wrong.status_code == 400
    assert "Write a time like 9:00" in wrong.text and 'value="25:00"' in wrong.text
    assert ana.post(address, data=typed | {f"{day.ref}_note": "On site"}).status_code == 302
    shown = page(cast, "ana", booking, SECOND)
    assert "7 h 30 min, the break taken off" in shown
    assert all(f'value="{text}"' in shown for text in ("09:15", "17:30", "0:45", "On site"))


def test_dora_answers_for_some_days(cast: Cast, booking: Booking, sheet: Timesheet) -> None:
    dora, address = cast.browser("dora"), f"/timesheets/{sheet.ref}/partial-approval"
    first, second = (entry.shift.ref for entry in sheet.entries)
    nothing = dora.post(address, data={"reason": "No.", "seen": "1"})
    assert nothing.status_code == 400 and "Tick the days that you approve" in nothing.text
    blank = dora.post(address, data={"days": [first], "seen": "1"})
    assert blank.status_code == 400 and "Say what should be different" in blank.text
    assert f'value="{second}"  checked' not in blank.text
    late = dora.post(address, data={"days": [first], "reason": "No.", "seen": "7"})
    assert late.status_code == 409 and "submitted anew" in late.text
    assert dora.post(address, data={"days": [first], "reason": "Half a day.", "seen": "1"}).status_code == 302
    ana = page(cast, "ana", booking, WEEK[0])
    assert "Half a day." in ana and "€640.00 earned. These days are settled." in ana
    assert queries.sheets_of(booking.id)[0].state is TimesheetState.APPROVED
    bruno = cast.browser("bruno").post(address, data={"days": [first], "reason": "No."})
    assert bruno.status_code == 403


def test_hours_are_a_table_that_runs_nothing(cast: Cast, booking: Booking, sheet: Timesheet) -> None:
    own = {one.ref: 60 for one in queries.week_of(booking, SECOND).left}
    service.save(booking.ref, own, "", week_on=SECOND, by=cast.actor("ana"))

    def rows(name: str, address: str = "/timesheets.csv") -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(cast.browser(name).get(address).data.decode("utf-8-sig"))))

    assert [row["day"] for row in rows("ana")] == ["2027-03-08", "2027-03-09", "2027-03-15"]
    for found in (rows("dora"), rows("vera", "/vendors/ledgerline/timesheets.csv")):
        assert [(row["minutes worked"], row["state"]) for row in found] == [("480", "submitted")] * 2
        assert found[0]["note of the week"] == "'=1+1"
    assert rows("gus") == []


def test_the_owner_says_whether_time_approves(cast: Cast, booking: Booking) -> None:
    olga, address = cast.browser("olga"), f"/organizations/{cast.nordwind.ref}/approvals"
    assert "checked" in olga.get(address).text
    assert olga.post(address, data={"csrf_token": "x"}).status_code == 302
    assert not cast.nordwind.auto_approval
    hours = {one.ref: 480 for one in queries.week_of(booking, WEEK[0]).left}
    service.submit(booking.ref, hours, "", week_on=WEEK[0], by=cast.actor("ana"))
    assert "nothing is approved by itself" in page(cast, "dora", booking)
    assert "They wait until you answer." in cast.browser("dora").get("/desk").text


@pytest.mark.parametrize("state", list(BookingState))
def test_a_booking_in_any_state_has_its_page(cast: Cast, clock: Clock, state: BookingState) -> None:
    made = booked(cast, [WEEK[0]], state=state, hold_until=clock.now)
    if state not in (BookingState.CONFIRMED, BookingState.COMPLETED):
        make.change(queries.shifts_of(made)[0], state="released")
    for name in ("ana", "dora"):
        assert cast.browser(name).get(f"/bookings/{made.ref}/timesheet").status_code == 200
        assert cast.browser(name).get(f"/bookings/{made.ref}").status_code == 200
