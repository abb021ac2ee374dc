"""Notices from outside: keep first, answer, think later."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from sqlalchemy import select

from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events import queue
from marketplace.events.models import Progress, Received
from marketplace.events.outbox import LEASE
from marketplace.kit import clock

Readers = Mapping[str, Callable[[dict[str, Any]], object]]
"""Who takes the payload, by the notice's kind; kinds that nobody asked for are left alone."""

log = structlog.get_logger()
_readers: dict[str, Readers] = {}


def kinds(source: str) -> frozenset[str]:
    """The notices of that source that somebody reads."""
    return frozenset(_readers.get(source, ()))


def install(readers: Mapping[str, Readers]) -> None:
    """Which source is read by whom."""
    _readers.clear()
    _readers.update(readers)


def keep(source: str, external_id: str, kind: str, payload: dict[str, Any]) -> bool:
    """Keep the notice; False when we had it already."""
    with atomic() as session:
        known = select(Received.id).where(Received.source == source, Received.external_id == external_id)
        if session.scalar(known) is not None:
            return False
        row = Received(source=source, external_id=external_id, kind=kind, payload=payload)
        session.add(row)
        session.flush()
        received_id = row.id
    queue.nudge_received(received_id)
    return True


def due(limit: int = 500) -> list[int]:
    """Ids of notices that may be read now, oldest first."""
    rows = (
        select(Received.id)
        .where(Received.progress == Progress.WAITING, Received.due_at <= clock.now())
        .order_by(Received.id)
        .limit(limit)
    )
    return list(db.session.scalars(rows))


def sweep() -> int:
    """Read what is due; how many were read."""
    return sum(read(received_id) for received_id in due())


def read(received_id: int) -> bool:
    """Read one notice if it is still due and nobody else has it. Failures are kept and retried, never raised."""
    with atomic() as session:
        row = session.scalar(
            select(Received)
            .where(
                Received.id == received_id,
                Received.progress == Progress.WAITING,
                Received.due_at <= clock.now(),
            )
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return False
        row.claim(LEASE)
        source, kind, payload = row.source, row.kind, row.payload
    try:
        _readers[source].get(kind, _left_alone)(payload)
    except Exception as error:
        log.exception("notice not understood", source=source, kind=kind)
        with atomic():
            _row(received_id).fail(f"{type(error).__name__}: {error}")
    else:
        with atomic():
            _row(received_id).finish()
    return True


def _left_alone(_payload: dict[str, Any]) -> None:
    """Nobody asked for it."""


def _row(received_id: int) -> Received:
    return db.session.get_one(Received, received_id, with_for_update=True, populate_existing=True)
