"""Deliverables as a table, a row for each that was handed in."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.kit.spreadsheet import written
from marketplace.timesheets import division, queries
from marketplace.timesheets.exporting import IN_ORDER
from marketplace.timesheets.models import OPEN, Timesheet, TimesheetState

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


def of_expert(expert_id: int) -> bytes:
    return _table(Booking.expert_id == expert_id)


def of_organization(organization_id: int) -> bytes:
    """All that is with it; what was sent back is in the expert's hands."""
    return _table((Booking.organization_id == organization_id) & Timesheet.state.not_in(OPEN))


def of_vendor(vendor_id: int) -> bytes:
    return _table((Booking.vendor_id == vendor_id) & Timesheet.state.not_in(OPEN))


def _table(which: ColumnElement[bool]) -> bytes:
    wanted = queries.whole().where(which, Timesheet.deliverable.is_not(None)).order_by(*IN_ORDER)
    return written([COLUMNS, *(_row(one) for one in db.session.scalars(wanted))])


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
        f"{sheet.submitted_at:%Y-%m-%d %H:%M}" if sheet.submitted_at else "",
        f"{sheet.decided_at:%Y-%m-%d %H:%M}" if sheet.decided_at else "",
        sheet.decided_by.shown_name if sheet.decided_by else "",
        *(str(one.decimal()) if one else "" for one in _worth(sheet)),
        booking.price.currency,
        "; ".join(one.file_name for one in sheet.files),
    )


def _worth(sheet: Timesheet) -> tuple[Money | None, Money | None]:
    """Once accepted; what a dispute has divided is said there."""
    if sheet.state is not TimesheetState.APPROVED:
        return None, None
    parts = division.of(sheet)
    return parts.price, parts.fee
