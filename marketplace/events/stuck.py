"""What has been given up on, for a person to look at and try again; and how much is waiting."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events import queue
from marketplace.events.models import Pending, Progress, Received
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.paging import Page

PAGE = 20


@dataclass(frozen=True, slots=True)
class Stuck:
    """One job that failed too often. `box` is pending or received."""

    box: str
    id: int
    what: str
    why: str
    since: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`oldest_seconds` is how long the oldest due job has waited; 0 when nothing is due."""

    waiting: int
    parked: int
    oldest_seconds: int


def figures() -> Figures:
    waiting = parked = 0
    oldest = clock.now()
    for box in (Pending, Received):
        waiting += _count(box, Progress.WAITING)
        parked += _count(box, Progress.PARKED)
        due = select(func.min(box.due_at)).where(box.progress == Progress.WAITING)
        oldest = min(oldest, db.session.scalar(due) or oldest)
    return Figures(waiting, parked, int((clock.now() - oldest).total_seconds()))


def _count(box: type[Pending] | type[Received], progress: Progress) -> int:
    counting = select(func.count()).select_from(box).where(box.progress == progress)
    return db.session.scalar(counting) or 0


def parked(number: int) -> Page[Stuck]:
    """A page of them, newest first, reactions before notices from outside."""
    pending = select(Pending).where(Pending.progress == Progress.PARKED).options(joinedload(Pending.event))
    received = select(Received).where(Received.progress == Progress.PARKED)
    last = number * PAGE
    found = [_reaction(row) for row in db.session.scalars(pending.order_by(Pending.id.desc()).limit(last))]
    if len(found) < last:
        rest = received.order_by(Received.id.desc()).limit(last - len(found))
        found += [_notice(row) for row in db.session.scalars(rest)]
    total = _count(Pending, Progress.PARKED) + _count(Received, Progress.PARKED)
    return Page(found[last - PAGE :], number, PAGE, total)


def _reaction(row: Pending) -> Stuck:
    what = f"{row.reaction} after {row.event.kind}"
    return Stuck("pending", row.id, what, row.error or "", row.event.at, row.tries)


def _notice(row: Received) -> Stuck:
    return Stuck("received", row.id, f"{row.source}: {row.kind}", row.error or "", row.received_at, row.tries)


def retry(box: str, job_id: int) -> None:
    """Let it be tried again from the start. Raises `NotFound` unless it is parked."""
    kind, nudge = {"pending": (Pending, queue.nudge), "received": (Received, queue.nudge_received)}.get(
        box, (None, None)
    )
    if kind is None or nudge is None:
        raise NotFound
    with atomic():
        row = db.session.get(kind, job_id, with_for_update=True, populate_existing=True)
        if row is None or row.progress is not Progress.PARKED:
            raise NotFound("This is no longer stuck.")
        row.retry()
    nudge(job_id)
