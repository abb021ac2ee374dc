"""Hours on screen: Ana writes and submits, Dora approves or sends back."""

import pytest
from flask.testing import FlaskClient

from marketplace.bookings.models import Booking
from marketplace.timesheets import queries, service
from marketplace.timesheets.models import Timesheet, TimesheetState
from tests import make
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock
from tests.timesheets.stage import AFTER, hours, submitted


@pytest.fixture
def booking(cast: Cast) -> Booking:
    return booked(cast)


@pytest.fixture
def over(booking: Booking, clock: Clock) -> Booking:
    """The last day is over."""
    clock.to(AFTER)
    return booking


@pytest.fixture
def sheet(cast: Cast, over: Booking) -> Timesheet:
    return submitted(cast, over, 480, 540, 0, note="Closed **March**. <script>alert(1)</script>")


def page(cast: Cast, name: str, booking: Booking) -> str:
    answer = cast.browser(name).get(f"/bookings/{booking.ref}/timesheet")
    assert answer.status_code == 200
    return answer.text


def send(
    client: FlaskClient, booking: Booking, *texts: str, note: str = "", what: str = "/submission"
) -> tuple[int, str]:
    refs = [shift.ref for shift in queries.shifts_of(booking)]
    typed = dict(zip(refs, texts, strict=False)) | {"note": note}
    answer = client.post(f"/bookings/{booking.ref}/timesheet{what}", data=typed)
    return answer.status_code, answer.text


@pytest.mark.parametrize("page", ["timesheet", "ledger"])
def test_a_name_from_right_to_left_turns_no_dates_round(cast: Cast, over: Booking, page: str) -> None:
    make.change(cast.nordwind, name="Nord مصنع")
    seen = cast.browser("ana").get(f"/bookings/{over.ref}/{page}").text
    assert "\u2068Nord مصنع\u2069, " in seen


def test_ana_submits_her_hours(cast: Cast, over: Booking) -> None:
    assert "Submit hours" in page(cast, "ana", over)
    status, _ = send(cast.browser("ana"), over, "8", "7:30", "0", note="All done")
    assert status == 302
    shown = page(cast, "ana", over)
    assert "Waits for approval" in shown and "7 h 30 min" in shown and "Not worked" in shown
    assert "Submit hours" not in shown


def test_what_cannot_be_read_is_kept_and_explained(cast: Cast, over: Booking) -> None:
    status, shown = send(cast.browser("ana"), over, "eight", "25", "8", note="Keep <me>")
    assert status == 400
    assert 'value="eight"' in shown and 'value="25"' in shown and "Keep &lt;me&gt;" in shown
    assert "Write hours like 7:30 or 7.5" in shown and "A day has 24 hours" in shown
    assert not queries.sheets_of(over.id)


def test_a_day_left_empty_is_asked_for(cast: Cast, over: Booking) -> None:
    status, shown = send(cast.browser("ana"), over, "8", "", "8")
    assert status == 400
    assert "Write 0 if you did not work that day." in shown
    assert 'value="8"' in shown


@pytest.mark.parametrize("text", ["9" * 10_000, "\x01", "🦊", "7:30; DROP TABLE", "-1", "٧"])
def test_nothing_typed_is_too_odd(cast: Cast, over: Booking, text: str) -> None:
    status, _ = send(cast.browser("ana"), over, text, "8", "8")
    assert status in (302, 400)


def test_a_note_without_end_is_refused_in_words(cast: Cast, over: Booking) -> None:
    status, shown = send(cast.browser("ana"), over, "8", "8", "8", note="x" * 2001)
    assert status == 400
    assert "There is room for 2000 characters" in shown


def test_during_the_week_she_saves_what_is_over(cast: Cast, booking: Booking, clock: Clock) -> None:
    clock.to(booking.starts_at.replace(hour=20))
    shown = page(cast, "ana", booking)
    assert "not over yet" in shown and "Submit hours" not in shown
    status, _ = send(cast.browser("ana"), booking, "8", what="")
    assert status == 302
    assert 'value="8:00"' in page(cast, "ana", booking)
    status, shown = send(cast.browser("ana"), booking, "8")
    assert status == 403
    assert "once the last day of their week is over" in shown


def test_nobody_else_sees_what_is_not_submitted(cast: Cast, booking: Booking, clock: Clock) -> None:
    clock.to(booking.starts_at.replace(hour=20))
    send(cast.browser("ana"), booking, "6:15", what="", note="My own notes")
    for name in ("dora", "carla"):
        shown = page(cast, name, booking)
        assert "No hours submitted yet" in shown
        assert "6:15" not in shown and "My own notes" not in shown


