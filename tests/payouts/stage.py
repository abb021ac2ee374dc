"""From a paid booking to Ana's money, through the use cases and the simulator."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar.models import Shift, ShiftState
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit import clock
from marketplace.payments import service as payments
from marketplace.payouts import queries, service
from marketplace.payouts.models import PayoutAccount, Transfer
from marketplace.simulator import person
from marketplace.timesheets import service as timesheets
from tests.booked import WEEK, booked
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.timesheets.stage import AFTER, submitted

FAILING_IBAN = "DE35370400440532013002"
"""Accepted at onboarding; what is paid to it comes back: no such account."""


def paid(cast: Cast, days: Sequence[date] = WEEK[:3], **values: Any) -> Booking:
    """Dora has paid on the hosted page."""
    hold = {
        "state": BookingState.ACCEPTED,
        "hold_until": clock.now() + timedelta(days=2),
        "confirmed_at": None,
    }
    booking = booked(cast, days, **(hold | values))
    with atomic() as session:
        session.query(Shift).filter_by(owner=booking.ref).update({"state": ShiftState.HELD})
    page = payments.start(booking.ref, by=cast.actor("olga"))
    person.pay(page)
    payments.settle(payments.queries.payments_of(booking.id)[-1].checkout_id or "")
    db.session.refresh(booking)
    assert booking.state is BookingState.CONFIRMED
    return booking


def onboarded(cast: Cast, outcome: str = "complete", name: str = "ana", **typed: str) -> PayoutAccount:
    """Ana has filled in Stripe's page, and we have looked at the result."""
    person.onboard(service.onboard(by=cast.actor(name), country="DE"), outcome, **typed)
    account = queries.account_of(getattr(cast, name).id)
    assert account is not None and account.stripe_id is not None
    service.refresh(account.stripe_id)
    return account


def worked(cast: Cast, clock: Clock, settle: Settle, booking: Booking, *minutes: int) -> None:
    """The hours are submitted and approved."""
    clock.to(max(AFTER, clock.now))
    sheet = submitted(cast, booking, *minutes)
    timesheets.approve(sheet.ref, by=cast.actor("dora"))
    settle()


def transfer_of(booking: Booking) -> Transfer:
    """The only one."""
    (found,) = queries.transfers_of(booking.id)
    return found
