"""Reconciliation."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.reconciliation.report import Report


class ReconciliationState(StrEnum):
    STARTED = "started"
    FINISHED = "finished"
    FAILED = "failed"


S = ReconciliationState
RECONCILIATIONS = Lifecycle(
    "reconciliation",
    [
        Step(S.STARTED, "finish", "system", S.FINISHED, "ReconciliationFinished"),
        Step(S.STARTED, "give up", "system", S.FAILED, "ReconciliationFailed", "after six silent tries"),
    ],
    {S.STARTED: "is being made", S.FINISHED: "is finished", S.FAILED: "has failed"},
)


class Reconciliation(Row):
    """One comparison. `since` None means all there ever was; the balances are whole in either case."""

    __tablename__ = "reconciliation"
    __table_args__ = (Index(None, "state", "due_at"),)

    state: Mapped[S] = mapped_column(Choice(S), default=S.STARTED)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    """None when it was the time of day that asked."""
    since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    """When it may be worked on; while somebody does, when others may take over."""
    tries: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    movements: Mapped[int] = mapped_column(default=0)
    fetched: Mapped[int] = mapped_column(default=0)
    """Notices that had been missed."""
    flagged: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(default=0)
    found: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    failure: Mapped[str | None] = mapped_column(Text)

    asked_by: Mapped[User | None] = relationship()

    @property
    def report(self) -> Report:
        return Report.loaded(self.found)

    def become(self, verb: str) -> None:
        self.state = RECONCILIATIONS.after(self.state, verb)
