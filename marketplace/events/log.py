"""Recording facts, and reading what happened to a row."""

from collections.abc import Collection, Sequence
from typing import Protocol

import structlog
from sqlalchemy import select

from marketplace.db.base import db
from marketplace.db.session import in_atomic
from marketplace.events import outbox
from marketplace.events.facts import Fact
from marketplace.events.models import Event
from marketplace.kit.ids import Ref


class Signatory(Protocol):
    """Who did it: a person, or the system when `user_id` is None."""

    @property
    def user_id(self) -> int | None: ...

    @property
    def name(self) -> str: ...


def record(fact: Fact, *, by: Signatory) -> Event:
    """Write the fact down, and what has to follow it, in the caller's transaction."""
    if not in_atomic():
        raise RuntimeError("a fact is recorded in the transaction that made it true")
    event = Event(
        kind=fact.kind,
        subject=fact.subject,
        payload=fact.payload(),
        by_user_id=by.user_id,
        by_name=by.name,
        request_id=structlog.contextvars.get_contextvars().get("request_id"),
    )
    db.session.add(event)
    db.session.flush()
    outbox.put(event, type(fact))
    return event


def history(subject: Ref) -> Sequence[Event]:
    """Everything recorded about that row, oldest first."""
    return history_of([subject])


def history_of(subjects: Collection[Ref]) -> Sequence[Event]:
    """Everything recorded about any of those rows, oldest first."""
    return db.session.scalars(select(Event).where(Event.subject.in_(subjects)).order_by(Event.id)).all()
