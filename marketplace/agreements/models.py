"""AgreementTemplate, Agreement, Acceptance, SealKey."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.amendments.models import Amendment
from marketplace.bookings.models import Booking, Side
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.organizations.models import Vendor

LONGEST_NAME = 255


class TemplateState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"


class Consent(StrEnum):
    """How somebody agreed: by acting at that moment, or beforehand."""

    ACT = "act"
    RULE = "rule"
    PROPOSAL = "proposal"

    @property
    def said(self) -> str:
        """What follows the name, empty for acting."""
        return {
            Consent.RULE: "by letting customers book at once",
            Consent.PROPOSAL: "by proposing what the other side accepted",
        }.get(self, "")


S = TemplateState
TEMPLATES = Lifecycle(
    "agreement text",
    [
        Step(S.DRAFT, "publish", "admin", S.PUBLISHED, "TemplatePublished"),
        Step(
            S.PUBLISHED,
            "replace",
            "system",
            S.REPLACED,
            "TemplatePublished",
            "when the next version is published",
        ),
    ],
    {
        S.DRAFT: "is a draft",
        S.PUBLISHED: "is published",
        S.REPLACED: "has been replaced by a newer version",
    },
)


class AgreementTemplate(Row):
    """One version of a vendor's text. Versions count from 1; what is published never changes again."""

    __tablename__ = "agreement_template"
    __table_args__ = (UniqueConstraint("vendor_id", "number"),)

    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    number: Mapped[int]
    state: Mapped[TemplateState] = mapped_column(Choice(TemplateState), default=S.DRAFT)
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    vendor: Mapped[Vendor] = relationship()
    published_by: Mapped[User | None] = relationship()

    def become(self, verb: str) -> None:
        self.state = TEMPLATES.after(self.state, verb)


class Agreement(Row):
    """One version of a booking's agreement: `source` filled with its facts. Nothing of it changes but the sealed file.

    `template_number` is the version of the vendor's text, 0 for the standard one. `text_hash` is the SHA-256 of `text`
    in UTF-8, in hexadecimal digits.
    """

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("booking_id", "number"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    number: Mapped[int]
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"))
    template_number: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    file_key: Mapped[str | None] = mapped_column(String(20))

    booking: Mapped[Booking] = relationship()
    amendment: Mapped[Amendment | None] = relationship()
    acceptances: Mapped[list["Acceptance"]] = relationship(
        back_populates="agreement", order_by="Acceptance.id"
    )

    @property
    def binding(self) -> bool:
        """Both sides have agreed."""
        return {one.side for one in self.acceptances} == set(Side)

    def accepted_by(self, side: Side) -> "Acceptance | None":
        return next((one for one in self.acceptances if one.side is side), None)


class Acceptance(Row):
    """A person agreed for a side, at that moment, to the text of that hash. `name` is what they were called then."""

    __tablename__ = "acceptance"
    __table_args__ = (UniqueConstraint("agreement_id", "side"),)

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    side: Mapped[Side] = mapped_column(Choice(Side))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    accepted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    text_hash: Mapped[str] = mapped_column(String(64))
    consent: Mapped[Consent] = mapped_column(Choice(Consent), default=Consent.ACT)

    agreement: Mapped[Agreement] = relationship(back_populates="acceptances")
    user: Mapped[User] = relationship()


class SealKey(Row):
    """What a vendor's agreements are signed with: an ECDSA key on P-256, encrypted (`badges.vault`), and its certificate (PEM)."""

    __tablename__ = "seal_key"

    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), unique=True)
    certificate: Mapped[str] = mapped_column(Text)
    sealed: Mapped[str] = mapped_column(Text)

    vendor: Mapped[Vendor] = relationship()
