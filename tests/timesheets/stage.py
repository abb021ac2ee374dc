"""The week is over, and Ana has hours to submit."""

from datetime import UTC, datetime

from marketplace.bookings.models import Booking
from marketplace.timesheets import queries, service
from marketplace.timesheets.models import Timesheet
from tests.cast import Cast

AFTER = datetime(2027, 3, 12, 18, 0, tzinfo=UTC)
"""Friday evening."""


def hours(booking: Booking, *minutes: int) -> dict[str, int]:
    """`hours(booking, 480, 0)`: the minutes of each booked day in order."""
    return {shift.ref: worked for shift, worked in zip(queries.shifts_of(booking), minutes, strict=True)}


def submitted(cast: Cast, booking: Booking, *minutes: int, note: str = "Payroll is closed.") -> Timesheet:
    """Ana hands them in, eight hours a day unless said otherwise."""
    worked = minutes or (480,) * booking.days
    return service.submit(booking.ref, hours(booking, *worked), note, by=cast.actor("ana"))


def decided(cast: Cast, booking: Booking, *minutes: int) -> None:
    """Every week of it submitted by Ana and approved by Dora: the minutes of each day in order, or eight hours."""
    left = iter(minutes or (480,) * booking.days)
    for week in queries.weeks_of(booking):
        written = {shift.ref: next(left) for shift in week.left}
        sheet = service.submit(booking.ref, written, "", week_on=week.on, by=cast.actor("ana"))
        service.approve(sheet.ref, by=cast.actor("dora"))
