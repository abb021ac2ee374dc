"""Reactions: kept with the fact, run after the commit, each retried alone.

A reaction may run twice when a crash falls between its work and our note of it, so each is written to be harmless the second time.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events import queue
from marketplace.events.facts import Fact
from marketplace.events.models import Event, Pending, Progress
from marketplace.kit import clock

Reaction = Callable[[Any, Event], None]
"""Takes the fact and the event that carries it."""

LEASE = timedelta(minutes=2)
"""How long a claimed reaction is left alone; longer than the slowest gateway call with its retries."""

_RECORDED = "recorded"

log = structlog.get_logger()
_following: dict[type[Fact], dict[str, Reaction]] = {}


def install(table: Mapping[type[Fact], Iterable[Reaction]]) -> None:
    """Take over the page of consequences."""
    _following.clear()
    for fact, reactions in table.items():
        _following[fact] = {_name(reaction): reaction for reaction in reactions}


def _name(reaction: Reaction) -> str:
    return f"{reaction.__module__.removeprefix('marketplace.')}.{reaction.__name__}"


def put(event: Event, fact: type[Fact]) -> None:
    """One Pending row for each reaction to `event`, in the caller's transaction; the worker is nudged once it is committed."""
    rows = [Pending(event=event, reaction=name) for name in _following.get(fact, {})]
    db.session.add_all(rows)
    db.session.flush()
    db.session().info.setdefault(_RECORDED, []).extend(row.id for row in rows)


def nudge_after_commit(session: Session) -> None:
    """Listener for the session's `after_commit`. The end of a savepoint is announced as one, too, and is none."""
    if session.in_nested_transaction():
        return
    for pending_id in session.info.pop(_RECORDED, []):
        queue.nudge(pending_id)


def forget_after_rollback(session: Session) -> None:
    """Listener for the session's `after_rollback`."""
    session.info.pop(_RECORDED, None)


def due(limit: int = 500) -> list[int]:
    """Ids of reactions that may run now, oldest first."""
    rows = (
        select(Pending.id)
        .where(Pending.progress == Progress.WAITING, Pending.due_at <= clock.now())
        .order_by(Pending.id)
        .limit(limit)
    )
    return list(db.session.scalars(rows))


def sweep() -> int:
    """Run what is due; how many were run."""
    return sum(run(pending_id) for pending_id in due())


def run(pending_id: int) -> bool:
    """Run one reaction if it is still due and nobody else has it. Failures are kept and retried, never raised."""
    claimed = _claim(pending_id)
    if claimed is None:
        return False
    reaction, event = claimed
    kind = event.kind
    try:
        _following[type(event.fact())][reaction](event.fact(), event)
    except Exception as error:
        log.exception("reaction failed", reaction=reaction, kind=kind)
        with atomic():
            _row(pending_id).fail(f"{type(error).__name__}: {error}")
    else:
        with atomic():
            _row(pending_id).finish()
    return True


def _claim(pending_id: int) -> tuple[str, Event] | None:
    with atomic() as session:
        row = session.scalar(
            select(Pending)
            .where(
                Pending.id == pending_id,
                Pending.progress == Progress.WAITING,
                Pending.due_at <= clock.now(),
            )
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.claim(LEASE)
        return row.reaction, row.event


def _row(pending_id: int) -> Pending:
    return db.session.get_one(Pending, pending_id, with_for_update=True, populate_existing=True)
