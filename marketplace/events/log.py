"""Recording facts, and reading what happened to a row."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

import structlog
from sqlalchemy import select

from marketplace.db.base import db
from marketplace.db.session import in_atomic
from marketplace.events import outbox
from marketplace.events.facts import Fact
from marketplace.events.models import Event
from marketplace.kit.ids import Ref

AtOnce = Callable[[Any], None]
"""Takes the fact, and changes what is kept beside the truth within the transaction that made it true. It reads and writes the
database alone; when it fails, the change fails with it."""

_at_once: dict[type[Fact], tuple[AtOnce, ...]] = {}


def install(table: Mapping[type[Fact], Iterable[AtOnce]]) -> None:
    """Take over what has to be true at the same moment."""
    _at_once.clear()
    _at_once.update({fact: tuple(follow) for fact, follow in table.items()})


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
    for follow in _at_once.get(type(fact), ()):
        follow(fact)
    outbox.put(event, type(fact))
    return event


def history(subject: Ref) -> Sequence[Event]:
    """Everything recorded about that row, oldest first."""
    return history_of([subject])


def history_of(subjects: Collection[Ref]) -> Sequence[Event]:
    """Everything recorded about any of those rows, oldest first."""
    return db.session.scalars(select(Event).where(Event.subject.in_(subjects)).order_by(Event.id)).all()
