"""A file of attestations: uploaded and looked through, then confirmed or discarded."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.attestations import policy, reading
from marketplace.attestations.checking import Catalogue, leave_out_known, look_through
from marketplace.attestations.events import (
    AttestationImportBegun,
    AttestationImportChecked,
    AttestationImportDiscarded,
)
from marketplace.attestations.service import own_addresses
from marketplace.attestations.staging import AttestationImport, ImportLine, ImportState, LineState
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.kit.text import clean_line
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Vendor

KEPT_FOR = timedelta(days=7)
SHOWN = 100


def upload(vendor_ref: Ref, file_name: str, content: bytes, *, by: Actor) -> AttestationImport:
    """Read the file and look every row through. Nothing is imported. Raises `Invalid` for what is no such file.

    The rows are looked through before the transaction: it takes seconds, and nobody should wait for them.
    """
    vendor = organizations.vendor(vendor_ref)
    if vendor is None:
        raise NotFound
    permit(policy.may_state(by, vendor))
    sheet = reading.read(content)
    lines = _lines(vendor.id, sheet, by)
    with atomic() as session:
        staged = _staged(locked(Vendor, vendor_ref), file_name, sheet, by)
        _count(staged, lines)
        session.add(staged)
        session.flush()
        for line in lines:
            line.import_id = staged.id
        session.add_all(lines)
        record(AttestationImportChecked(staged.ref, staged.total, staged.wrong), by=by)
    return staged


def _staged(vendor: Vendor, file_name: str, sheet: reading.Sheet, by: Actor) -> AttestationImport:
    return AttestationImport(
        vendor_id=vendor.id,
        user_id=by.user_id,
        file_name=clean_line(file_name)[:200] or "A file without a name",
        encoding=sheet.encoding,
        separator=sheet.separator,
        ignored=", ".join(sheet.ignored),
    )


def _lines(vendor_id: int, sheet: reading.Sheet, by: Actor) -> list[ImportLine]:
    offered, own = Catalogue(vendor_id), own_addresses(by)
    lines = [ImportLine(number=number, cells=cells) for number, cells in sheet.rows]
    for line in lines:
        look_through(line, offered, own=own)
    leave_out_known(lines, vendor_id)
    return lines


def _count(staged: AttestationImport, lines: Sequence[ImportLine]) -> None:
    staged.total = len(lines)
    staged.known = sum(line.state is LineState.KNOWN for line in lines)
    staged.wrong = sum(line.state is LineState.WRONG for line in lines)


def begin(ref: Ref, *, by: Actor) -> AttestationImport:
    """Import it: the worker does, all of it or nothing. Raises `Invalid` while a row is wrong."""
    with atomic():
        staged = _own(ref, by)
        if staged.state is ImportState.CHECKED and staged.wrong:
            raise Invalid(
                "Some rows are wrong. Correct the file and upload it again; nothing is imported by halves."
            )
        if staged.state is ImportState.CHECKED and not staged.ready:
            raise Invalid("Everything in this file has been stated already. There is nothing to import.")
        staged.become("begin")
        staged.user_id = by.user_id
        record(AttestationImportBegun(staged.ref), by=by)
    return staged


def discard(ref: Ref, *, by: Actor) -> AttestationImport:
    """Forget the file and its rows."""
    with atomic():
        staged = _own(ref, by)
        _discard(staged, by)
    return staged


def discard_old() -> int:
    """Forget files that nobody confirmed within a week; how many."""
    overdue = select(AttestationImport.ref).where(
        AttestationImport.state == ImportState.CHECKED, AttestationImport.created_at <= clock.now() - KEPT_FOR
    )
    refs = db.session.scalars(overdue).all()
    for ref in refs:
        with atomic():
            staged = locked(AttestationImport, ref)
            if staged.state is ImportState.CHECKED:
                _discard(staged, SYSTEM)
    return len(refs)


def _discard(staged: AttestationImport, by: Actor) -> None:
    staged.become("discard")
    db.session.execute(delete(ImportLine).where(ImportLine.import_id == staged.id))
    record(AttestationImportDiscarded(staged.ref), by=by)


def _own(ref: Ref, by: Actor) -> AttestationImport:
    return locked(AttestationImport, visible(ref, by).ref)


def visible(ref: Ref, by: Actor) -> AttestationImport:
    """For those who vouch in the vendor's name. Raises `NotFound`."""
    found = db.session.scalar(select(AttestationImport).where(AttestationImport.ref == ref))
    if found is None or policy.may_state(by, found.vendor) is not True:
        raise NotFound
    return found


def lines_of(staged: AttestationImport, state: LineState, number: int = 1) -> Page[ImportLine]:
    """A page of the rows that stand so, in the order of the file."""
    wanted = select(ImportLine).where(ImportLine.import_id == staged.id, ImportLine.state == state)
    total = {LineState.READY: staged.ready, LineState.KNOWN: staged.known, LineState.WRONG: staged.wrong}
    rows = db.session.scalars(
        wanted.order_by(ImportLine.number).limit(SHOWN).offset((number - 1) * SHOWN)
    ).all()
    return Page(rows, number, SHOWN, total[state])


def wrong_lines(staged: AttestationImport) -> Sequence[ImportLine]:
    """All of them, in the order of the file."""
    wanted = select(ImportLine).where(ImportLine.import_id == staged.id, ImportLine.state == LineState.WRONG)
    return db.session.scalars(wanted.order_by(ImportLine.number)).all()


def recent(vendor_id: int) -> Sequence[AttestationImport]:
    """The vendor's last files, newest first."""
    wanted = select(AttestationImport).where(AttestationImport.vendor_id == vendor_id)
    return db.session.scalars(wanted.order_by(AttestationImport.id.desc()).limit(12)).all()
