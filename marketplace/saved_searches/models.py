"""SavedSearch, and those its owner has been told of."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, UTCDateTime


class Alerts(StrEnum):
    """How soon somebody wants to hear of new people."""

    NONE = "none"
    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"


class SavedSearch(Row):
    """`args` is the query as it stands in an address.

    `looked_at` is when it was last looked at, `due_at` the earliest moment for the next time; without alerts there is none.
    `rests` says why the last look could not tell anything; empty when it could.
    """

    __tablename__ = "saved_search"
    __table_args__ = (Index(None, "user_id"), Index(None, "due_at"))

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(120))
    args: Mapped[dict[str, Any]] = mapped_column(JSON)
    alerts: Mapped[Alerts] = mapped_column(Choice(Alerts), default=Alerts.NONE)
    looked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    rests: Mapped[str] = mapped_column(String(255), default="")

    user: Mapped[User] = relationship()


class Known(Part):
    """An expert whom the search's owner knows from it: found when alerts began, or told of since."""

    __tablename__ = "saved_search_known"
    __table_args__ = (UniqueConstraint("search_id", "expert_id"), Index(None, "expert_id"))

    search_id: Mapped[int] = mapped_column(ForeignKey("saved_search.id", ondelete="CASCADE"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
