"""Changes of bookings, as seen by whoever may see the booking."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.accounts.actor import Actor
from marketplace.amendments.models import OPEN, Amendment, AmendmentState
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.db.base import db
from marketplace.kit import reminding
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref

S = AmendmentState


def visible(ref: Ref, by: Actor) -> Amendment:
    """For whoever sees the booking. Raises `NotFound` for others."""
    found = db.session.scalar(
        select(Amendment).where(Amendment.ref == ref).options(joinedload(Amendment.booking))
    )
    if found is None:
        raise NotFound
    bookings.visible(found.booking.ref, by)
    return found


def of_booking(booking_id: int) -> Sequence[Amendment]:
    """Every one, the latest first."""
    wanted = select(Amendment).where(Amendment.booking_id == booking_id)
    return db.session.scalars(wanted.order_by(Amendment.id.desc())).all()


def days_of(booking: Booking) -> list[date]:
    """The days it has; of one that has ended, those it had last. What was given up before, after a no-show too, is none of them."""
    return [one.on for one in calendar.shifts_of(booking.ref) if not one.given_up]


def applied_to(booking_ids: Collection[int]) -> dict[int, tuple[int, datetime | None]]:
    """Bookings that were changed: how often, and when for the last time."""
    wanted = select(Amendment.booking_id, func.count(Amendment.id), func.max(Amendment.ended_at))
    wanted = wanted.where(Amendment.booking_id.in_(list(booking_ids)), Amendment.state == S.APPLIED)
    return {one: (count, at) for one, count, at in db.session.execute(wanted.group_by(Amendment.booking_id))}


def open_on(booking_id: int) -> Amendment | None:
    return db.session.scalar(select(Amendment).where(Amendment.open_for == booking_id))


def open_of_expert(expert_id: int) -> Sequence[Amendment]:
    return db.session.scalars(_open().where(Booking.expert_id == expert_id)).all()


def open_of_organization(organization_id: int) -> Sequence[Amendment]:
    return db.session.scalars(_open().where(Booking.organization_id == organization_id)).all()


def _open() -> Select[Amendment]:
    booking = contains_eager(Amendment.booking)
    return (
        select(Amendment)
        .join(Amendment.booking)
        .where(Amendment.state.in_(OPEN))
        .options(
            booking.joinedload(Booking.expert),
            booking.joinedload(Booking.organization),
        )
        .order_by(Amendment.respond_by, Amendment.id)
    )


def unanswered(at: datetime) -> Sequence[Ref]:
    rows = select(Amendment.ref).where(Amendment.state == S.PROPOSED, Amendment.respond_by <= at)
    return db.session.scalars(rows.order_by(Amendment.id)).all()


def unpaid(at: datetime) -> Sequence[Ref]:
    rows = select(Amendment.ref).where(Amendment.state == S.ACCEPTED, Amendment.pay_by <= at)
    return db.session.scalars(rows.order_by(Amendment.id)).all()


def to_remind(at: datetime) -> Sequence[tuple[Ref, int]]:
    """Those of whose time to answer more has passed than was said, with how many of the shares have."""
    rows = db.session.execute(
        select(Amendment.ref, Amendment.created_at, Amendment.respond_by, Amendment.reminders)
        .where(
            Amendment.state == S.PROPOSED,
            Amendment.respond_by > at,
            Amendment.reminders < len(reminding.REMIND_AT),
        )
        .order_by(Amendment.id)
    )
    return reminding.due(rows.all(), at)