def test_dora_sees_what_approval_means_and_approves(cast: Cast, sheet: Timesheet) -> None:
    shown = page(cast, "dora", sheet.booking)
    assert "€1,280.00 goes to Ana" in shown and "€704.00 comes back" in shown
    assert "1 h more than booked" in shown
    answer = cast.browser("dora").post(f"/timesheets/{sheet.ref}/approval")
    assert answer.status_code == 302
    assert "by Dora" in " ".join(page(cast, "dora", sheet.booking).split())
    again = cast.browser("dora").post(f"/timesheets/{sheet.ref}/approval")
    assert again.status_code == 409


def test_a_note_is_shown_as_text_and_runs_nothing(cast: Cast, sheet: Timesheet) -> None:
    shown = page(cast, "dora", sheet.booking)
    assert "<strong>March</strong>" in shown
    assert "<script>alert" not in shown


def test_dora_sends_back_with_a_reason(cast: Cast, sheet: Timesheet) -> None:
    dora = cast.browser("dora")
    empty = dora.post(f"/timesheets/{sheet.ref}/return", data={"reason": ""})
    assert empty.status_code == 400 and "Say what should be different." in empty.text
    blank = dora.post(f"/timesheets/{sheet.ref}/return", data={"reason": "   "})
    assert blank.status_code == 400
    sent = dora.post(f"/timesheets/{sheet.ref}/return", data={"reason": "Only the morning."})
    assert sent.status_code == 302
    assert sheet.state is TimesheetState.SENT_BACK
    shown = page(cast, "ana", sheet.booking)
    assert "Only the morning." in shown and 'value="9:00"' in shown
    status, _ = send(cast.browser("ana"), sheet.booking, "8", "4", "0")
    assert status == 302


@pytest.mark.parametrize("name", ["bruno", "ana", "carla", "fritz"])
def test_who_may_look_but_not_decide(cast: Cast, sheet: Timesheet, name: str) -> None:
    assert "Approve " not in page(cast, name, sheet.booking)
    assert cast.browser(name).post(f"/timesheets/{sheet.ref}/approval").status_code == 403
    refused = cast.browser(name).post(f"/timesheets/{sheet.ref}/return", data={"reason": "No"})
    assert refused.status_code == 403


@pytest.mark.parametrize("name", ["emil", "gus", "ines", "otto"])
def test_to_strangers_it_does_not_exist(cast: Cast, sheet: Timesheet, name: str) -> None:
    browser = cast.browser(name)
    assert browser.get(f"/bookings/{sheet.booking.ref}/timesheet").status_code == 404
    assert browser.post(f"/timesheets/{sheet.ref}/approval").status_code == 404
    assert send(browser, sheet.booking, "8", "8", "8")[0] == 404


def test_visitors_are_asked_to_sign_in(cast: Cast, sheet: Timesheet) -> None:
    answer = cast.browser("visitor").get("/timesheets")
    assert answer.status_code == 302 and "/login" in answer.location


def test_each_hat_has_its_list(cast: Cast, sheet: Timesheet) -> None:
    assert "Waiting for you" in cast.browser("dora").get("/timesheets").text
    assert "Waiting for an approver" in cast.browser("bruno").get("/timesheets").text
    assert "Submitted" in cast.browser("ana").get("/timesheets").text
    assert "No hours yet" in cast.browser("emil").get("/timesheets").text
    assert "No hours yet" in cast.browser("gus").get("/timesheets").text
    assert cast.browser("otto").get("/timesheets").status_code == 200
    service.approve(sheet.ref, by=cast.actor("olga"))
    assert "Nothing waits for you" in cast.browser("dora").get("/timesheets").text


@pytest.mark.parametrize("number", ["0", "-3", "x", "99999999999999999999", "2"])
def test_odd_pages_are_pages(cast: Cast, sheet: Timesheet, number: str) -> None:
    assert cast.browser("ana").get(f"/timesheets?page={number}").status_code == 200


def test_when_nothing_was_worked_everything_comes_back(cast: Cast, over: Booking) -> None:
    submitted(cast, over, 0, 0, 0)
    assert "€2,112.00 comes back" in page(cast, "dora", over)


def test_hours_of_an_answered_sheet_are_not_written_again(cast: Cast, sheet: Timesheet) -> None:
    written = hours(sheet.booking, 1, 1, 1)
    assert written
    status, shown = send(cast.browser("ana"), sheet.booking, "1", "1", "1")
    assert status == 409
    assert "waits for approval" in shown
