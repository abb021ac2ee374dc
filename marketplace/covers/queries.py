"""Backups, as seen by both sides of the booking, the vendor's staff, and the backup."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.covers.models import OPEN, Cover, CoverState
from marketplace.covers.policy import is_backup
from marketplace.db.base import db
from marketplace.kit import reminding
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref


def visible(ref: Ref, by: Actor) -> Cover:
    """For whoever sees the booking, and for the backup. Raises `NotFound` for others."""
    found = db.session.scalar(_whole().where(Cover.ref == ref))
    if found is None:
        raise NotFound
    if not is_backup(by, found):
        bookings.visible(found.booking.ref, by)
    return found


def of_booking(booking_id: int) -> Sequence[Cover]:
    """Every one, the latest first."""
    return db.session.scalars(_whole().where(Cover.booking_id == booking_id).order_by(Cover.id.desc())).all()


def open_on(booking_id: int) -> Cover | None:
    return db.session.scalar(_whole().where(Cover.open_for == booking_id))


def open_of_expert(expert_id: int) -> Sequence[Cover]:
    """What they are asked about, or stand by for."""
    mine = _whole().where(Cover.expert_id == expert_id, Cover.state.in_(OPEN))
    return db.session.scalars(mine.order_by(Cover.respond_by, Cover.id)).all()


def unanswered(at: datetime) -> Sequence[Ref]:
    rows = select(Cover.ref).where(Cover.state == CoverState.ASKED, Cover.respond_by <= at)
    return db.session.scalars(rows.order_by(Cover.id)).all()


def to_remind(at: datetime) -> Sequence[tuple[Ref, int]]:
    """Those of whose time to answer more has passed than was said, with how many of the shares have."""
    rows = db.session.execute(
        select(Cover.ref, Cover.created_at, Cover.respond_by, Cover.reminders)
        .where(
            Cover.state == CoverState.ASKED,
            Cover.respond_by > at,
            Cover.reminders < len(reminding.REMIND_AT),
        )
        .order_by(Cover.id)
    )
    return reminding.due(rows.all(), at)


def past(at: datetime) -> Sequence[Ref]:
    """Those whose booking is over: nobody needs to stand by any more."""
    rows = select(Cover.ref).join(Cover.booking).where(Cover.state.in_(OPEN), Booking.ends_at <= at)
    return db.session.scalars(rows.order_by(Cover.id)).all()


def _whole() -> Select[Cover]:
    return select(Cover).options(joinedload(Cover.booking), joinedload(Cover.expert))
