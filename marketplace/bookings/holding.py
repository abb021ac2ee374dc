"""Booking at once: free days are held for a few minutes without asking, and only so many at a time.

Unpaid holds keep others out, so an organization has few of them at once, an expert's calendar too, and whoever lets them lapse
again and again has to wait a day.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from marketplace.accounts.actor import Actor
from marketplace.bookings import drafting, quoting
from marketplace.bookings.errors import TooManyHolds
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.calendar import shifts
from marketplace.db.base import db
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.organizations.models import Organization
from marketplace.registry.models import Expert

OF_ORGANIZATION = 3
OF_EXPERT = 5
LAPSED = 5
"""Holds of one organization that may lapse unpaid within a day before it has to wait."""


def hold(booking: Booking, *, by: Actor) -> None:
    """A new booking with its days proposed goes straight to waiting for payment. Raises `DatesTaken`, `WeekFull`."""
    booking.become("hold")
    booking.hold_minutes = booking.vendor.instant_hold_minutes
    booking.hold_until = quoting.hold_until(booking)
    held = shifts.hold(booking.ref)
    record(drafting.fact_at_once(booking, held[0].on), by=by)


def refuse_too_many(organization: Organization, expert: Expert) -> None:
    """Raises `TooManyHolds`. Both rows are locked, so that two at once cannot both be the last."""
    for row in (organization, expert):
        kind = type(row)
        db.session.execute(select(kind.id).where(kind.id == row.id).with_for_update(key_share=True))
    if _count(_open(), Booking.organization_id == organization.id) >= OF_ORGANIZATION:
        raise TooManyHolds(
            f"{organization.name} holds days of {OF_ORGANIZATION} bookings that are not paid yet. "
            "Pay for one of them or give it up, then book these."
        )
    if _count(_open(), Booking.expert_id == expert.id) >= OF_EXPERT:
        raise TooManyHolds(
            f"Several customers are about to pay {expert.name} at this moment. Please try again in a quarter of an hour."
        )
    lately = Booking.ended_at > clock.now() - timedelta(days=1)
    if _count(_lapsed(), lately, Booking.organization_id == organization.id) >= LAPSED:
        raise TooManyHolds(
            f"{organization.name} has held {LAPSED} bookings since yesterday and not paid for them. "
            "Booking at once is possible again a day after the first of them."
        )


def _open() -> ColumnElement[bool]:
    return (Booking.state == BookingState.ACCEPTED) & Booking.hold_minutes.is_not(None)


def _lapsed() -> ColumnElement[bool]:
    """Held at once and never paid for, whether time ran out or the customer gave it up."""
    given_up = (Booking.state == BookingState.CANCELLED) & (Booking.cancelled_by == Side.CUSTOMER)
    unpaid = Booking.hold_minutes.is_not(None) & Booking.confirmed_at.is_(None)
    return unpaid & ((Booking.state == BookingState.LAPSED) | given_up)


def _count(*which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(Booking.id)).where(*which)) or 0
