"""Evidence and where it comes from: Upload, Reference, Work."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.attestations.models import Attestation, AttestationState
from marketplace.catalog.models import Release, Skill
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.organizations.models import Organization
from marketplace.programmes.kinds import EvidenceKind
from marketplace.registry.models import Expert


class ReferenceState(StrEnum):
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    RETRACTED = "retracted"


REFERENCES = Lifecycle(
    "reference",
    [
        Step(ReferenceState.ASKED, "give", "referee", ReferenceState.GIVEN, "ReferenceGiven"),
        Step(ReferenceState.ASKED, "refuse", "referee", ReferenceState.REFUSED, "ReferenceRefused"),
        Step(ReferenceState.ASKED, "withdraw", "expert", ReferenceState.WITHDRAWN, "ReferenceWithdrawn"),
        Step(
            ReferenceState.ASKED,
            "expire",
            "system",
            ReferenceState.EXPIRED,
            "ReferenceExpired",
            "after 21 days",
        ),
        Step(ReferenceState.GIVEN, "retract", "referee", ReferenceState.RETRACTED, "ReferenceRetracted"),
    ],
    {
        ReferenceState.ASKED: "waits for the referee",
        ReferenceState.GIVEN: "has been given",
        ReferenceState.REFUSED: "has been refused by the referee",
        ReferenceState.WITHDRAWN: "has been withdrawn",
        ReferenceState.EXPIRED: "was not answered in time",
        ReferenceState.RETRACTED: "has been taken back by the referee",
    },
)


class Reference(Row):
    """A referee is asked by mail what they can say about somebody's work; they need no account.

    `nonce` is what makes a mailed link work once: the answer gives it a new value, which only the receipt knows.
    """

    __tablename__ = "reference"
    __table_args__ = (Index(None, "state", "expires_at"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(255))
    relation: Mapped[str] = mapped_column(String(200))
    """How the expert says they know each other."""
    state: Mapped[ReferenceState] = mapped_column(Choice(ReferenceState), default=ReferenceState.ASKED)
    nonce: Mapped[str | None] = mapped_column(String(40))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    position: Mapped[str] = mapped_column(String(200), default="")
    """What the referee was to the expert, in the referee's words."""
    text: Mapped[str] = mapped_column(Text, default="")

    expert: Mapped[Expert] = relationship()
    skill: Mapped[Skill] = relationship()

    @property
    def domain(self) -> str:
        """Where the referee reads mail, which says something about who they are."""
        return self.email.rpartition("@")[2]

    def become(self, verb: str) -> None:
        self.state = REFERENCES.after(self.state, verb)


class Work(Row):
    """Hours that a customer approved: evidence that needs nobody's word. `booking` is the booking's ref."""

    __tablename__ = "work"
    __table_args__ = (Index(None, "expert_id", "skill_id"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"))
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    booking: Mapped[str] = mapped_column(String(12), unique=True)
    minutes: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]
    approved_at: Mapped[datetime] = mapped_column(UTCDateTime)

    expert: Mapped[Expert] = relationship()
    skill: Mapped[Skill] = relationship()
    release: Mapped[Release | None] = relationship()
    organization: Mapped[Organization] = relationship()


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
    reference_id: Mapped[int | None] = mapped_column(ForeignKey("reference.id"), index=True)
    attestation_id: Mapped[int | None] = mapped_column(ForeignKey("attestation.id"), index=True)
    work_id: Mapped[int | None] = mapped_column(ForeignKey("work.id"), index=True)
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    """The piece of an earlier claim that a renewal brought along, because it is still true."""

    reference: Mapped[Reference | None] = relationship()
    attestation: Mapped[Attestation | None] = relationship()
    work: Mapped[Work | None] = relationship()

    @property
    def holds(self) -> bool:
        """Whether it speaks for anything: a referee has to have answered, an attestation to stand."""
        if self.reference:
            return self.reference.state is ReferenceState.GIVEN
        if self.attestation:
            return self.attestation.state is AttestationState.STANDING
        return True


class Upload(Row):
    """A file that was checked and stored, and waits for its claim to be submitted. Dropped after a day."""

    __tablename__ = "upload"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    file_key: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
