"""Organization and Membership, Vendor and Staff, Invitation."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.actor import OrganizationRole, StaffRole
from marketplace.accounts.models import User
from marketplace.db.base import Row
from marketplace.db.types import Choice, ChoiceSet, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money


class Organization(Row):
    """A customer of one or more vendors: it books and pays."""

    __tablename__ = "organization"

    name: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    stripe_customer_id: Mapped[str | None] = mapped_column(String(64))
    auto_approval: Mapped[bool] = mapped_column(default=True)
    """Whether hours that no approver answers in time count as approved. It is noted on each timesheet as it is submitted, not on
    the booking: it says how this organization works from now on, and what was promised to an expert who has submitted stays."""

    memberships: Mapped[list["Membership"]] = relationship(back_populates="organization")


class Membership(Row):
    """A person acting for an organization."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("organization_id", "user_id"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    roles: Mapped[frozenset[OrganizationRole]] = mapped_column(ChoiceSet(OrganizationRole))
    limit_amount: Mapped[int | None] = mapped_column(BigInteger)
    limit_currency: Mapped[str | None] = mapped_column(String(3))

    organization: Mapped[Organization] = relationship(back_populates="memberships")
    user: Mapped[User] = relationship()

    @property
    def limit(self) -> Money | None:
        """What the person decides alone; None for no limit. Owners have none: they set them."""
        if self.limit_amount is None or self.limit_currency is None or OrganizationRole.OWNER in self.roles:
            return None
        return Money(self.limit_amount, self.limit_currency)

    def decide_up_to(self, limit: Money | None) -> None:
        self.limit_amount = None if limit is None else limit.amount
        self.limit_currency = None if limit is None else limit.currency


class CancellationPolicy(StrEnum):
    """The presets by which a customer's cancellation is settled (bookings/cancellation.py)."""

    FLEXIBLE = "flexible"
    STANDARD = "standard"
    STRICT = "strict"


class Vendor(Row):
    """A software vendor, and the terms it sets. They are copied onto each booking when it is made."""

    __tablename__ = "vendor"

    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    about: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str | None] = mapped_column(String(255))
    certificate_months: Mapped[int] = mapped_column(default=12)
    review_business_days: Mapped[int] = mapped_column(default=5)
    """Within so many days a claim should be decided. Nothing happens when it is not, but the queue says so."""
    second_opinion_percent: Mapped[int] = mapped_column(default=10)
    """The share of claims that a second assessor looks at without knowing what the first one found."""
    fee_basis_points: Mapped[int] = mapped_column(default=1000)
    repeat_fee_basis_points: Mapped[int] = mapped_column(default=500)
    answer_hours: Mapped[int] = mapped_column(default=72)
    call_answer_hours: Mapped[int] = mapped_column(default=24)
    """So long an expert has to answer about a call; `answer_hours` about days."""
    call_buffer_minutes: Mapped[int] = mapped_column(default=15)
    """After a call, so long no other one begins."""
    hold_hours: Mapped[int] = mapped_column(default=72)
    instant_hold_minutes: Mapped[int] = mapped_column(default=15)
    """So long free days are held for whoever books at once; `hold_hours` for whoever was accepted."""
    notice_hours: Mapped[int] = mapped_column(default=24)
    horizon_days: Mapped[int] = mapped_column(default=180)
    approval_business_days: Mapped[int] = mapped_column(default=5)
    release_business_days: Mapped[int] = mapped_column(default=2)
    review_days: Mapped[int] = mapped_column(default=14)
    """So long after the end of a booking both sides can review each other."""
    no_show_minutes: Mapped[int] = mapped_column(default=10)
    """So long after the start of a day either side may say that the other did not come."""
    dispute_answer_business_days: Mapped[int] = mapped_column(default=5)
    dispute_opinion_business_days: Mapped[int] = mapped_column(default=5)
    """So long the other side of a dispute has to answer, and then the vendor to give its opinion."""
    expenses_percent: Mapped[int] = mapped_column(default=50)
    """The most that the expenses of a booking come to together, in percent of its price."""
    cancellation: Mapped[CancellationPolicy] = mapped_column(
        Choice(CancellationPolicy), default=CancellationPolicy.STANDARD
    )

    staff: Mapped[list["Staff"]] = relationship(back_populates="vendor")


class Staff(Row):
    """A person acting for a vendor."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("vendor_id", "user_id"),)

    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    roles: Mapped[frozenset[StaffRole]] = mapped_column(ChoiceSet(StaffRole))

    vendor: Mapped[Vendor] = relationship(back_populates="staff")
    user: Mapped[User] = relationship()


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


LIFECYCLE = Lifecycle(
    "invitation",
    [
        Step(
            InvitationState.OPEN, "accept", "invited person", InvitationState.ACCEPTED, "InvitationAccepted"
        ),
        Step(
            InvitationState.OPEN,
            "withdraw",
            "owner or admin",
            InvitationState.WITHDRAWN,
            "InvitationWithdrawn",
        ),
        Step(
            InvitationState.OPEN,
            "expire",
            "system",
            InvitationState.EXPIRED,
            "InvitationExpired",
            "after 14 days",
        ),
    ],
    {
        InvitationState.OPEN: "is open",
        InvitationState.ACCEPTED: "has been accepted",
        InvitationState.WITHDRAWN: "has been withdrawn",
        InvitationState.EXPIRED: "has run out",
    },
)


class Invitation(Row):
    """A seat offered by mail, in an organization or at a vendor (exactly one of the two)."""

    __tablename__ = "invitation"

    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    email: Mapped[str] = mapped_column(String(255))
    organization_roles: Mapped[frozenset[OrganizationRole] | None] = mapped_column(
        ChoiceSet(OrganizationRole)
    )
    staff_roles: Mapped[frozenset[StaffRole] | None] = mapped_column(ChoiceSet(StaffRole))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[InvitationState] = mapped_column(Choice(InvitationState), default=InvitationState.OPEN)

    organization: Mapped[Organization | None] = relationship()
    vendor: Mapped[Vendor | None] = relationship()
    invited_by: Mapped[User | None] = relationship()

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)

    @property
    def overdue(self) -> bool:
        return self.expires_at <= clock.now()

    @property
    def team(self) -> Organization | Vendor:
        """Whoever invites."""
        team = self.organization or self.vendor
        assert team is not None
        return team

    @property
    def role_words(self) -> list[str]:
        return sorted(self.organization_roles or self.staff_roles or ())
