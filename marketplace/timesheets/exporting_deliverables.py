"""Deliverables as a table, a row for each that was handed in."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit.spreadsheet import AT_A_TIME, Rows, amount, moment
from marketplace.timesheets import queries
from marketplace.timesheets.exporting import IN_ORDER, earned
from marketplace.timesheets.models import OPEN, Timesheet

COLUMNS = (
    "booking",
    "customer",
    "expert",
    "deliverable",
    "accepted when",
    "days",
    "what was handed in",
    "state",
    "reason",
    "handed in (UTC)",
    "decided (UTC)",
    "decided by",
    "price",
    "fee",
    "currency",
    "files",
)


def of_expert(expert_id: int) -> Rows:
    return _table(Booking.expert_id == expert_id)


def of_booking(booking: Booking, *, drafts: bool) -> Rows:
    mine = Booking.id == booking.id
    return _table(mine if drafts else mine & Timesheet.state.not_in(OPEN))


def of_organization(organization_id: int) -> Rows:
    """All that is with it; what was sent back is in the expert's hands."""
    return _table((Booking.organization_id == organization_id) & Timesheet.state.not_in(OPEN))


def of_vendor(vendor_id: int) -> Rows:
    return _table((Booking.vendor_id == vendor_id) & Timesheet.state.not_in(OPEN))


def _table(which: ColumnElement[bool]) -> Rows:
    wanted = queries.whole().where(which, Timesheet.deliverable.is_not(None)).order_by(*IN_ORDER)
    yield COLUMNS
    yield from map(_row, db.session.scalars(wanted.execution_options(yield_per=AT_A_TIME)))


def _row(sheet: Timesheet) -> Sequence[str]:
    booking = sheet.booking
    return (
        booking.ref,
        booking.organization.name,
        booking.expert.name,
        sheet.title,
        sheet.accepted_when,
        " ".join(one.shift.on.isoformat() for one in sheet.entries),
        sheet.note,
        str(sheet.state).replace("_", " "),
        sheet.reason,
        moment(sheet.submitted_at),
        moment(sheet.decided_at),
        sheet.decided_by.shown_name if sheet.decided_by else "",
        *map(amount, earned(sheet)),
        booking.price.currency,
        "; ".join(one.file_name for one in sheet.files),
    )
