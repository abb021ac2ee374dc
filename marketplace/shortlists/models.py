"""Shortlist and its entries."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.organizations.models import Organization
from marketplace.registry.models import Expert


class ShortlistState(StrEnum):
    KEPT = "kept"
    ARCHIVED = "archived"


class EntryState(StrEnum):
    LISTED = "listed"
    OFF = "off"


WHO = "owner, booker or approver"

LIFECYCLE = Lifecycle(
    "shortlist",
    [
        Step(ShortlistState.KEPT, "archive", WHO, ShortlistState.ARCHIVED, "ShortlistArchived"),
        Step(ShortlistState.ARCHIVED, "restore", WHO, ShortlistState.KEPT, "ShortlistRestored"),
    ],
    {ShortlistState.KEPT: "is not archived", ShortlistState.ARCHIVED: "is archived"},
)

ENTRY_LIFECYCLE = Lifecycle(
    "shortlist entry",
    [
        Step(EntryState.LISTED, "take_off", WHO, EntryState.OFF, "EntryTakenOff"),
        Step(EntryState.OFF, "put_back", WHO, EntryState.LISTED, "EntryPutBack"),
    ],
    {EntryState.LISTED: "is on the list", EntryState.OFF: "has been taken off the list"},
)


class Shortlist(Row):
    """A named list of an organization."""

    __tablename__ = "shortlist"
    __table_args__ = (Index(None, "organization_id"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[ShortlistState] = mapped_column(Choice(ShortlistState), default=ShortlistState.KEPT)

    organization: Mapped[Organization] = relationship()

    @property
    def archived(self) -> bool:
        return self.state is ShortlistState.ARCHIVED

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)


class ShortlistEntry(Row):
    """An expert on a shortlist; `note` is what the organization says among itself, by whom and when."""

    __tablename__ = "shortlist_entry"
    __table_args__ = (UniqueConstraint("shortlist_id", "expert_id"), Index(None, "expert_id"))

    shortlist_id: Mapped[int] = mapped_column(ForeignKey("shortlist.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    state: Mapped[EntryState] = mapped_column(Choice(EntryState), default=EntryState.LISTED)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    note: Mapped[str] = mapped_column(Text, default="")
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    noted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    shortlist: Mapped[Shortlist] = relationship()
    expert: Mapped[Expert] = relationship()
    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])
    noted_by: Mapped[User | None] = relationship(foreign_keys=[noted_by_id])

    @property
    def listed(self) -> bool:
        return self.state is EntryState.LISTED

    @property
    def shown_name(self) -> str:
        """Who has hidden their profile is not named any more."""
        return self.expert.name if self.expert.published else "No longer listed"

    def become(self, verb: str) -> None:
        self.state = ENTRY_LIFECYCLE.after(self.state, verb)
