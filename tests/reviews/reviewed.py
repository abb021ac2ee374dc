"""Bookings that are completed, and what both sides say of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from marketplace.bookings.models import Booking, Side
from marketplace.reviews import queries, service
from marketplace.reviews.models import Review, ReviewWindow
from marketplace.reviews.questions import QUESTIONS
from marketplace.reviews.writing import Draft
from marketplace.timesheets import service as timesheets
from tests.booked import WEEK, booked
from tests.cast import Cast
from tests.conftest import Clock
from tests.timesheets.stage import hours


def completed(cast: Cast, clock: Clock, days: Sequence[date] = WEEK[:1], **values: Any) -> Booking:
    """Worked and approved on the evening of its last day."""
    booking = booked(cast, days, **values)
    if clock.now < booking.ends_at:
        clock.to(booking.ends_at + timedelta(hours=1))
    expert = cast.actor(booking.expert.name)
    worked = (480,) * booking.days
    sheet = timesheets.submit(booking.ref, hours(booking, *worked), "Payroll is closed.", by=expert)
    timesheets.approve(
        sheet.ref, by=cast.actor("dora" if booking.organization_id == cast.nordwind.id else "gus")
    )
    return booking


def draft(*stars: int | None, words: str = "Calm, quick and exact.", note: str = "") -> Draft:
    """All five stars unless said otherwise; one number stands for all four."""
    given = stars * 4 if len(stars) == 1 else stars or (5, 5, 5, 5)
    return Draft({one.name: given[n] for n, one in enumerate(QUESTIONS[Side.CUSTOMER])}, words, note)


def send(cast: Cast, booking: Booking, person: str, *stars: int, **values: str) -> Review:
    return service.send(booking.ref, draft(*stars, **values), by=cast.actor(person))


def both(cast: Cast, booking: Booking, *stars: int, words: str = "Calm, quick and exact.") -> Review:
    """Nordwind's review of Ana with these stars, published since Ana has written, too."""
    send(cast, booking, booking.expert.name.lower(), 4, words="Well prepared.")
    who = "bruno" if booking.organization_id == cast.nordwind.id else "gus"
    return send(cast, booking, who, *stars, words=words)


def window(booking: Booking) -> ReviewWindow:
    found = queries.window_of(booking.id)
    assert found
    return found
