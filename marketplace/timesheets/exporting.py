"""Hours as a table, a row for each day, for whoever keeps books elsewhere. A call has a rate of an hour, and none of a day."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit.spreadsheet import written
from marketplace.timesheets import queries
from marketplace.timesheets.models import OPEN, Entry, Timesheet

COLUMNS = (
    "booking",
    "customer",
    "expert",
    "week of",
    "day",
    "from",
    "to",
    "break minutes",
    "minutes worked",
    "note of the day",
    "note of the week",
    "state",
    "submitted (UTC)",
    "decided (UTC)",
    "decided by",
    "day rate",
    "hour rate",
    "currency",
)


IN_ORDER = (Timesheet.week_on, Timesheet.booking_id, Timesheet.part)


def of_expert(expert_id: int) -> bytes:
    """All that the expert has written, drafts too."""
    return _table(Booking.expert_id == expert_id)


def of_organization(organization_id: int) -> bytes:
    """All that was submitted to it; what is in the expert's hands is theirs alone."""
    return _table((Booking.organization_id == organization_id) & Timesheet.state.not_in(OPEN))


def of_vendor(vendor_id: int) -> bytes:
    return _table((Booking.vendor_id == vendor_id) & Timesheet.state.not_in(OPEN))


def _table(which: ColumnElement[bool]) -> bytes:
    hours = Timesheet.deliverable.is_(None)
    wanted = queries.whole().where(which, hours).order_by(*IN_ORDER)
    sheets = db.session.scalars(wanted).all()
    return written([COLUMNS, *(row for sheet in sheets for row in _rows(sheet))])


def _rows(sheet: Timesheet) -> Iterator[Sequence[str]]:
    for entry in sheet.entries:
        yield (*_day(sheet, entry), *_sheet(sheet))


def _day(sheet: Timesheet, entry: Entry) -> Sequence[str]:
    booking = sheet.booking
    return (
        booking.ref,
        booking.organization.name,
        booking.expert.name,
        sheet.week_on.isoformat(),
        entry.shift.on.isoformat(),
        f"{entry.starts:%H:%M}" if entry.starts else "",
        f"{entry.ends:%H:%M}" if entry.ends else "",
        str(entry.pause or ""),
        str(entry.minutes),
        entry.note,
    )


def _sheet(sheet: Timesheet) -> Sequence[str]:
    rate = sheet.booking.rate
    return (
        sheet.note,
        str(sheet.state).replace("_", " "),
        f"{sheet.submitted_at:%Y-%m-%d %H:%M}" if sheet.submitted_at else "",
        f"{sheet.decided_at:%Y-%m-%d %H:%M}" if sheet.decided_at else "",
        sheet.decided_by.shown_name if sheet.decided_by else "",
        "" if sheet.booking.is_call else str(rate.decimal()),
        str(rate.decimal()) if sheet.booking.is_call else "",
        rate.currency,
    )
