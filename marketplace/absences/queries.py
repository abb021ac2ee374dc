"""Absences, as seen by whoever may see the booking."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.absences.models import Absence, AbsenceState
from marketplace.accounts.actor import Actor
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking, Side
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref

S = AbsenceState


def visible(ref: Ref, by: Actor) -> Absence:
    """For whoever sees the booking. Raises `NotFound` for others."""
    found = db.session.scalar(_whole().where(Absence.ref == ref))
    if found is None:
        raise NotFound
    bookings.visible(found.booking.ref, by)
    return found


def of_booking(booking_id: int) -> Sequence[Absence]:
    """Every one, the latest first."""
    return db.session.scalars(
        _whole().where(Absence.booking_id == booking_id).order_by(Absence.id.desc())
    ).all()


def open_of_expert(expert_id: int) -> Sequence[Absence]:
    return _open(Booking.expert_id == expert_id)


def open_of_organization(organization_id: int) -> Sequence[Absence]:
    return _open(Booking.organization_id == organization_id)


def due(at: datetime) -> Sequence[Ref]:
    """The time to say a word is over."""
    rows = select(Absence.ref).where(Absence.state == S.SAID, Absence.answer_by <= at)
    return db.session.scalars(rows.order_by(Absence.id)).all()


def days_missed(expert_id: int) -> int:
    """How often it is settled that the expert did not come."""
    rows = select(func.count(Absence.id)).join(Absence.booking)
    rows = rows.where(Booking.expert_id == expert_id, Absence.state == S.SETTLED)
    return db.session.scalar(rows.where(Absence.side == Side.CUSTOMER)) or 0


def _open(which: ColumnElement[bool]) -> Sequence[Absence]:
    rows = _whole().where(which, Absence.state == S.SAID)
    return db.session.scalars(rows.order_by(Absence.answer_by, Absence.id)).all()


def _whole() -> Select[Absence]:
    booking = contains_eager(Absence.booking)
    return (
        select(Absence)
        .join(Absence.booking)
        .options(
            booking.joinedload(Booking.expert),
            booking.joinedload(Booking.organization),
            booking.joinedload(Booking.vendor),
            joinedload(Absence.shift),
            joinedload(Absence.said_by),
        )
    )
