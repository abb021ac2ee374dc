"""Claim, Question, TopicAnswer, Certificate, Renewal."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.catalog.models import Release, Skill, Topic
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.evidence.models import Evidence
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.period import add_business_days
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric
from marketplace.registry.models import Expert


class ClaimState(StrEnum):
    SUBMITTED = "submitted"
    ASKED = "asked"
    CERTIFIED = "certified"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CertificateState(StrEnum):
    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


CLAIMS = Lifecycle(
    "claim",
    [
        Step(ClaimState.SUBMITTED, "ask", "assessor", ClaimState.ASKED, "ClaimQuestioned"),
        Step(ClaimState.ASKED, "answer", "expert", ClaimState.SUBMITTED, "ClaimAnswered"),
        Step(ClaimState.SUBMITTED, "certify", "assessor", ClaimState.CERTIFIED, "ClaimCertified"),
        Step(ClaimState.SUBMITTED, "decline", "assessor", ClaimState.DECLINED, "ClaimDeclined"),
        Step(ClaimState.SUBMITTED, "withdraw", "expert", ClaimState.WITHDRAWN, "ClaimWithdrawn"),
        Step(ClaimState.ASKED, "withdraw", "expert", ClaimState.WITHDRAWN, "ClaimWithdrawn"),
        Step(
            ClaimState.ASKED,
            "lapse",
            "system",
            ClaimState.WITHDRAWN,
            "ClaimLapsed",
            "after 30 days without an answer",
        ),
        Step(
            ClaimState.DECLINED,
            "grant",
            "another assessor, on appeal",
            ClaimState.CERTIFIED,
            "ClaimCertified",
        ),
    ],
    {
        ClaimState.SUBMITTED: "waits for an assessor",
        ClaimState.ASKED: "waits for the expert's answer",
        ClaimState.CERTIFIED: "has been certified",
        ClaimState.DECLINED: "has been declined",
        ClaimState.WITHDRAWN: "has been withdrawn",
    },
)

C = CertificateState
STAFF = "assessor or admin"
CERTIFICATES = Lifecycle(
    "certificate",
    [
        Step(C.ACTIVE, "warn", "system", C.EXPIRING, "CertificateExpiring", "90 days before its last day"),
        Step(C.EXPIRING, "prolong", "system", C.ACTIVE, "CertificateProlonged", "when its end moves away"),
        Step(C.ACTIVE, "expire", "system", C.EXPIRED, "CertificateExpired", "the day after its last day"),
        Step(C.EXPIRING, "expire", "system", C.EXPIRED, "CertificateExpired", "the day after its last day"),
        Step(C.SUSPENDED, "expire", "system", C.EXPIRED, "CertificateExpired", "the day after its last day"),
        Step(C.ACTIVE, "suspend", STAFF, C.SUSPENDED, "CertificateSuspended"),
        Step(C.EXPIRING, "suspend", STAFF, C.SUSPENDED, "CertificateSuspended"),
        Step(C.SUSPENDED, "reinstate", STAFF, C.ACTIVE, "CertificateReinstated"),
        Step(C.ACTIVE, "revoke", STAFF, C.REVOKED, "CertificateRevoked"),
        Step(C.EXPIRING, "revoke", STAFF, C.REVOKED, "CertificateRevoked"),
        Step(C.SUSPENDED, "revoke", STAFF, C.REVOKED, "CertificateRevoked"),
        Step(C.ACTIVE, "supersede", "assessor, by a newer one", C.SUPERSEDED, "CertificateSuperseded"),
        Step(C.EXPIRING, "supersede", "assessor, by a newer one", C.SUPERSEDED, "CertificateSuperseded"),
    ],
    {
        C.ACTIVE: "is active",
        C.EXPIRING: "is about to expire",
        C.EXPIRED: "has expired",
        C.SUSPENDED: "is suspended",
        C.REVOKED: "has been revoked",
        C.SUPERSEDED: "has been superseded by a newer one",
    },
)
LIVE = (C.ACTIVE, C.EXPIRING)
"""The states in which a certificate counts, between its days."""


class Claim(Row):
    """An expert says "I know this", and shows why. It is judged by the version of the rubric that the expert read."""

    __tablename__ = "claim"
    __table_args__ = (Index(None, "state", "counted_from"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), index=True)
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    level: Mapped[int]
    statement: Mapped[str] = mapped_column(Text)
    state: Mapped[ClaimState] = mapped_column(Choice(ClaimState), default=ClaimState.SUBMITTED)
    submitted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    counted_from: Mapped[datetime] = mapped_column(UTCDateTime)
    """When it was submitted, later by what the expert took to answer questions: its age counts from here."""
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    opinions: Mapped[int] = mapped_column(default=1)
    """How many assessors have to look at it, each for themselves."""
    sampled: Mapped[bool] = mapped_column(default=False)
    """Whether the second of them comes from the vendor's sample rather than from the programme."""

    expert: Mapped[Expert] = relationship()
    skill: Mapped[Skill] = relationship()
    release: Mapped[Release | None] = relationship()
    rubric: Mapped[Rubric] = relationship()
    decided_by: Mapped[User | None] = relationship()
    evidence: Mapped[list[Evidence]] = relationship(order_by="Evidence.id")
    questions: Mapped[list["Question"]] = relationship(back_populates="claim", order_by="Question.id")
    topic_answers: Mapped[list["TopicAnswer"]] = relationship(order_by="TopicAnswer.id")
    renewal: Mapped["Renewal | None"] = relationship(back_populates="claim")

    @property
    def answer_by(self) -> datetime:
        """When the expert can expect a decision. While a question is open, that moves on."""
        waiting = self.open_question.waited if self.open_question else timedelta()
        return add_business_days(self.counted_from + waiting, self.skill.product.vendor.review_business_days)

    @property
    def named_level(self) -> Level:
        return Level(self.level)

    @property
    def open_question(self) -> "Question | None":
        """What the expert has to answer before it goes on."""
        return next((one for one in self.questions if one.answered_at is None), None)

    def become(self, verb: str) -> None:
        self.state = CLAIMS.after(self.state, verb)


