"""Blueprint: a vendor's ready-made engagement, by the outcome that a customer wants. Its skills say who can bring it about."""

from enum import StrEnum

from sqlalchemy import ForeignKey, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalog.models import Product, Skill
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice
from marketplace.kit.lifecycle import Lifecycle, Step
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
