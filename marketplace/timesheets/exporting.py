"""Hours as a table, a row for each day, for whoever keeps books elsewhere.

A call is one day, and has a rate of an hour as well. What a sheet has earned stands in the row of its first day, so that the
column adds up.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.kit.spreadsheet import AT_A_TIME, Rows, amount, moment
from marketplace.timesheets import division, queries
from marketplace.timesheets.models import OPEN, Entry, Timesheet, TimesheetState
from marketplace.timesheets.pricing import DayPrices

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
    "price of the day",
    "hour rate",
    "earned with the sheet",
    "fee on that",
    "currency",
)

IN_ORDER = (Timesheet.week_on, Timesheet.booking_id, Timesheet.part)


def of_expert(expert_id: int) -> Rows:
    """All that the expert has written, drafts too."""
    return _table(Booking.expert_id == expert_id)


def of_booking(booking: Booking, *, drafts: bool) -> Rows:
    """Of one; `drafts` for its expert alone."""
    mine = Booking.id == booking.id
    return _table(mine if drafts else mine & Timesheet.state.not_in(OPEN))


def of_organization(organization_id: int) -> Rows:
    """All that was submitted to it; what is in the expert's hands is theirs alone."""
    return _table((Booking.organization_id == organization_id) & Timesheet.state.not_in(OPEN))


def of_vendor(vendor_id: int) -> Rows:
    return _table((Booking.vendor_id == vendor_id) & Timesheet.state.not_in(OPEN))


def _table(which: ColumnElement[bool]) -> Rows:
    hours = Timesheet.deliverable.is_(None)
    wanted = queries.whole().where(which, hours).order_by(*IN_ORDER)
    prices = DayPrices(which)
    yield COLUMNS
    for sheet in db.session.scalars(wanted.execution_options(yield_per=AT_A_TIME)):
        yield from _rows(sheet, prices)


def _rows(sheet: Timesheet, prices: DayPrices) -> Iterator[Sequence[str]]:
    booking, brought = sheet.booking, earned(sheet)
    for entry in sheet.entries:
        price = prices.of(booking, entry.shift, sheet.decided_at if sheet.decided else None)
        hourly = booking.rate if booking.is_call else None
        figures = map(amount, (price, hourly, *brought))
        yield (*_day(sheet, entry), *_sheet(sheet), *figures, booking.price.currency)
        brought = (None, None)


def earned(sheet: Timesheet) -> tuple[Money | None, Money | None]:
    """Once approved; what a dispute has divided is said there."""
    if sheet.state is not TimesheetState.APPROVED:
        return None, None
    parts = division.of(sheet)
    return parts.price, parts.fee


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
    return (
        sheet.note,
        str(sheet.state).replace("_", " "),
        moment(sheet.submitted_at),
        moment(sheet.decided_at),
        sheet.decided_by.shown_name if sheet.decided_by else "",
    )
