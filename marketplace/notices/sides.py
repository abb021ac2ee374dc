"""Who stands on which side of a booking, and is told."""

from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM, OrganizationRole
from marketplace.accounts.models import User
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations


def booking_named(ref: Ref) -> Booking:
    """With all that is said about it. Raises `NotFound`."""
    return bookings.visible(ref, SYSTEM)


def expert(booking: Booking) -> list[int]:
    return [booking.expert.user_id]


def bookers(booking: Booking) -> list[int]:
    """Whoever asked for the days; all bookers once that person has left."""
    everyone = organizations.user_ids(booking.organization_id, OrganizationRole.BOOKER)
    return [booking.booker_id] if booking.booker_id in everyone else everyone


def payers(booking: Booking) -> list[int]:
    finance = organizations.user_ids(booking.organization_id, OrganizationRole.FINANCE)
    return [*bookers(booking), *finance]


def approvers(booking: Booking) -> list[int]:
    return organizations.user_ids(booking.organization_id, OrganizationRole.APPROVER)


def operators() -> list[int]:
    return list(db.session.scalars(select(User.id).where(User.operator)))
