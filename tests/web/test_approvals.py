"""A second pair of eyes on pages: the limit, the desk, the yes and the no."""

from marketplace.approvals.models import ApprovalState
from tests.approvals.test_approving import limit, state, wanted
from tests.booked import booked
from tests.bookings.asking import ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.organizations.test_team import seat
from tests.timesheets.stage import AFTER, submitted


def test_olga_sets_what_bruno_decides_alone(cast: Cast) -> None:
    olga = cast.browser("olga")
    page = f"/organizations/{cast.nordwind.ref}/members/{seat(cast, 'Bruno')}"
    wrong = olga.post(f"{page}/limit", data={"amount": "plenty", "currency": "EUR"})
    assert wrong.status_code == 400
    assert 'value="plenty"' in wrong.text
    saved = olga.post(f"{page}/limit", data={"amount": "1000", "currency": "EUR"}, follow_redirects=True)
    assert "alone up to €1,000.00" in saved.text
    assert 'value="1000.00"' in olga.get(page).text
    olga.post(f"{page}/limit", data={"amount": "", "currency": "EUR"})
    assert state(ask(cast)) is None


def test_it_waits_on_the_desk_of_whoever_may_decide(cast: Cast) -> None:
    booking = wanted(cast)
    for page in ("/desk", "/timesheets"):
        assert "Approve 5 days with Ana?" in cast.browser("dora").get(page).text
    assert "Approve 5 days with Ana?" not in cast.browser("bruno").get("/desk").text
    limit(cast, "Dora", 100)
    assert "Approve 5 days with Ana?" not in cast.browser("dora").get("/desk").text
    page = cast.browser("dora").post(f"/bookings/{booking.ref}/approval")
    assert page.status_code == 403


def test_dora_sees_why_and_until_when_and_says_yes(cast: Cast) -> None:
    booking, dora = wanted(cast), cast.browser("dora")
    cast.browser("ana").post(f"/bookings/{booking.ref}/acceptance")
    page = dora.get(f"/bookings/{booking.ref}").text
    for said in (
        "Approve €3,520.00",
        "above the €1,000.00 that Bruno decides alone",
        "The days are held until",
    ):
        assert said in page
    bruno = cast.browser("bruno").get(f"/bookings/{booking.ref}").text
    assert "Waits for approval" in bruno
    assert "Somebody approves it first; then you pay." in bruno
    assert "Pay €3,520.00" not in bruno
    assert cast.browser("bruno").post(f"/bookings/{booking.ref}/payment").status_code == 409
    assert "Waits for approval" not in cast.browser("ana").get(f"/bookings/{booking.ref}").text
    dora.post(f"/bookings/{booking.ref}/approval")
    page = cast.browser("bruno").get(f"/bookings/{booking.ref}").text
    assert "Pay €3,520.00" in page
    assert "Dora approved it" in page


def test_hours_beyond_doras_limit_say_so(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    sheet = submitted(cast, booking)
    limit(cast, "Dora", 100)
    page = cast.browser("dora").get(f"/bookings/{booking.ref}/timesheet").text
    assert "more than you may decide alone" in page
    assert "Approve 24 h" not in page
    assert "submitted hours" not in cast.browser("dora").get("/desk").text
    assert cast.browser("dora").post(f"/timesheets/{sheet.ref}/approval").status_code == 403
    assert "Approve 24 h" in cast.browser("olga").get(f"/bookings/{booking.ref}/timesheet").text


def test_a_no_needs_its_reason(cast: Cast) -> None:
    booking, dora = wanted(cast), cast.browser("dora")
    page = dora.post(f"/bookings/{booking.ref}/approval/refusal", data={"reason": ""})
    assert page.status_code == 400
    assert "Give a reason" in page.text
    dora.post(f"/bookings/{booking.ref}/approval/refusal", data={"reason": "Not this quarter."})
    assert state(booking) is ApprovalState.REFUSED
    assert "Not this quarter." in cast.browser("bruno").get(f"/bookings/{booking.ref}").text
    assert "Not this quarter." not in cast.browser("ana").get(f"/bookings/{booking.ref}").text
    assert cast.browser("gus").post(f"/bookings/{booking.ref}/approval").status_code == 404
    limit(cast, "Bruno", None)
    assert cast.browser("dora").post(f"/bookings/{ask(cast).ref}/approval").status_code == 404
