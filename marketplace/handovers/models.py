"""Handover and its lines."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.attestations.models import Attestation
from marketplace.attestations.usage import in_words, span
from marketplace.catalog.models import Module, Product, Release
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.organizations.models import Organization, Vendor


class HandoverState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


LIFECYCLE = Lifecycle(
    "hand-over",
    [
        Step(HandoverState.OFFERED, "accept", "invited person", HandoverState.ACCEPTED, "HandoverAccepted"),
        Step(HandoverState.OFFERED, "decline", "invited person", HandoverState.DECLINED, "HandoverDeclined"),
        Step(
            HandoverState.OFFERED,
            "withdraw",
            "owner, admin or assessor",
            HandoverState.WITHDRAWN,
            "HandoverWithdrawn",
        ),
        Step(
            HandoverState.OFFERED,
            "expire",
            "system",
            HandoverState.EXPIRED,
            "HandoverExpired",
            "after 30 days",
        ),
    ],
    {
        HandoverState.OFFERED: "waits for the person's answer",
        HandoverState.ACCEPTED: "has been accepted",
        HandoverState.DECLINED: "has been declined",
        HandoverState.WITHDRAWN: "has been withdrawn",
        HandoverState.EXPIRED: "has run out",
    },
)


class Handover(Row):
    """What an organization (or the vendor: exactly one of the two) would state about somebody, if they agree.

    `consent` is the text the person agreed to, `answered_at` when. Nothing is attested before.
    """

    __tablename__ = "handover"

    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    email: Mapped[str] = mapped_column(String(255), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[HandoverState] = mapped_column(Choice(HandoverState), default=HandoverState.OFFERED)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    consent: Mapped[str] = mapped_column(Text, default="")

    organization: Mapped[Organization | None] = relationship()
    vendor: Mapped[Vendor | None] = relationship()
    offered_by: Mapped[User | None] = relationship(foreign_keys=[offered_by_id])
    lines: Mapped[list["HandoverLine"]] = relationship(
        order_by="HandoverLine.position", cascade="all, delete-orphan"
    )

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)

    @property
    def overdue(self) -> bool:
        return self.expires_at <= clock.now()

    @property
    def open(self) -> bool:
        return self.state is HandoverState.OFFERED and not self.overdue

    @property
    def team(self) -> Organization | Vendor:
        """Whoever would vouch."""
        team = self.organization or self.vendor
        assert team is not None
        return team


class HandoverLine(Part):
    """One thing that would be stated. Once answered, `attestation_id` tells whether the person took it."""

    __tablename__ = "handover_line"

    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"))
    role: Mapped[str] = mapped_column(String(120))
    first_release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    last_release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    months: Mapped[int]
    attestation_id: Mapped[int | None] = mapped_column(ForeignKey("attestation.id"))

    product: Mapped[Product] = relationship()
    module: Mapped[Module | None] = relationship()
    first_release: Mapped[Release | None] = relationship(foreign_keys=[first_release_id])
    last_release: Mapped[Release | None] = relationship(foreign_keys=[last_release_id])
    attestation: Mapped[Attestation | None] = relationship()

    @property
    def subject(self) -> str:
        """`Paydirt Payroll · Leave`."""
        return f"{self.product.name} · {self.module.name}" if self.module else self.product.name

    @property
    def sentence(self) -> str:
        """As it would be attested."""
        return in_words(self.role, self.subject, span(self.first_release, self.last_release), self.months)
