"""Expert, Experience, Language, Place."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.catalog.models import Product
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, bytewise
from marketplace.kit.countries import country_name
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money


class ProfileState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    HIDDEN = "hidden"


LIFECYCLE = Lifecycle(
    "profile",
    [
        Step(ProfileState.DRAFT, "publish", "expert", ProfileState.PUBLISHED, "ProfilePublished"),
        Step(ProfileState.HIDDEN, "publish", "expert", ProfileState.PUBLISHED, "ProfilePublished"),
        Step(ProfileState.PUBLISHED, "hide", "expert", ProfileState.HIDDEN, "ProfileHidden"),
    ],
    {
        ProfileState.DRAFT: "has not been published yet",
        ProfileState.PUBLISHED: "is already published",
        ProfileState.HIDDEN: "is already hidden",
    },
)


class Place(Part):
    """A town from the offline gazetteer (GeoNames). Coordinates in degrees."""

    __tablename__ = "place"
    __table_args__ = (Index(None, "folded"),)

    name: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(bytewise(120))
    region: Mapped[str] = mapped_column(String(10), default="")
    country: Mapped[str] = mapped_column(String(2))
    latitude: Mapped[float]
    longitude: Mapped[float]
    population: Mapped[int]
    timezone: Mapped[str] = mapped_column(String(64))

    @property
    def label(self) -> str:
        """`Hamburg, Germany`; `Springfield, MO, United States`."""
        return ", ".join(filter(None, (self.name, self.region, country_name(self.country))))


class PlaceName(Part):
    """Another name of a large town, folded: Cologne of Köln."""

    __tablename__ = "place_name"
    __table_args__ = (Index(None, "folded"), Index(None, "place_id"))

    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    folded: Mapped[str] = mapped_column(bytewise(120))


class Expert(Row):
    """A skilled user who can be booked. `slug` names the public page; both rates share one currency."""

    __tablename__ = "expert"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[ProfileState] = mapped_column(Choice(ProfileState), default=ProfileState.DRAFT)
    name: Mapped[str] = mapped_column(String(120))
    headline: Mapped[str] = mapped_column(String(140), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    photo_key: Mapped[str | None] = mapped_column(String(64))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    remote: Mapped[bool] = mapped_column(default=True)
    on_site_km: Mapped[int | None]
    timezone: Mapped[str] = mapped_column(String(64), default="Europe/Berlin")
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    day_rate_amount: Mapped[int | None]
    hour_rate_amount: Mapped[int | None]

    user: Mapped[User] = relationship()
    place: Mapped[Place | None] = relationship()
    languages: Mapped[list["Language"]] = relationship(cascade="all, delete-orphan", order_by="Language.code")
    experience: Mapped[list["Experience"]] = relationship(
        back_populates="expert", cascade="all, delete-orphan", order_by="Experience.began_on.desc()"
    )

    @property
    def day_rate(self) -> Money | None:
        return None if self.day_rate_amount is None else Money(self.day_rate_amount, self.currency)

    @property
    def hour_rate(self) -> Money | None:
        return None if self.hour_rate_amount is None else Money(self.hour_rate_amount, self.currency)

    @property
    def published(self) -> bool:
        return self.state is ProfileState.PUBLISHED

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)


class Language(Part):
    """A language an expert works in (ISO 639-1)."""

    __tablename__ = "language"
    __table_args__ = (UniqueConstraint("expert_id", "code"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(2))


class Experience(Row):
    """A past employment. Masked, others read industry and size instead of the employer's name."""

    __tablename__ = "experience"

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    employer: Mapped[str] = mapped_column(String(120))
    masked: Mapped[bool] = mapped_column(default=False)
    industry: Mapped[str] = mapped_column(String(60), default="")
    size_band: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(Text, default="")
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    began_on: Mapped[date]
    ended_on: Mapped[date | None]

    expert: Mapped[Expert] = relationship(back_populates="experience")
    product: Mapped[Product | None] = relationship()

    @property
    def shown_employer(self) -> str:
        """What everyone but the expert reads."""
        if not self.masked:
            return self.employer
        return f"{self.industry}, {self.size_band} people" if self.size_band else self.industry
