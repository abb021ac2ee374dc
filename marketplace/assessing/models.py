"""Assessment, Score, Appeal, Tie."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.certification.models import Certificate, Claim
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.organizations.models import Organization
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Criterion
from marketplace.registry.models import Expert


class AssessmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    LEFT = "left"


class AppealState(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    CERTIFY = "certify"
    DECLINE = "decline"


class Seat(StrEnum):
    """As what somebody looks at a claim. FIRST and SECOND do not see each other's findings; RESOLVING sees both."""

    FIRST = "first"
    SECOND = "second"
    RESOLVING = "resolving"


ASSESSMENTS = Lifecycle(
    "assessment",
    [
        Step(AssessmentState.OPEN, "decide", "assessor", AssessmentState.DONE, "AssessmentDone"),
        Step(AssessmentState.OPEN, "leave", "assessor or admin", AssessmentState.LEFT, "AssessmentLeft"),
    ],
    {
        AssessmentState.OPEN: "is open",
        AssessmentState.DONE: "is done",
        AssessmentState.LEFT: "has been handed back",
    },
)
APPEALS = Lifecycle(
    "appeal",
    [
        Step(AppealState.OPEN, "grant", "another assessor", AppealState.GRANTED, "AppealGranted"),
        Step(AppealState.OPEN, "dismiss", "another assessor", AppealState.DISMISSED, "AppealDismissed"),
        Step(AppealState.OPEN, "withdraw", "expert", AppealState.WITHDRAWN, "AppealWithdrawn"),
    ],
    {
        AppealState.OPEN: "is open",
        AppealState.GRANTED: "has been granted",
        AppealState.DISMISSED: "has been dismissed",
        AppealState.WITHDRAWN: "has been withdrawn",
    },
)


class Assessment(Row):
    """One assessor looks at one claim. Scores are kept as they are typed, so that nothing is lost before the decision."""

    __tablename__ = "assessment"
    __table_args__ = (Index(None, "assessor_id", "state"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    seat: Mapped[Seat] = mapped_column(Choice(Seat))
    state: Mapped[AssessmentState] = mapped_column(Choice(AssessmentState), default=AssessmentState.OPEN)
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verdict: Mapped[Verdict | None] = mapped_column(Choice(Verdict))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    claim: Mapped[Claim] = relationship()
    assessor: Mapped[User] = relationship()
    scores: Mapped[list["Score"]] = relationship(back_populates="assessment", cascade="all, delete-orphan")

    @property
    def named_level(self) -> Level | None:
        return Level(self.level) if self.level else None

    @property
    def finding(self) -> tuple[Verdict | None, int | None]:
        """What two assessors have to agree on."""
        return self.verdict, self.level

    def become(self, verb: str) -> None:
        self.state = ASSESSMENTS.after(self.state, verb)


class Score(Part):
    """The level that the evidence shows by one criterion (0: not shown, None: only a note so far), and why."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("assessment_id", "criterion_id"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    level: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")

    assessment: Mapped[Assessment] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship()


class Appeal(Row):
    """The expert asks for another pair of eyes: on a claim that was declined, or a certificate that was revoked."""

    __tablename__ = "appeal"

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    """The revoked certificate; None when the claim was declined."""
    statement: Mapped[str] = mapped_column(Text)
    state: Mapped[AppealState] = mapped_column(Choice(AppealState), default=AppealState.OPEN)
    filed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    expert: Mapped[Expert] = relationship()
    claim: Mapped[Claim] = relationship()
    certificate: Mapped[Certificate | None] = relationship()
    decided_by: Mapped[User | None] = relationship()

    def become(self, verb: str) -> None:
        self.state = APPEALS.after(self.state, verb)


class Tie(Row):
    """The organization has booked the expert, so its people do not assess them."""

    __tablename__ = "tie"
    __table_args__ = (UniqueConstraint("expert_id", "organization_id"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))

    organization: Mapped[Organization] = relationship()
