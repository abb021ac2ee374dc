"""Attestation: somebody who can know says how long a person used what."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.attestations.usage import in_words, span
from marketplace.catalog.models import Module, Product, Release
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.organizations.models import Organization
from marketplace.registry.models import Expert


class AttestationState(StrEnum):
    STANDING = "standing"
    WITHDRAWN = "withdrawn"


LIFECYCLE = Lifecycle(
    "attestation",
    [
        Step(
            AttestationState.STANDING,
            "withdraw",
            "whoever attested",
            AttestationState.WITHDRAWN,
            "AttestationWithdrawn",
        )
    ],
    {AttestationState.STANDING: "stands", AttestationState.WITHDRAWN: "has been withdrawn"},
)


class Attestation(Row):
    """“Administrator, Payroll · Leave, releases 8.0–11.2, 26 months.”

    The vendor's staff say so, or the organization where the work was done (`organization_id`). It belongs to whoever
    owns the `email`; until they have a profile, `expert_id` is empty.
    """

    __tablename__ = "attestation"

    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id"), index=True)
    email: Mapped[str] = mapped_column(String(255), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"))
    role: Mapped[str] = mapped_column(String(120))
    first_release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    last_release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    months: Mapped[int]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    state: Mapped[AttestationState] = mapped_column(
        Choice(AttestationState), default=AttestationState.STANDING
    )
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)

    expert: Mapped[Expert | None] = relationship()
    product: Mapped[Product] = relationship()
    module: Mapped[Module | None] = relationship()
    first_release: Mapped[Release | None] = relationship(foreign_keys=[first_release_id])
    last_release: Mapped[Release | None] = relationship(foreign_keys=[last_release_id])
    organization: Mapped[Organization | None] = relationship()
    stated_by: Mapped[User | None] = relationship()

    @property
    def source(self) -> str:
        """Who vouches for it."""
        return self.organization.name if self.organization else self.product.vendor.name

    @property
    def subject(self) -> str:
        """`Paydirt Payroll · Leave`."""
        return f"{self.product.name} · {self.module.name}" if self.module else self.product.name

    @property
    def releases(self) -> str:
        """`8.0–11.2`, `since 8.0`, `up to 11.2`, or nothing."""
        return span(self.first_release, self.last_release)

    @property
    def sentence(self) -> str:
        """`Administrator, Paydirt Payroll · Leave, releases 8.0–11.2, 26 months`."""
        return in_words(self.role, self.subject, self.releases, self.months)

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
