"""A booking that is paid for, made straight in the database: Bruno of Nordwind has booked Ana's days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar.models import Shift, ShiftState
from marketplace.kit import clock
from marketplace.kit.money import Money
from marketplace.kit.period import local
from tests import make
from tests.cast import Cast

WEEK = tuple(date(2027, 3, 8) + timedelta(days=n) for n in range(5))
"""The working days after the week in which tests begin."""


def booked(cast: Cast, days: Sequence[date] = WEEK[:3], **values: Any) -> Booking:
    """At Ana's 640 EUR a day and a fee of ten per cent, from nine to five in Berlin."""
    expert = values.pop("expert", cast.ana)
    rate = values.pop("rate", Money(64_000, "EUR"))
    defaults: dict[str, Any] = {
        "organization_id": cast.nordwind.id,
        "expert_id": expert.id,
        "vendor_id": cast.ledgerline.id,
        "certificate_id": cast.certificate.id,
        "booker_id": cast.user("bruno").id,
        "state": BookingState.CONFIRMED,
        "message": "Please close our March payroll with us.",
        "timezone": "Europe/Berlin",
        "starts_at": local(days[0], 9 * 60, "Europe/Berlin"),
        "ends_at": local(days[-1], 17 * 60, "Europe/Berlin"),
        "days": len(days),
        "rate": rate,
        "price": rate * len(days),
        "fee": (rate * len(days)).share(1000),
        "fee_basis_points": 1000,
        "hold_hours": cast.ledgerline.hold_hours,
        "approval_business_days": cast.ledgerline.approval_business_days,
        "release_business_days": cast.ledgerline.release_business_days,
        "expenses_percent": cast.ledgerline.expenses_percent,
        "respond_by": clock.now(),
        "confirmed_at": clock.now(),
    }
    booking = make.row(Booking, **(defaults | values))
    for day in days:
        shift(booking, day)
    return booking


def shift(booking: Booking, day: date, state: ShiftState = ShiftState.BOOKED) -> Shift:
    return make.row(
        Shift,
        expert_id=booking.expert_id,
        owner=booking.ref,
        on=day,
        starts_at=local(day, 9 * 60, "Europe/Berlin"),
        ends_at=local(day, 17 * 60, "Europe/Berlin"),
        state=state,
    )
