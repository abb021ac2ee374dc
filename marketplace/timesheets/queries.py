"""Timesheets as their readers need them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

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
from marketplace.timesheets.models import OPEN, Entry, Timesheet, TimesheetState
from marketplace.timesheets.weeks import Week, weeks

T = TypeVar("T")
K = TypeVar("K")
PAGE = 20


def visible(ref: Ref, by: Actor) -> Timesheet:
    """The timesheet, for both sides of its booking and the vendor's staff. Raises `NotFound`."""
    wanted = whole().where(Timesheet.ref == ref)
    if not by.system:
        wanted = wanted.where(_seen(by))
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def sheets_of(booking_id: int) -> Sequence[Timesheet]:
    """Week by week, part by part."""
    wanted = whole().where(Timesheet.booking_id == booking_id)
    return db.session.scalars(wanted.order_by(Timesheet.week_on, Timesheet.part)).all()


def deliveries_of(booking_id: int) -> dict[int, Timesheet]:
    """What was handed in of its deliverables, by number."""
    return {one.deliverable: one for one in sheets_of(booking_id) if one.deliverable}


def delivery_of(booking_id: int, number: int) -> Timesheet | None:
    return deliveries_of(booking_id).get(number)


def covered(booking_id: int) -> set[int]:
    """Ids of the shifts that are submitted or decided, as hours or with a deliverable."""
    closed = [one for one in sheets_of(booking_id) if not one.open]
    return {entry.shift_id for one in closed for entry in one.entries}


def shifts_of(booking: Booking) -> Sequence[Shift]:
    """The days that were booked, in order."""
    wanted = select(Shift).where(Shift.owner == booking.ref, Shift.state == ShiftState.BOOKED)
    return db.session.scalars(wanted.order_by(Shift.starts_at)).all()


def weeks_of(booking: Booking) -> list[Week]:
    return weeks(booking, shifts_of(booking), sheets_of(booking.id))


def week_of(booking: Booking, on: date | None) -> Week:
    """That week; without one, the first that waits for the expert, then for an approver, then the last. Raises `NotFound`."""
    every = weeks_of(booking)
    if on is not None:
        every = [week for week in every if week.on == on]
    first = [
        *(week for week in every if week.to_write),
        *(week for week in every if week.waits),
        *every[-1:],
    ]
    if not first:
        raise NotFound("This booking has no days in that week.")
    return first[0]


def to_write(expert_id: int) -> Sequence[Week]:
    """Weeks of that expert under way or over whose hours are not submitted, the earliest end first."""
    begun = (Booking.expert_id == expert_id) & (Booking.starts_at <= clock.now())
    found = [week for week in _weeks(begun) if week.to_write and week.begun]
    return sorted(found, key=lambda week: (week.over_at, week.booking.id))


def late(at: datetime) -> Sequence[Week]:
    """Weeks that ended more than a day ago, of which something is still to be submitted. A dispute lets them wait."""
    closed = select(Entry.shift_id).join(Entry.timesheet).where(Timesheet.state.not_in(OPEN))
    days = select(Shift.owner).where(
        Shift.state == ShiftState.BOOKED, Shift.ends_at <= at - timedelta(days=1), Shift.id.not_in(closed)
    )
    which = Booking.ref.in_(days) & Booking.disputed_at.is_(None)
    return [week for week in _weeks(which) if week.to_write and week.over]


def _weeks(which: ColumnElement[bool]) -> list[Week]:
    """Of confirmed bookings: three look-ups, however many there are."""
    wanted = select(Booking).where(which, Booking.state == BookingState.CONFIRMED)
    bookings = db.session.scalars(wanted.options(joinedload(Booking.organization))).all()
    ids, refs = [one.id for one in bookings], [one.ref for one in bookings]
    sheets = whole().where(Timesheet.booking_id.in_(ids)).order_by(Timesheet.week_on, Timesheet.part)
    shifts = select(Shift).where(Shift.owner.in_(refs), Shift.state == ShiftState.BOOKED)
    written = _grouped(db.session.scalars(sheets), lambda one: one.booking_id)
    days = _grouped(db.session.scalars(shifts.order_by(Shift.starts_at)), lambda one: one.owner)
    return [week for one in bookings for week in weeks(one, days.get(one.ref, []), written.get(one.id, []))]


def _grouped(rows: Iterable[T], by: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    return groups


def to_decide(organization_id: int) -> Sequence[Timesheet]:
    """Timesheets that wait for that organization, the most urgent first."""
    wanted = whole().where(
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
    wanted = wanted.where(
        Timesheet.state == TimesheetState.SUBMITTED,
        Timesheet.automatic,
        Timesheet.approve_by <= clock.now(),
        Booking.disputed_at.is_(None),
    )
    return db.session.scalars(wanted.order_by(Timesheet.approve_by)).all()


def waiting() -> Sequence[Timesheet]:
    """All that wait for an approver."""
    return db.session.scalars(whole().where(Timesheet.state == TimesheetState.SUBMITTED)).all()


def whole() -> Select[Timesheet]:
    """Timesheets with all that a page or a table about them touches."""
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
            selectinload(Timesheet.files),
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
    wanted = whole().where(which).order_by(Timesheet.submitted_at.desc(), Timesheet.id.desc())
    found = db.session.scalars(wanted.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(found, number, PAGE, total)
