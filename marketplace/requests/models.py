"""Request and what it takes; Invitation; Proposal and its versions."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bookings.models import Booking, Side
from marketplace.catalog.models import Skill
from marketplace.catalog.outcomes import Blueprint
from marketplace.certification.models import Certificate
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, ChoiceSet, UTCDateTime, money
from marketplace.kit import clock
from marketplace.kit.money import Money
from marketplace.organizations.models import Organization, Vendor
from marketplace.registry.models import Expert
from marketplace.requests.lifecycles import (
    INVITATIONS,
    PROPOSALS,
    REQUESTS,
    InvitationState,
    ProposalState,
    RequestState,
)


class Audience(StrEnum):
    """Who may propose."""

    MATCHING = "matching"
    INVITED = "invited"


class Venue(StrEnum):
    REMOTE = "remote"
    ON_SITE = "on site"
    EITHER = "either"


class Weekday(StrEnum):
    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"

    @property
    def label(self) -> str:
        return self.name.capitalize()


WEEK = tuple(Weekday)


class Request(Row):
    """A customer's brief: `days` working days between `first_on` and `last_on`. What came from a blueprint is a frozen copy."""

    __tablename__ = "request"
    __table_args__ = (
        Index(None, "organization_id", "state"),
        Index(None, "state", "respond_by"),
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[RequestState] = mapped_column(Choice(RequestState), default=RequestState.DRAFT)
    audience: Mapped[Audience] = mapped_column(Choice(Audience), default=Audience.MATCHING)
    title: Mapped[str] = mapped_column(String(120))
    brief: Mapped[str] = mapped_column(Text)
    first_on: Mapped[date]
    last_on: Mapped[date]
    days: Mapped[int]
    weekdays: Mapped[frozenset[Weekday]] = mapped_column(ChoiceSet(Weekday))
    pattern: Mapped[str] = mapped_column(String(160), default="")
    """How the days should lie, in the customer's words."""
    venue: Mapped[Venue] = mapped_column(Choice(Venue), default=Venue.EITHER)
    place: Mapped[str] = mapped_column(String(120), default="")
    budget_amount: Mapped[int | None] = mapped_column(BigInteger)
    budget_currency: Mapped[str] = mapped_column(String(3), default="EUR")
    blueprint_id: Mapped[int | None] = mapped_column(ForeignKey("blueprint.id"), index=True)
    blueprint_version: Mapped[int | None]
    deliverables: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    checklist: Mapped[list[str]] = mapped_column(JSON, default=list)
    answer_hours: Mapped[int] = mapped_column(default=72)
    """The vendor's setting of the day it was published; each version of a proposal has as long."""
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the clock that runs to `respond_by` began: published, or extended."""
    respond_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminders: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), unique=True)

    organization: Mapped[Organization] = relationship()
    vendor: Mapped[Vendor] = relationship()
    author: Mapped[User] = relationship()
    blueprint: Mapped[Blueprint | None] = relationship()
    booking: Mapped[Booking | None] = relationship()
    needs: Mapped[list["RequestSkill"]] = relationship(
        cascade="all, delete-orphan", order_by="RequestSkill.position"
    )
    invitations: Mapped[list["RequestInvitation"]] = relationship(
        back_populates="request", order_by="RequestInvitation.id"
    )

    @property
    def budget(self) -> Money | None:
        """The most for a day that the customer has in mind."""
        return None if self.budget_amount is None else Money(self.budget_amount, self.budget_currency)

    @property
    def open(self) -> bool:
        return self.state is RequestState.OPEN

    @property
    def takes_proposals(self) -> bool:
        return self.open and self.respond_by is not None and clock.now() < self.respond_by

    @property
    def asks_weekdays(self) -> list[Weekday]:
        return [one for one in WEEK if one in self.weekdays]

    def suits(self, day: date) -> bool:
        """Whether the customer asked for such a day."""
        return self.first_on <= day <= self.last_on and WEEK[day.weekday()] in self.weekdays

    def become(self, verb: str) -> None:
        self.state = REQUESTS.after(self.state, verb)
        if self.state not in (RequestState.DRAFT, RequestState.OPEN):
            self.ended_at = clock.now()


class RequestSkill(Part):
    """A skill that the work takes, at that level (1 to 4) or a higher one."""

    __tablename__ = "request_skill"
    __table_args__ = (UniqueConstraint("request_id", "skill_id"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id", ondelete="CASCADE"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), index=True)
    level: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(SmallInteger)

    skill: Mapped[Skill] = relationship()


class RequestInvitation(Row):
    """The customer asks this expert to propose. `asked_at` is when they could first read it."""

    __tablename__ = "request_invitation"
    __table_args__ = (UniqueConstraint("request_id", "expert_id"), Index(None, "expert_id", "state"))

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[InvitationState] = mapped_column(Choice(InvitationState), default=InvitationState.OPEN)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")

    request: Mapped[Request] = relationship(back_populates="invitations")
    expert: Mapped[Expert] = relationship()

    def become(self, verb: str) -> None:
        self.state = INVITATIONS.after(self.state, verb)
        if verb in ("propose", "decline"):
            self.answered_at = self.answered_at or clock.now()


class Proposal(Row):
    """What one expert and the customer write to and fro about a request, until both say yes to the same version."""

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("request_id", "expert_id"),
        Index(None, "state", "respond_by"),
        Index(None, "expert_id", "state"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    state: Mapped[ProposalState] = mapped_column(Choice(ProposalState), default=ProposalState.OPEN)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    respond_by: Mapped[datetime] = mapped_column(UTCDateTime)
    reminders: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    request: Mapped[Request] = relationship()
    expert: Mapped[Expert] = relationship()
    certificate: Mapped[Certificate] = relationship()
    versions: Mapped[list["ProposalVersion"]] = relationship(
        back_populates="proposal", cascade="all, delete-orphan", order_by="ProposalVersion.number"
    )

    @property
    def latest(self) -> "ProposalVersion":
        return self.versions[-1]

    @property
    def answers(self) -> Side:
        """Whose turn it is."""
        return self.latest.side.other

    @property
    def open(self) -> bool:
        return self.state is ProposalState.OPEN

    def check_open(self) -> None:
        """Raises `WrongState` with a sentence when nothing more can be agreed on."""
        PROPOSALS.after(self.state, "counter")

    def become(self, verb: str) -> None:
        self.state = PROPOSALS.after(self.state, verb)
        self.ended_at = None if self.open else clock.now()


class ProposalVersion(Part):
    """Days, rate and figures as one side wrote them; never changed. The fee is the one both saw, and the booking's."""

    __tablename__ = "proposal_version"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    side: Mapped[Side] = mapped_column(Choice(Side))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    days: Mapped[list[str]] = mapped_column(JSON)
    rate: Mapped[Money] = money("rate")
    price: Mapped[Money] = money("price")
    fee: Mapped[Money] = money("fee")
    fee_basis_points: Mapped[int]
    message: Mapped[str] = mapped_column(Text, default="")
    template_number: Mapped[int]
    """The version of the vendor's agreement that its author agreed to by writing it, 0 for the standard text."""

    proposal: Mapped[Proposal] = relationship(back_populates="versions")
    author: Mapped[User] = relationship()

    @property
    def dates(self) -> list[date]:
        return _dates(self.days)

    @property
    def total(self) -> Money:
        return self.price + self.fee


def _dates(days: Sequence[str]) -> list[date]:
    return [date.fromisoformat(day) for day in days]