class Question(Row):
    """An assessor asks, the expert answers; meanwhile the clock of the claim stands still."""

    __tablename__ = "question"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    claim: Mapped[Claim] = relationship(back_populates="questions")
    asked_by: Mapped[User] = relationship()

    @property
    def waited(self) -> timedelta:
        """How long the expert took, or has taken by now."""
        return (self.answered_at or clock.now()) - self.asked_at


class TopicAnswer(Part):
    """What somebody who renews says about one thing that changed since the release they were certified on."""

    __tablename__ = "topic_answer"
    __table_args__ = (UniqueConstraint("claim_id", "topic_id"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    text: Mapped[str] = mapped_column(Text)

    topic: Mapped[Topic] = relationship()


class Certificate(Row):
    """Staff's decision that an expert knows a skill, from `starts_on` through `expires_on` (days in UTC)."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index(None, "expert_id", "state"),
        Index(None, "skill_id", "state", "level"),
        Index(None, "state", "expires_on"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"))
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    level: Mapped[int]
    state: Mapped[CertificateState] = mapped_column(Choice(CertificateState), default=CertificateState.ACTIVE)
    starts_on: Mapped[date]
    expires_on: Mapped[date]
    latest_on: Mapped[date]
    """The end by months alone; `expires_on` may come before it, with a major release."""
    until_major: Mapped[bool] = mapped_column(default=False)
    grace_days: Mapped[int] = mapped_column(default=90)
    reason: Mapped[str] = mapped_column(Text)
    warned_days: Mapped[int | None]
    """The last warning that went out: so many days before the end."""
    suspended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    suspended_reason: Mapped[str | None] = mapped_column(Text)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    revoked_reason: Mapped[str | None] = mapped_column(Text)
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))

    claim: Mapped[Claim] = relationship()
    expert: Mapped[Expert] = relationship()
    skill: Mapped[Skill] = relationship()
    release: Mapped[Release | None] = relationship()
    superseded_by: Mapped["Certificate | None"] = relationship(remote_side="Certificate.id")

    @property
    def named_level(self) -> Level:
        return Level(self.level)

    def become(self, verb: str) -> None:
        self.state = CERTIFICATES.after(self.state, verb)

    def live_on(self, day: date) -> bool:
        """Counts on that day."""
        return self.state in LIVE and self.starts_on <= day <= self.expires_on


class Renewal(Part):
    """The claim asks to renew this certificate."""

    __tablename__ = "renewal"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), unique=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)

    claim: Mapped[Claim] = relationship(back_populates="renewal")
    certificate: Mapped[Certificate] = relationship()
