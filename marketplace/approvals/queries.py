"""Approvals, as seen by whoever may see the booking."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.accounts.actor import Actor
from marketplace.approvals.models import Approval, ApprovalState
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref


def of_booking(booking_id: int) -> Approval | None:
    """None where the booker decided alone."""
    wanted = select(Approval).where(Approval.booking_id == booking_id)
    return db.session.scalar(wanted.options(joinedload(Approval.decided_by)))


def visible(booking_ref: Ref, by: Actor) -> Approval:
    """For the customer's own members. Raises `NotFound` for others, and where none is needed."""
    booking = bookings.visible(booking_ref, by)
    found = of_booking(booking.id)
    if found is None or not (by.system or by.is_member(booking.organization_id)):
        raise NotFound
    return found


def wanted_of(organization_id: int) -> Sequence[Approval]:
    """Those that wait, the oldest first."""
    rows = (
        select(Approval)
        .join(Approval.booking)
        .where(Approval.state == ApprovalState.WANTED, Booking.organization_id == organization_id)
        .options(contains_eager(Approval.booking).joinedload(Booking.expert))
        .order_by(Approval.id)
    )
    return db.session.scalars(rows).all()
