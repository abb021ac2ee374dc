"""Units of work.

`atomic()` belongs to services. Nested calls join the outermost one, which alone commits. Nothing outside may be called
while one is open: `outside_transaction()` stands at the top of every gateway call and raises.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.db.base import Row, db
from marketplace.db.engine import WRITES, only_reads
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref

Kind = TypeVar("Kind", bound=Row)

_OPEN = "atomic"


@contextmanager
def atomic() -> Iterator[Session]:
    """One transaction: all of it happens or none. Rows read before are read afresh inside."""
    session = db.session()
    if session.info.get(_OPEN):
        yield session
        return
    begin_writing()
    session.info[_OPEN] = True
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[_OPEN] = False


def begin_writing() -> None:
    """Begin a transaction that will write, dropping the snapshot that reading has left open.

    SQLite decides at BEGIN whether a transaction may wait for its turn to write; a session that has already read is past that.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside atomic()")
    session.rollback()
    session.connection(execution_options={WRITES: True})


def begin_reading() -> None:
    """Before anything is read: nothing will be written, unless in an `atomic()` of its own."""
    options = only_reads(db.engine)
    if options and not db.session().in_transaction():
        db.session().connection(execution_options=options)


def in_atomic() -> bool:
    return bool(db.session().info.get(_OPEN))


def outside_transaction() -> None:
    """Raise when called inside `atomic()`: a gateway call stands between two transactions, never in one.

    Ends a transaction that has only read, too, so that no connection waits idle while the outside takes its time.
    """
    if in_atomic():
        raise RuntimeError("a gateway was called inside a transaction")
    db.session.rollback()


def locked(kind: type[Kind], ref: Ref) -> Kind:
    """The row of that name, locked until the transaction ends and read afresh. Raises `NotFound`.

    On SQLite the write transaction itself is the lock.
    """
    row = db.session.scalar(
        select(kind).where(kind.ref == ref).with_for_update().execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return row
