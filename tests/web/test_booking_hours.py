"""After payment the page of a booking leads both sides through the hours to the end."""

import pytest

from marketplace.bookings.models import Booking
from marketplace.timesheets import service as timesheets
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock
from tests.timesheets.stage import AFTER, submitted


def read(cast: Cast, booking: Booking) -> tuple[str, str]:
    """What Ana reads, and what Dora reads."""
    ana, dora = (cast.browser(who).get(f"/bookings/{booking.ref}") for who in ("ana", "dora"))
    return ana.text, dora.text


def test_before_the_first_day(cast: Cast) -> None:
    booking = booked(cast)
    for page in read(cast, booking):
        assert "Confirmed and paid" in page
        assert f"/bookings/{booking.ref}/timesheet" not in page


def test_during_the_days(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(booking.starts_at)
    ana, dora = read(cast, booking)
    assert "Write down the hours" in ana
    assert "Under way" in dora


def test_when_they_are_over(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    ana, dora = read(cast, booking)
    assert "Now write down your hours" in ana
    assert "Waiting for the hours of Ana" in dora


def test_submitted_sent_back_and_approved(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    sheet = submitted(cast, booking)
    ana, dora = read(cast, booking)
    assert "Nordwind looks at the hours" in ana
    assert "The hours of Ana wait for you" in dora
    assert f'href="/bookings/{booking.ref}/timesheet"' in dora
    timesheets.send_back(sheet.ref, "Wednesday was a holiday.", by=cast.actor("dora"))
    assert "Your hours came back" in read(cast, booking)[0]
    sheet = submitted(cast, booking, 480, 480, 0)
    timesheets.approve(sheet.ref, by=cast.actor("dora"))
    for page in read(cast, booking):
        assert "The hours are approved." in page


@pytest.mark.parametrize("who", ["carla", "fritz"])
def test_the_vendor_reads_along(cast: Cast, clock: Clock, who: str) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    assert "Waiting for the hours of Ana" in cast.browser(who).get(f"/bookings/{booking.ref}").text
