"""Conversation, who takes part, Message, its files, Report."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bookings.models import Side
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, Key, UTCDateTime
from marketplace.evidence.kept import KeptFile
from marketplace.kit import clock
from marketplace.kit.ids import Ref, new_ref
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.organizations.models import Organization, Vendor
from marketplace.registry.models import Expert
from marketplace.requests.models import Request


class Subject(StrEnum):
    """What a conversation can be about."""

    BOOKING = "booking"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class WithExpert:
    """Where a conversation about a request is found: it is with one of the experts, named by the slug."""

    request: Ref
    slug: str


Where = Ref | WithExpert
"""A booking's ref, or a request's with the expert."""


class ReportState(StrEnum):
    OPEN = "open"
    DISMISSED = "dismissed"
    UPHELD = "upheld"


S = ReportState
LIFECYCLE = Lifecycle(
    "report",
    [
        Step(S.OPEN, "dismiss", "admin", S.DISMISSED, "ReportDismissed"),
        Step(S.OPEN, "hide", "admin", S.UPHELD, "ReportUpheld"),
    ],
    {
        S.OPEN: "waits for the vendor's staff",
        S.DISMISSED: "has been dismissed",
        S.UPHELD: "has been answered by hiding the message",
    },
)


class Conversation(Row):
    """Between an organization and an expert, about the booking called `subject`, or about a request.

    One about a request has a name of its own as `subject`. It goes on as the booking's when a proposal leads to one, and keeps
    `request` to say where it began.
    `announce_at` is when those who have not read what is new are written to; None while nothing is new.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("about", "subject"),
        Index(None, "expert_id"),
        Index(None, "organization_id"),
        Index(None, "announce_at"),
        Index("ix_conversation_request_id_expert_id", "request_id", "expert_id", unique=True),
    )

    about: Mapped[Subject] = mapped_column(Choice(Subject), default=Subject.BOOKING)
    subject: Mapped[Ref] = mapped_column(String(12), default=new_ref)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    announce_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    """When the last message was sent."""

    organization: Mapped[Organization] = relationship()
    expert: Mapped[Expert] = relationship()
    vendor: Mapped[Vendor] = relationship()
    request: Mapped[Request | None] = relationship()

    @property
    def where(self) -> Where:
        if self.about is Subject.REQUEST and self.request is not None:
            return WithExpert(self.request.ref, self.expert.slug)
        return self.subject


class Participant(Part):
    """Somebody who is told of new messages: up to which they have read, and up to which they were written to (ids of messages)."""

    __tablename__ = "conversation_participant"
    __table_args__ = (UniqueConstraint("conversation_id", "user_id"), Index(None, "user_id"))

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    read_to: Mapped[int] = mapped_column(Key, default=0)
    mailed_to: Mapped[int] = mapped_column(Key, default=0)
    muted: Mapped[bool] = mapped_column(default=False)

    conversation: Mapped[Conversation] = relationship()
    user: Mapped[User] = relationship()


class Message(Row):
    """What somebody wrote, for their side. A hidden one stays for the record, and nobody reads it."""

    __tablename__ = "message"
    __table_args__ = (Index(None, "conversation_id", "id"),)

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    side: Mapped[Side] = mapped_column(Choice(Side))
    text: Mapped[str] = mapped_column(Text)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    conversation: Mapped[Conversation] = relationship()
    author: Mapped[User] = relationship()
    files: Mapped[list["MessageFile"]] = relationship(back_populates="message", order_by="MessageFile.id")

    @property
    def hidden(self) -> bool:
        return self.hidden_at is not None


class MessageFile(KeptFile):
    """A file that came with a message."""

    __tablename__ = "message_file"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)

    message: Mapped[Message] = relationship(back_populates="files")


class Report(Row):
    """Somebody asks the vendor's staff to look at a message. `answer` is what they wrote when they settled it."""

    __tablename__ = "message_report"
    __table_args__ = (UniqueConstraint("message_id", "reporter_id"), Index(None, "state"))

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[ReportState] = mapped_column(Choice(ReportState), default=ReportState.OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    message: Mapped[Message] = relationship()
    reporter: Mapped[User] = relationship(foreign_keys=[reporter_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])

    @property
    def open(self) -> bool:
        return self.state is ReportState.OPEN

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
