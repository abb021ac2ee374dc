"""Sealed agreements as one archive, with a table that names every one, also those that are not in it."""

import zipfile
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, selectinload

from marketplace.accounts.actor import SYSTEM
from marketplace.agreements import sealing
from marketplace.agreements.models import Agreement
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.queries import WHOLE
from marketplace.db.base import db
from marketplace.gateways import storage
from marketplace.kit.spreadsheet import moment

COLUMNS = (
    "file",
    "booking",
    "version",
    "customer",
    "expert",
    "agreed by the customer (UTC)",
    "agreed by the expert (UTC)",
    "text (SHA-256)",
)
MOST_SEALED = 40
"""In one go: sealing takes a moment, and whoever waits should not wait minutes. The rest is there the next time."""

Readable = Callable[[Agreement], bool]


def pack(
    which: ColumnElement[bool], readable: Readable, packed: zipfile.ZipFile, folder: str = ""
) -> list[Sequence[str]]:
    """The files, and the table that belongs beside them. `which` is about bookings; `readable` says whether all of a text may be
    read by now."""
    table: list[Sequence[str]] = [COLUMNS]
    fresh = 0
    for ref, number in _names(which):
        agreement = _named(ref, number)
        said = ""
        if not agreement.binding:
            said = "not there: it waits for both sides to agree"
        elif not readable(agreement):
            said = "not there: it can be downloaded once the booking is paid"
        elif agreement.file_key is None and fresh == MOST_SEALED:
            said = "not there yet: download the archive once more"
        else:
            fresh += agreement.file_key is None
            said = _add(agreement, packed, folder)
        table.append(_row(agreement, said))
    return table


def name_of(agreement: Agreement) -> str:
    return f"agreement-{agreement.booking.ref}-{agreement.number}.pdf"


def _add(agreement: Agreement, packed: zipfile.ZipFile, folder: str) -> str:
    """One that cannot be read from the storage any more is said to be missing, and keeps nobody from the others."""
    _, key = sealing.sealed(agreement.booking.ref, agreement.number, by=SYSTEM)
    if not storage.has(key):
        return "not there: the file is missing"
    packed.write(storage.path_of(key), folder + name_of(agreement))
    return name_of(agreement)


def _names(which: ColumnElement[bool]) -> Iterator[tuple[str, int]]:
    rows = select(Booking.ref, Agreement.number).join_from(Agreement, Booking).where(which)
    yield from [(ref, number) for ref, number in db.session.execute(rows.order_by(Agreement.id))]


def _named(ref: str, number: int) -> Agreement:
    """One at a time: each is signed in a transaction of its own."""
    rows = select(Agreement).join(Agreement.booking).where(Booking.ref == ref, Agreement.number == number)
    whole = contains_eager(Agreement.booking).options(*WHOLE)
    return db.session.scalars(rows.options(whole, selectinload(Agreement.acceptances))).one()


def _row(one: Agreement, file: str) -> Sequence[str]:
    booking = one.booking
    customer, expert = one.accepted_by(Side.CUSTOMER), one.accepted_by(Side.EXPERT)
    return (
        file,
        booking.ref,
        str(one.number),
        booking.organization.name,
        booking.expert.name,
        moment(customer.accepted_at if customer else None),
        moment(expert.accepted_at if expert else None),
        one.text_hash,
    )
