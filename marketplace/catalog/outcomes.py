"""Blueprint: a vendor's ready-made engagement, by the outcome that a customer wants. Its skills say who can bring it about."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.catalog.models import Product, Skill
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money
from marketplace.organizations.models import Vendor


class BlueprintState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


BLUEPRINTS = Lifecycle(
    "blueprint",
    [
        Step(BlueprintState.DRAFT, "publish", "admin", BlueprintState.PUBLISHED, "BlueprintPublished"),
        Step(BlueprintState.PUBLISHED, "retire", "admin", BlueprintState.RETIRED, "BlueprintRetired"),
        Step(BlueprintState.RETIRED, "restore", "admin", BlueprintState.PUBLISHED, "BlueprintRestored"),
    ],
    {
        BlueprintState.DRAFT: "is a draft",
        BlueprintState.PUBLISHED: "is published",
        BlueprintState.RETIRED: "is retired",
    },
)


class Blueprint(Row):
    """`title` is the outcome in the customer's words, "Close the payroll year"; `wordings` are other ways to say it, one a line."""

    __tablename__ = "blueprint"
    __table_args__ = (UniqueConstraint("vendor_id", "slug"),)

    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    slug: Mapped[str] = mapped_column(String(64))
    state: Mapped[BlueprintState] = mapped_column(Choice(BlueprintState), default=BlueprintState.DRAFT)
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(240), default="")
    wordings: Mapped[str] = mapped_column(Text, default="")
    days: Mapped[int | None]
    """How many working days it takes as a rule."""
    days_a_week: Mapped[int | None]
    hours_a_day: Mapped[int | None]
    call_minutes: Mapped[int | None]
    """One call of that length instead of days."""
    deliverables: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """What is handed over: `title`, and `accepted_when`, by which the customer tells that it is done."""
    checklist: Mapped[str] = mapped_column(Text, default="")
    """What has to be there before the first day, one a line."""
    price_from: Mapped[int | None] = mapped_column(BigInteger)
    """For a day, or an hour of a call, in minor units of `price_currency`, like `price_to`: a guide, not a price."""
    price_to: Mapped[int | None] = mapped_column(BigInteger)
    price_currency: Mapped[str] = mapped_column(String(3), default="EUR")

    vendor: Mapped[Vendor] = relationship()
    needs: Mapped[list["NeededSkill"]] = relationship(
        cascade="all, delete-orphan", order_by="NeededSkill.position"
    )

    @property
    def address(self) -> str:
        """`ledgerline/close-the-payroll-year`, as a search names it."""
        return f"{self.vendor.slug}/{self.slug}"

    @property
    def said(self) -> list[str]:
        """Every way to say it, the title first."""
        return [self.title, *self.wordings.splitlines()]

    @property
    def price_guide(self) -> tuple[Money, Money] | None:
        """From and to, for a day; for an hour where it is a call."""
        if self.price_from is None or self.price_to is None:
            return None
        return Money(self.price_from, self.price_currency), Money(self.price_to, self.price_currency)

    @property
    def published(self) -> bool:
        return self.state is BlueprintState.PUBLISHED

    @property
    def products(self) -> list[Product]:
        """Whose skills it takes, each once."""
        return list(dict.fromkeys(one.skill.product for one in self.needs))

    def become(self, verb: str) -> None:
        self.state = BLUEPRINTS.after(self.state, verb)


class NeededSkill(Part):
    """A skill that the outcome takes, at that level (1 to 4) or a higher one. Whoever has all of them is found by it."""

    __tablename__ = "blueprint_skill"
    __table_args__ = (UniqueConstraint("blueprint_id", "skill_id"),)

    blueprint_id: Mapped[int] = mapped_column(ForeignKey("blueprint.id", ondelete="CASCADE"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), index=True)
    level: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(SmallInteger)

    skill: Mapped[Skill] = relationship()


class BlueprintDraft(Part):
    """A change of a published blueprint as somebody typed it (`plans.Plan`), until it is published or discarded."""

    __tablename__ = "blueprint_draft"

    blueprint_id: Mapped[int] = mapped_column(ForeignKey("blueprint.id", ondelete="CASCADE"), unique=True)
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    author: Mapped[User | None] = relationship()


class BlueprintVersion(Part):
    """A blueprint as customers could read it from then on, in words alone (`catalog.contents`); never changed."""

    __tablename__ = "blueprint_version"
    __table_args__ = (UniqueConstraint("blueprint_id", "number"),)

    blueprint_id: Mapped[int] = mapped_column(ForeignKey("blueprint.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    published_by: Mapped[User | None] = relationship()
