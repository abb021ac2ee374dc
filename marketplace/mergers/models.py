"""Merger."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step


class MergerState(StrEnum):
    STARTED = "started"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


LIFECYCLE = Lifecycle(
    "merger",
    [
        Step(MergerState.STARTED, "confirm", "person, as the other", MergerState.MERGED, "AccountsMerged"),
        Step(MergerState.STARTED, "withdraw", "person", MergerState.WITHDRAWN, "MergerWithdrawn"),
        Step(
            MergerState.STARTED, "expire", "system", MergerState.EXPIRED, "MergerExpired", "after 30 minutes"
        ),
    ],
    {
        MergerState.STARTED: "waits for you to sign in as the other account",
        MergerState.MERGED: "has been carried out",
        MergerState.WITHDRAWN: "has been replaced by a newer one, or taken back",
        MergerState.EXPIRED: "has run out",
    },
)


class Merger(Row):
    """`kept` asks for it; whoever confirms it becomes `other`, and is closed.

    The link only names the merger. What proves that both ends are one person's browser is a secret in a cookie,
    of which `secret_hash` is kept: nobody can be talked into confirming a link that somebody else has started.
    """

    __tablename__ = "merger"

    kept_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[MergerState] = mapped_column(Choice(MergerState), default=MergerState.STARTED)
    merged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    other_address: Mapped[str] = mapped_column(String(255), default="")
    """Where the closed account was written to."""

    kept: Mapped[User] = relationship(foreign_keys=[kept_id])
    other: Mapped[User | None] = relationship(foreign_keys=[other_id])

    @property
    def open(self) -> bool:
        return self.state is MergerState.STARTED and self.expires_at > clock.now()

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
