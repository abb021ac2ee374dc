"""Programme, Rubric, Criterion, Descriptor, Terms."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.catalog.models import Skill
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, ChoiceSet, UTCDateTime
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.levels import Level


class RubricState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"


RUBRICS = Lifecycle(
    "rubric",
    [
        Step(RubricState.DRAFT, "publish", "admin", RubricState.PUBLISHED, "RubricPublished"),
        Step(
            RubricState.PUBLISHED,
            "replace",
            "system",
            RubricState.REPLACED,
            "RubricPublished",
            "when the next version is published",
        ),
    ],
    {
        RubricState.DRAFT: "is a draft",
        RubricState.PUBLISHED: "is published",
        RubricState.REPLACED: "has been replaced by a newer version",
    },
)


class Programme(Row):
    """How a vendor certifies one skill. What it asks stands in its rubric, version by version."""

    __tablename__ = "programme"

    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), unique=True)

    skill: Mapped[Skill] = relationship()
    rubrics: Mapped[list["Rubric"]] = relationship(back_populates="programme", order_by="Rubric.number")

    @property
    def current(self) -> "Rubric":
        """The published version. There always is one, from the first on."""
        return next(one for one in self.rubrics if one.state is RubricState.PUBLISHED)

    @property
    def draft(self) -> "Rubric | None":
        """The next version, while it is being written."""
        return next((one for one in self.rubrics if one.state is RubricState.DRAFT), None)

    @property
    def published(self) -> list["Rubric"]:
        """Every version that holds or held, newest first."""
        return [one for one in reversed(self.rubrics) if one.state is not RubricState.DRAFT]


class Rubric(Row):
    """One version of what is asked. Once published it never changes: decisions name the version they used."""

    __tablename__ = "rubric"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    state: Mapped[RubricState] = mapped_column(Choice(RubricState), default=RubricState.DRAFT)
    changes: Mapped[str] = mapped_column(Text, default="")
    """What is new in this version, in the words of whoever wrote it."""
    about: Mapped[str] = mapped_column(Text, default="")
    """What the programme is for, as its page begins."""
    revision: Mapped[int] = mapped_column(default=0)
    """How often the draft has been saved, so that nobody saves over what they have not seen."""
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    programme: Mapped[Programme] = relationship(back_populates="rubrics")
    published_by: Mapped[User | None] = relationship()
    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="rubric", order_by="Criterion.position", cascade="all, delete-orphan"
    )
    terms: Mapped[list["Terms"]] = relationship(
        back_populates="rubric", order_by="Terms.level", cascade="all, delete-orphan"
    )

    def become(self, verb: str) -> None:
        self.state = RUBRICS.after(self.state, verb)

    def terms_of(self, level: Level) -> "Terms | None":
        """What holds for that level; None where the programme does not give it."""
        return next((one for one in self.terms if one.level == level), None)

    @property
    def levels(self) -> list[Level]:
        """Those that can be claimed, lowest first."""
        return [one.named_level for one in self.terms]

    @property
    def standard(self) -> bool:
        """Nobody wrote it: it is the one that holds until the vendor writes its own."""
        return self.published_by_id is None and self.state is not RubricState.DRAFT


class Criterion(Row):
    """One thing that assessors look for."""

    __tablename__ = "criterion"

    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text, default="")

    rubric: Mapped[Rubric] = relationship(back_populates="criteria")
    descriptors: Mapped[list["Descriptor"]] = relationship(
        order_by="Descriptor.level", cascade="all, delete-orphan"
    )

    def looks_like(self, level: Level) -> str:
        """What the level looks like by this criterion; empty when nobody wrote it down."""
        return next((one.text for one in self.descriptors if one.level == level), "")


class Descriptor(Part):
    """What one level looks like by one criterion."""

    __tablename__ = "descriptor"
    __table_args__ = (UniqueConstraint("criterion_id", "level"),)

    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    level: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class Terms(Part):
    """What a level asks and gives. Levels without a row are not given.

    A certificate lasts `months`. With `until_major` it ends `grace_days` after the next major release instead, and
    after `months` at the latest.
    """

    __tablename__ = "programme_terms"
    __table_args__ = (UniqueConstraint("rubric_id", "level"),)

    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    level: Mapped[int]
    kinds: Mapped[frozenset[EvidenceKind]] = mapped_column(ChoiceSet(EvidenceKind), default=frozenset())
    months: Mapped[int] = mapped_column(default=12)
    until_major: Mapped[bool] = mapped_column(default=False)
    grace_days: Mapped[int] = mapped_column(default=90)
    assessors: Mapped[int] = mapped_column(default=1)

    rubric: Mapped[Rubric] = relationship(back_populates="terms")

    @property
    def named_level(self) -> Level:
        return Level(self.level)
