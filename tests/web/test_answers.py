"""Ana's answers, given on the page of the booking."""

from marketplace.bookings.models import BookingState
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.payments.paying import now


def test_accepting(cast: Cast) -> None:
    booking, ana = ask(cast), cast.browser("ana")
    page = ana.post(f"/bookings/{booking.ref}/acceptance", follow_redirects=True)
    assert "Waiting for Nordwind to pay" in page.text
    assert now(booking).state is BookingState.ACCEPTED


def test_accepting_days_that_have_gone_to_another(cast: Cast) -> None:
    slow, ana = ask(cast, WEEK[1:3]), cast.browser("ana")
    accepted(cast, WEEK[:2])
    page = ana.post(f"/bookings/{slow.ref}/acceptance")
    assert page.status_code == 409
    assert "Tue 16 Mar is no longer free" in page.text
    assert "cannot be accepted as it is" in page.text


def test_the_slower_customer_reads_it_and_finds_other_days(cast: Cast) -> None:
    slow = ask(cast, WEEK[1:3], who="gus", organization=cast.halden.ref)
    accepted(cast, WEEK[:2])
    page = cast.browser("gus").get(f"/bookings/{slow.ref}")
    assert "meanwhile gone to another booking" in page.text
    assert "Ana is free on" in page.text
    assert "days=2027-03-17&amp;days=2027-03-18" in page.text
    assert "Nordwind" not in page.text


def test_declining_without_a_reason_says_what_is_missing(cast: Cast) -> None:
    booking = ask(cast)
    page = cast.browser("ana").post(f"/bookings/{booking.ref}/refusal", data={"reason": ""})
    assert page.status_code == 400
    assert "Give a reason" in page.text


def test_declining(cast: Cast) -> None:
    booking = ask(cast)
    cast.browser("ana").post(f"/bookings/{booking.ref}/refusal", data={"reason": "I am away ✈ مشغول."})
    page = cast.browser("bruno").get(f"/bookings/{booking.ref}")
    assert "Ana declined" in page.text
    assert "I am away ✈ مشغول." in page.text
    assert "Find somebody for the same days" in page.text
    assert "Ana is free on" not in page.text


def test_a_very_long_reason_is_kept_on_the_form(cast: Cast) -> None:
    booking = ask(cast)
    page = cast.browser("ana").post(f"/bookings/{booking.ref}/refusal", data={"reason": "x" * 1_001})
    assert page.status_code == 400
    assert "x" * 1_001 in page.text


def test_withdrawing_too_late(cast: Cast) -> None:
    booking = accepted(cast)
    page = cast.browser("bruno").post(f"/bookings/{booking.ref}/withdrawal")
    assert page.status_code == 409
    assert "waits for payment" in page.text


def test_answering_too_late(cast: Cast, clock: Clock) -> None:
    booking = ask(cast)
    clock.forward(hours=73)
    page = cast.browser("ana").post(f"/bookings/{booking.ref}/acceptance")
    assert page.status_code == 409
    assert "The time to answer this request has run out." in page.text
