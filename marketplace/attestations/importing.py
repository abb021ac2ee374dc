"""The worker's part: look every row through once more, then import all of them in one transaction, or none.

Broken off anywhere before that transaction, it goes on where it was; broken off within it, nothing has happened.
"""

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select

from marketplace.accounts import queries as accounts
from marketplace.accounts.actor import SYSTEM
from marketplace.attestations.checking import Catalogue, leave_out_known, look_through, usage_of
from marketplace.attestations.events import (
    AttestationImportBegun,
    AttestationImportFailed,
    AttestationsImported,
)
from marketplace.attestations.models import Attestation
from marketplace.attestations.staging import AttestationImport, ImportLine, ImportState, LineState
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean_line
from marketplace.organizations.models import Vendor

STEP = 500


def carry_out(fact: AttestationImportBegun, _: Event) -> None:
    """Reaction to AttestationImportBegun."""
    while _look_again(fact.subject):
        pass
    _finish(fact.subject)


def _look_again(ref: Ref) -> bool:
    """One step of rows against today's catalogue; False when there are no more."""
    with atomic():
        staged = locked(AttestationImport, ref)
        if staged.state is not ImportState.IMPORTING:
            return False
        lines = _next(staged)
        _check(staged, [line for line in lines if line.state is not LineState.KNOWN])
        staged.done += len(lines)
        return bool(lines)


def _next(staged: AttestationImport) -> Sequence[ImportLine]:
    mine = select(ImportLine).where(ImportLine.import_id == staged.id).order_by(ImportLine.number)
    return db.session.scalars(mine.offset(staged.done).limit(STEP)).all()


def _check(staged: AttestationImport, lines: Sequence[ImportLine]) -> None:
    offered = Catalogue(staged.vendor_id)
    own = accounts.verified_addresses(staged.user) if staged.user else set()
    for line in lines:
        look_through(line, offered, own=own)


def _finish(ref: Ref) -> None:
    with atomic() as session:
        staged = locked(AttestationImport, ref)
        if staged.state is not ImportState.IMPORTING:
            return
        session.scalar(select(Vendor).where(Vendor.id == staged.vendor_id).with_for_update())
        lines = _all(staged)
        for line in lines:
            # Stated already when it was looked through; it may have been withdrawn since.
            line.state = LineState.READY if line.state is LineState.KNOWN else line.state
        _check(staged, _unfit(staged, lines))
        leave_out_known(lines, staged.vendor_id)
        session.flush()
        staged.wrong = _counted(staged, LineState.WRONG)
        staged.known = _counted(staged, LineState.KNOWN)
        if staged.wrong:
            staged.become("fail")
            record(AttestationImportFailed(staged.ref, staged.wrong), by=SYSTEM)
        else:
            _import(staged, [line for line in lines if line.state is LineState.READY])


def _unfit(staged: AttestationImport, lines: Sequence[ImportLine]) -> list[ImportLine]:
    """Rows whose product or module was retired since they were looked through a moment ago."""
    offered = Catalogue(staged.vendor_id)
    ready = (line for line in lines if line.state is LineState.READY)
    return [line for line in ready if not offered.still_has(usage_of(line))]


def _all(staged: AttestationImport) -> Sequence[ImportLine]:
    mine = select(ImportLine).where(ImportLine.import_id == staged.id)
    return db.session.scalars(mine.order_by(ImportLine.number)).all()


def _counted(staged: AttestationImport, state: LineState) -> int:
    mine = select(func.count(ImportLine.id)).where(ImportLine.import_id == staged.id)
    return db.session.scalar(mine.where(ImportLine.state == state)) or 0


def _import(staged: AttestationImport, lines: Sequence[ImportLine]) -> None:
    """All of them; their rows of the file are needed no longer."""
    if lines:
        db.session.execute(insert(Attestation), [_values(staged, line) for line in lines])
    staged.stated = len(lines)
    staged.become("finish")
    db.session.execute(delete(ImportLine).where(ImportLine.import_id == staged.id))
    record(AttestationsImported(staged.ref, staged.stated, staged.known), by=SYSTEM)


def _values(staged: AttestationImport, line: ImportLine) -> dict[str, object]:
    assert line.usage is not None
    return {
        **line.usage,
        "name": clean_line(line.cells["name"]),
        "stated_by_id": staged.user_id,
    }
