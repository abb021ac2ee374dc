"""Expenses as a table, and their receipts as one archive, for whoever keeps books elsewhere."""

import zipfile
from collections.abc import Iterator, Sequence
from typing import IO

from sqlalchemy import ColumnElement

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.expenses import queries
from marketplace.expenses.models import Expense, ExpenseFile
from marketplace.gateways import storage
from marketplace.kit.spreadsheet import written

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


def of_expert(expert_id: int) -> bytes:
    return _table(Booking.expert_id == expert_id)


def of_organization(organization_id: int) -> bytes:
    return _table(Booking.organization_id == organization_id)


def receipts_of_expert(expert_id: int, into: IO[bytes]) -> None:
    _pack(Booking.expert_id == expert_id, into)


def receipts_of_organization(organization_id: int, into: IO[bytes]) -> None:
    _pack(Booking.organization_id == organization_id, into)


def name_of(file: ExpenseFile) -> str:
    """In the archive, where the table finds it: `2027-03-08 x4k… 1 ticket.pdf`."""
    expense = file.expense
    number = expense.files.index(file) + 1
    return f"{expense.spent_on.isoformat()} {expense.ref} {number} {file.file_name}"


def _table(which: ColumnElement[bool]) -> bytes:
    return written([COLUMNS, *(_row(one) for one in _found(which))])


def _found(which: ColumnElement[bool]) -> Iterator[Expense]:
    wanted = queries.whole().where(which).order_by(Expense.spent_on, Expense.id)
    yield from db.session.scalars(wanted.execution_options(yield_per=ROWS))


def _pack(which: ColumnElement[bool], into: IO[bytes]) -> None:
    """Pictures and PDF do not get smaller, so nothing is compressed. What is missing is left out; the table says so."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for expense in _found(which):
            for file in expense.files:
                if storage.has(file.file_key):
                    archive.write(storage.path_of(file.file_key), name_of(file))


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
        str(one.claimed.decimal()),
        str(one.amount.decimal()) if one.approved is not None else "",
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
        f"{one.submitted_at:%Y-%m-%d %H:%M}",
        f"{one.decided_at:%Y-%m-%d %H:%M}" if one.decided_at else "",
        one.decided_by.shown_name if one.decided_by else "",
        f"{paid:%Y-%m-%d %H:%M}" if paid else "",
    )
