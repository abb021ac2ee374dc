"""Product, Module, Release, Topic, Skill, Synonym."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db.base import Row
from marketplace.db.types import UTCDateTime
from marketplace.kit import clock
from marketplace.organizations.models import Vendor


class Retirable:
    """No longer offered once retired; restored, it is again. Doing either twice changes nothing."""

    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    def retire(self) -> None:
        self.retired_at = self.retired_at or clock.now()

    def restore(self) -> None:
        self.retired_at = None


class Product(Retirable, Row):
    """A piece of software that a vendor sells."""

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("vendor_id", "slug"),)

    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(64))
    summary: Mapped[str] = mapped_column(String(240), default="")
    about: Mapped[str] = mapped_column(Text, default="")

    vendor: Mapped[Vendor] = relationship()
    modules: Mapped[list["Module"]] = relationship(back_populates="product", order_by="Module.name")
    releases: Mapped[list["Release"]] = relationship(
        back_populates="product", order_by="Release.released_on.desc(), Release.id.desc()"
    )
    skills: Mapped[list["Skill"]] = relationship(back_populates="product")


class Module(Retirable, Row):
    """A part of a product that people specialise in."""

    __tablename__ = "module"
    __table_args__ = (UniqueConstraint("product_id", "slug"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(64))
    summary: Mapped[str] = mapped_column(String(240), default="")

    product: Mapped[Product] = relationship(back_populates="modules")


class Release(Row):
    """A published version of a product."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("product_id", "version"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    version: Mapped[str] = mapped_column(String(40))
    released_on: Mapped[date]
    major: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[str] = mapped_column(Text, default="")

    product: Mapped[Product] = relationship(back_populates="releases")
    topics: Mapped[list["Topic"]] = relationship(
        back_populates="release",
        order_by="Topic.position, Topic.id",
        primaryjoin="and_(Topic.release_id == Release.id, Topic.dropped_at.is_(None))",
    )
    """What it changed, without what has been dropped from the list."""


class Topic(Row):
    """One thing that a release changed, for the whole product or one module: what renewals ask about.

    It is never deleted, since answers refer to it: it is dropped, and then no longer listed or asked about.
    """

    __tablename__ = "topic"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    about: Mapped[str] = mapped_column(Text, default="")
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    release: Mapped[Release] = relationship(back_populates="topics")
    module: Mapped[Module | None] = relationship()

    @property
    def area(self) -> str:
        """`Leave`, or `The whole product`."""
        return self.module.name if self.module else "The whole product"

    def concerns(self, skill: "Skill") -> bool:
        """Whether somebody with that skill has to know it. Who knows the whole product has to know everything."""
        return skill.module_id is None or self.module_id in (None, skill.module_id)


class Skill(Row):
    """What a claim and a certificate are about: a whole product (`module` is None) or one module."""

    __tablename__ = "skill"
    __table_args__ = (UniqueConstraint("product_id", "module_id"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"), index=True)

    product: Mapped[Product] = relationship(back_populates="skills")
    module: Mapped[Module | None] = relationship()

    @property
    def name(self) -> str:
        """`Paydirt Payroll` or `Paydirt Payroll · Leave`."""
        return f"{self.product.name} · {self.module.name}" if self.module else self.product.name

    @property
    def vendor_id(self) -> int:
        return self.product.vendor_id

    @property
    def retired(self) -> bool:
        return bool(self.product.retired_at or (self.module and self.module.retired_at))


class Synonym(Row):
    """Another name by which customers call a product, or one of its modules. A vendor's phrase means one thing."""

    __tablename__ = "synonym"
    __table_args__ = (UniqueConstraint("vendor_id", "folded"),)

    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"))
    phrase: Mapped[str] = mapped_column(String(80))
    folded: Mapped[str] = mapped_column(String(80))

    product: Mapped[Product] = relationship()
    module: Mapped[Module | None] = relationship()
