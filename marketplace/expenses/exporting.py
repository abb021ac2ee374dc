"""Expenses as a table, and their receipts as one archive, for whoever keeps books elsewhere."""

import zipfile
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.expenses import queries
from marketplace.expenses.models import Expense, ExpenseFile
from marketplace.gateways import storage
from marketplace.kit.spreadsheet import Rows, amount, moment

COLUMNS = (
    "expense",
    "booking",
    "customer",
    "expert",
    "day",
    "category",
    "what for",
    "asked for",
    "approved",
    "currency",
    "as on the receipt",
    "state",
    "reason",
    "handed in (UTC)",
    "decided (UTC)",
    "decided by",
    "paid (UTC)",
    "purchase order",
    "cost centre",
    "receipts",
)

ROWS = 200
"""Read at a time."""


def of_expert(expert_id: int) -> Rows:
    return _table(Booking.expert_id == expert_id)


def of_organization(organization_id: int) -> Rows:
    return _table(Booking.organization_id == organization_id)


def of_vendor(vendor_id: int) -> Rows:
    return _table(Booking.vendor_id == vendor_id)


def of_booking(booking: Booking) -> Rows:
    return _table(Booking.id == booking.id)


def pack(which: ColumnElement[bool], packed: zipfile.ZipFile, folder: str = "") -> None:
    """The receipts of the bookings that `which` is about. What is missing is left out; the table says so."""
    for expense in _found(which):
        for file in expense.files:
            if storage.has(file.file_key):
                packed.write(storage.path_of(file.file_key), folder + name_of(file))


def name_of(file: ExpenseFile) -> str:
    """In the archive, where the table finds it: `2027-03-08 x4k… 1 ticket.pdf`."""
    expense = file.expense
    number = expense.files.index(file) + 1
    return f"{expense.spent_on.isoformat()} {expense.ref} {number} {file.file_name}"


def _table(which: ColumnElement[bool]) -> Rows:
    yield COLUMNS
    yield from map(_row, _found(which))


def _found(which: ColumnElement[bool]) -> Iterator[Expense]:
    wanted = queries.whole().where(which).order_by(Expense.spent_on, Expense.id)
    yield from db.session.scalars(wanted.execution_options(yield_per=ROWS))


def _row(one: Expense) -> Sequence[str]:
    booking = one.booking
    return (
        one.ref,
        booking.ref,
        booking.organization.name,
        booking.expert.name,
        one.spent_on.isoformat(),
        one.category.label,
        one.words,
        amount(one.claimed),
        amount(one.amount if one.approved is not None else None),
        one.claimed.currency,
        one.original,
        str(one.state).replace("_", " "),
        one.reason,
        *_moments(one),
        booking.po_number,
        booking.cost_centre,
        "; ".join(_listed(file) for file in one.files),
    )


def _listed(file: ExpenseFile) -> str:
    return name_of(file) if storage.has(file.file_key) else f"{name_of(file)} (no longer here)"


def _moments(one: Expense) -> Sequence[str]:
    paid = one.ended_at if one.state is queries.S.PAID else None
    return (
        moment(one.submitted_at),
        moment(one.decided_at),
        one.decided_by.shown_name if one.decided_by else "",
        moment(paid),
    )
