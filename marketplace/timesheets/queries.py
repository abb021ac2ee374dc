"""Timesheets as their readers need them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace.accounts.actor import Actor
from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar.models import Shift, ShiftState
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.registry.models import Expert
from marketplace.timesheets.models import Entry, Timesheet, TimesheetState

OPEN = (TimesheetState.DRAFT, TimesheetState.SENT_BACK)
PAGE = 20


def visible(ref: Ref, by: Actor) -> Timesheet:
    """The timesheet, for both sides of its booking and the vendor's staff. Raises `NotFound`."""
    wanted = _whole().where(Timesheet.ref == ref)
    if not by.system:
        wanted = wanted.where(_seen(by))
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def timesheet_of(booking_id: int) -> Timesheet | None:
    return db.session.scalar(_whole().where(Timesheet.booking_id == booking_id))


def sheets_of(booking_id: int) -> Sequence[Timesheet]:
    """All of the booking's, the earliest first."""
    return db.session.scalars(_whole().where(Timesheet.booking_id == booking_id).order_by(Timesheet.id)).all()


def shifts_of(booking: Booking) -> Sequence[Shift]:
    """The days that were booked, in order."""
    wanted = select(Shift).where(Shift.owner == booking.ref, Shift.state == ShiftState.BOOKED)
    return db.session.scalars(wanted.order_by(Shift.starts_at)).all()


def to_write(expert_id: int) -> Sequence[Booking]:
    """Bookings of that expert under way or over whose hours are not submitted, the earliest end first."""
    submitted = select(Timesheet.booking_id).where(Timesheet.state.not_in(OPEN))
    wanted = (
        select(Booking)
        .where(Booking.expert_id == expert_id, Booking.state == BookingState.CONFIRMED)
        .where(Booking.starts_at <= clock.now(), Booking.id.not_in(submitted))
        .options(joinedload(Booking.organization))
        .order_by(Booking.ends_at, Booking.id)
    )
    return db.session.scalars(wanted).all()


def to_decide(organization_id: int) -> Sequence[Timesheet]:
    """Timesheets that wait for that organization, the most urgent first."""
    wanted = _whole().where(
        Booking.organization_id == organization_id, Timesheet.state == TimesheetState.SUBMITTED
    )
    return db.session.scalars(wanted.order_by(Timesheet.approve_by, Timesheet.id)).all()


def submitted_by(expert_id: int, number: int) -> Page[Timesheet]:
    """All that the expert has submitted, the latest first."""
    return _page(Booking.expert_id == expert_id, number)


def decided_by(organization_id: int, number: int) -> Page[Timesheet]:
    """All that the organization has sent back or approved, the latest first."""
    decided = Timesheet.decided_at.is_not(None) & (Timesheet.state != TimesheetState.SUBMITTED)
    return _page((Booking.organization_id == organization_id) & decided, number)


def overdue() -> Sequence[Ref]:
    """Refs of timesheets whose approver has let the window pass."""
    wanted = select(Timesheet.ref).join(Timesheet.booking)
    wanted = wanted.where(Timesheet.state == TimesheetState.SUBMITTED, Timesheet.approve_by <= clock.now())
    wanted = wanted.where(Booking.disputed_at.is_(None))
    return db.session.scalars(wanted.order_by(Timesheet.approve_by)).all()


def _whole() -> Select[Timesheet]:
    booking = contains_eager(Timesheet.booking)
    return (
        select(Timesheet)
        .join(Timesheet.booking)
        .join(Booking.expert)
        .options(
            booking.contains_eager(Booking.expert),
            booking.joinedload(Booking.organization),
            booking.joinedload(Booking.vendor),
            joinedload(Timesheet.decided_by),
            selectinload(Timesheet.entries).joinedload(Entry.shift),
        )
    )


def _seen(by: Actor) -> ColumnElement[bool]:
    return or_(
        Expert.user_id == by.user_id,
        Booking.organization_id.in_(by.organizations),
        Booking.vendor_id.in_(by.vendors),
    )


def _page(which: ColumnElement[bool], number: int) -> Page[Timesheet]:
    which = which & (Timesheet.submitted_at.is_not(None))
    total = db.session.scalar(select(func.count(Timesheet.id)).join(Timesheet.booking).where(which)) or 0
    wanted = _whole().where(which).order_by(Timesheet.submitted_at.desc(), Timesheet.id.desc())
    found = db.session.scalars(wanted.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(found, number, PAGE, total)
