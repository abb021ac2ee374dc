"""Claim, Evidence, Upload, Certificate."""

from datetime import date, datetime
from enum import IntEnum, StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.catalog.models import Release, Skill
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.period import add_business_days
from marketplace.registry.models import Expert


class Level(IntEnum):
    """How well somebody knows a skill."""

    ASSOCIATE = 1
    PRACTITIONER = 2
    PROFESSIONAL = 3
    EXPERT = 4

    @property
    def label(self) -> str:
        return self.name.capitalize()

    @property
    def meaning(self) -> str:
        """What somebody of that level can be left alone with."""
        return MEANINGS[self]


MEANINGS = {
    Level.ASSOCIATE: "Does everyday work in it, with somebody to ask.",
    Level.PRACTITIONER: "Does everyday work in it alone, and knows when to ask.",
    Level.PROFESSIONAL: "Sets it up and changes it for others, and answers for the result.",
    Level.EXPERT: "Is who others ask: designs with it, mends what is broken, teaches it.",
}

TARGET_BUSINESS_DAYS = 5
"""Within so many days a claim should be decided. Nothing happens when it is not, but the queue says so."""


class ClaimState(StrEnum):
    SUBMITTED = "submitted"
    CERTIFIED = "certified"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CertificateState(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


CLAIMS = Lifecycle(
    "claim",
    [
        Step(ClaimState.SUBMITTED, "certify", "assessor", ClaimState.CERTIFIED, "ClaimCertified"),
        Step(ClaimState.SUBMITTED, "decline", "assessor", ClaimState.DECLINED, "ClaimDeclined"),
        Step(ClaimState.SUBMITTED, "withdraw", "expert", ClaimState.WITHDRAWN, "ClaimWithdrawn"),
    ],
    {
        ClaimState.SUBMITTED: "waits for an assessor",
        ClaimState.CERTIFIED: "has been certified",
        ClaimState.DECLINED: "has been declined",
        ClaimState.WITHDRAWN: "has been withdrawn",
    },
)
CERTIFICATES = Lifecycle(
    "certificate",
    [
        Step(
            CertificateState.ACTIVE,
            "revoke",
            "assessor or admin",
            CertificateState.REVOKED,
            "CertificateRevoked",
        ),
        Step(
            CertificateState.ACTIVE,
            "expire",
            "system",
            CertificateState.EXPIRED,
            "CertificateExpired",
            "the day after its last day",
        ),
    ],
    {
        CertificateState.ACTIVE: "is active",
        CertificateState.EXPIRED: "has expired",
        CertificateState.REVOKED: "has been revoked",
    },
)


class Claim(Row):
    """An expert says "I know this", and shows why."""

    __tablename__ = "claim"
    __table_args__ = (Index(None, "state", "submitted_at"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), index=True)
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    level: Mapped[int]
    statement: Mapped[str] = mapped_column(Text)
    state: Mapped[ClaimState] = mapped_column(Choice(ClaimState), default=ClaimState.SUBMITTED)
    submitted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    expert: Mapped[Expert] = relationship()
    skill: Mapped[Skill] = relationship()
    release: Mapped[Release | None] = relationship()
    decided_by: Mapped[User | None] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="claim", order_by="Evidence.id")

    @property
    def answer_by(self) -> datetime:
        """When the expert can expect a decision."""
        return add_business_days(self.submitted_at, TARGET_BUSINESS_DAYS)

    @property
    def named_level(self) -> Level:
        return Level(self.level)

    def become(self, verb: str) -> None:
        self.state = CLAIMS.after(self.state, verb)


class EvidenceKind(StrEnum):
    TEXT = "text"
    LINK = "link"
    FILE = "file"


class Evidence(Row):
    """One piece that supports a claim. `file_key` names the file in the storage; `media_type` was sniffed."""

    __tablename__ = "evidence"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    kind: Mapped[EvidenceKind] = mapped_column(Choice(EvidenceKind))
    text: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str | None] = mapped_column(String(2000))
    file_key: Mapped[str | None] = mapped_column(String(64))
    file_name: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(80))
    size: Mapped[int | None]

    claim: Mapped[Claim] = relationship(back_populates="evidence")


class Upload(Row):
    """A file that was checked and stored, and waits for its claim to be submitted. Dropped after a day."""

    __tablename__ = "upload"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    file_key: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]


class Certificate(Row):
    """Staff's decision that an expert knows a skill, from `starts_on` through `expires_on` (days in UTC)."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index(None, "expert_id", "state"),
        Index(None, "skill_id", "state", "level"),
        Index(None, "state", "expires_on"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), unique=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"))
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    level: Mapped[int]
    state: Mapped[CertificateState] = mapped_column(Choice(CertificateState), default=CertificateState.ACTIVE)
    starts_on: Mapped[date]
    expires_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    revoked_reason: Mapped[str | None] = mapped_column(Text)

    claim: Mapped[Claim] = relationship()
    expert: Mapped[Expert] = relationship()
    skill: Mapped[Skill] = relationship()
    release: Mapped[Release | None] = relationship()

    @property
    def named_level(self) -> Level:
        return Level(self.level)

    def become(self, verb: str) -> None:
        self.state = CERTIFICATES.after(self.state, verb)

    def live_on(self, day: date) -> bool:
        """Counts on that day."""
        return self.state is CertificateState.ACTIVE and self.starts_on <= day <= self.expires_on
