"""Event, Pending (the outbox), Received (the inbox).

Pending    waiting ──run──▶ done
              └──fails too often──▶ parked ──retry──▶ waiting
Received   waiting ──read──▶ done      (parked likewise)
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.events.facts import Fact
from marketplace.kit import clock
from marketplace.kit.ids import Ref

TRIES = 8
"""Pauses double from two seconds to four minutes; after the eighth failure a person is asked."""


class Progress(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"


class Event(Row):
    """Something that happened. Append-only: the audit trail, the outbox and the webhooks all read it."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "subject"), Index(None, "at"))

    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    kind: Mapped[str] = mapped_column(String(60))
    subject: Mapped[Ref] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(String(120))
    request_id: Mapped[str | None] = mapped_column(String(40))

    def fact(self) -> Fact:
        return Fact.restore(self.kind, self.payload)


class Tried(Part):
    """What both boxes share: a job to be done once, tried until it is."""

    __abstract__ = True

    progress: Mapped[Progress] = mapped_column(Choice(Progress), default=Progress.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    error: Mapped[str | None] = mapped_column(Text)

    def claim(self, lease: timedelta) -> None:
        """Count a try, and let nobody else begin one before the lease is over."""
        self.tries += 1
        self.due_at = clock.now() + lease

    def finish(self) -> None:
        self.progress, self.error = Progress.DONE, None

    def fail(self, error: str) -> None:
        """Try again after a pause, or wait for a person when that was the last try."""
        self.error = error[:2000]
        self.due_at = clock.now() + timedelta(seconds=2**self.tries)
        if self.tries >= TRIES:
            self.progress = Progress.PARKED

    def retry(self) -> None:
        self.progress, self.tries, self.due_at = Progress.WAITING, 0, clock.now()


class Pending(Tried):
    """One reaction that has to follow one event."""

    __tablename__ = "pending"
    __table_args__ = (UniqueConstraint("event_id", "reaction"), Index(None, "progress", "due_at"))

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    reaction: Mapped[str] = mapped_column(String(120))

    event: Mapped[Event] = relationship()


class Received(Tried):
    """A notice from outside, kept under the sender's own id, so that a repeated one changes nothing."""

    __tablename__ = "received"
    __table_args__ = (UniqueConstraint("source", "external_id"), Index(None, "progress", "due_at"))

    source: Mapped[str] = mapped_column(String(20))
    external_id: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(120))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
