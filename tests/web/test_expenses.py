"""Expenses and deliverables on screen: nothing typed is lost, each side sees its one next step, and files are what they are."""

import io
import zipfile

from marketplace.db.base import db
from marketplace.evidence.models import Upload
from marketplace.expenses import queries
from marketplace.expenses.models import ExpenseState
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries as sheets
from marketplace.timesheets.models import TimesheetState
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.expenses.spending import TICKET
from tests.payouts import stage
from tests.timesheets.stage import AFTER

PROMISED = [{"title": "The rules, written down", "accepted_when": "Each site has signed its page."}]


def test_from_the_form_to_the_payment_page(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = stage.paid(cast)
    ana, dora = cast.browser("ana"), cast.browser("dora")
    assert "Hand in an expense" in ana.get(f"/bookings/{booking.ref}").text
    form = f"/bookings/{booking.ref}/expenses/new"
    typed = {
        "category": "travel",
        "words": "Train, <b>second</b> class",
        "spent_on": "2027-03-01",
        "amount": "120 PLN",
        "original": "120 PLN",
    }
    assert "at most €960.00, 50 % of its price; €960.00 of that is left" in ana.get(form).text
    sent = ana.post(form, data={**typed, "files": (io.BytesIO(TICKET), "ticket.exe")})
    assert sent.status_code == 400
    assert "This booking is paid in EUR" in sent.text
    assert "Train, &lt;b&gt;second&lt;/b&gt; class" in sent.text
    (kept,) = db.session.query(Upload)
    assert kept.file_name == "ticket.exe.pdf"
    assert f'value="{kept.ref}"' in sent.text
    sent = ana.post(form, data={**typed, "amount": "28.10", "kept": kept.ref}, follow_redirects=True)
    assert "Handed in." in sent.text
    (one,) = queries.of_booking(booking.id)
    page = f"/expenses/{one.ref}"
    assert "€28.10" in ana.get("/expenses").text
    with dora.session_transaction() as session:
        session["hat"] = cast.nordwind.ref
    assert "handed in an expense" in dora.get("/desk").text
    assert "Approve €28.10" in dora.get(page).text
    less = {"amount": "20", "less": "", "seen": "1"}
    refused = dora.post(f"{page}/approval", data=less)
    assert (refused.status_code, "Say why it is less" in refused.text) == (400, True)
    done = dora.post(f"{page}/approval", data={**less, "less": "Only one way."}, follow_redirects=True)
    assert "Pay €20.00" in done.text
    led = dora.post(f"{page}/payment")
    assert led.status_code == 303
    assert "/c/pay/" in led.location
    back = dora.get(f"{page}/payment/return", follow_redirects=True)
    assert "You can pay at any time" in back.text
    told = dora.get(f"/bookings/{booking.ref}").text
    assert "handed in an expense: Travel, €28.10" in told
    assert "approved an expense: Travel, €20.00" in told
    answer = ana.get(f"/expenses/files/{one.files[0].ref}")
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    packed = dora.get("/expenses/receipts.zip")
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        assert [archive.read(name) for name in archive.namelist()] == [TICKET]
    assert one.state is ExpenseState.APPROVED


def test_a_deliverable_from_the_form_to_its_acceptance(cast: Cast, clock: Clock) -> None:
    booking = booked(cast, deliverables=PROMISED)
    clock.to(AFTER)
    ana, dora = cast.browser("ana"), cast.browser("dora")
    page = f"/bookings/{booking.ref}/deliverables/1"
    monday, tuesday, wednesday = (one.ref for one in sheets.shifts_of(booking))
    sent = ana.post(page, data={"note": "In your archive.", "files": (io.BytesIO(b"Signed"), "rules.txt")})
    assert (sent.status_code, "Tick the days" in sent.text, "In your archive." in sent.text) == (
        400,
        True,
        True,
    )
    kept = db.session.query(Upload).one().ref
    days = [monday, tuesday]
    sent = ana.post(
        page, data={"note": "In your archive.", "days": days, "kept": kept}, follow_redirects=True
    )
    assert "Handed in." in sent.text
    hours = ana.get(f"/bookings/{booking.ref}/timesheet").text
    assert wednesday in hours
    assert monday not in hours
    assert "A deliverable of Ana waits for you" in dora.get(f"/bookings/{booking.ref}").text
    read = dora.get(page).text
    assert "Each site has signed its page." in read
    assert "rules.txt" in read
    sheet = sheets.delivery_of(booking.id, 1)
    assert sheet
    back = dora.post(f"/timesheets/{sheet.ref}/return", data={"reason": "", "seen": "1"})
    assert (back.status_code, "What was agreed" in back.text) == (400, True)
    done = dora.post(f"/timesheets/{sheet.ref}/approval", data={"seen": "1"}, follow_redirects=True)
    assert "Accepted. The money for these days" in done.text
    assert sheets.delivery_of(booking.id, 1).state is TimesheetState.APPROVED
    assert "accepted “The rules, written down”" in ana.get(f"/bookings/{booking.ref}").text


def test_files_go_along_with_hours(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    ana, bruno = cast.browser("ana"), cast.browser("bruno")
    refs = [one.ref for one in sheets.shifts_of(booking)]
    page = f"/bookings/{booking.ref}/timesheet"
    wrong = {refs[0]: "eight", "files": (io.BytesIO(b"log"), "log.txt")}
    assert "log.txt" in ana.post(page, data=wrong).text
    kept = db.session.query(Upload).one().ref
    saved = ana.post(page, data={refs[0]: "8", "kept": kept}, follow_redirects=True).text
    assert "Remove" in saved
    assert "log.txt" not in bruno.get(page).text
    ana.post(f"{page}/submission", data=dict.fromkeys(refs, "8"))
    assert "log.txt" in bruno.get(page).text
