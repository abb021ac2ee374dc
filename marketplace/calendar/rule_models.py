"""BookingRule, OtherHours, Holiday: what an expert sets beside weekly hours and days off."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db.base import Base, Part, Row


class BookingRule(Base):
    """How an expert lets themselves be booked. None means: as the vendor has it, or without a limit."""

    __tablename__ = "booking_rule"
    __table_args__ = (CheckConstraint("week_days BETWEEN 1 AND 6", name="week_days"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True)
    at_once: Mapped[bool] = mapped_column(default=False)
    """Books without being asked: free days are held at once, for a short while, until they are paid."""
    notice_hours: Mapped[int | None]
    horizon_days: Mapped[int | None]
    week_days: Mapped[int | None] = mapped_column(SmallInteger)
    """At most so many days from Monday to Sunday, held and booked together."""
    country: Mapped[str] = mapped_column(String(2), default="")
    """Whose public holidays are off; empty for none. So `region`, one of the country's parts or empty."""
    region: Mapped[str] = mapped_column(String(24), default="")
    holidays_through: Mapped[date | None]
    """Up to this day the holidays have been written down."""


class OtherHours(Row):
    """A date on which other hours are worked than its weekday's: an extra day, a short one. `stretches` are earliest first."""

    __tablename__ = "other_hours"
    __table_args__ = (UniqueConstraint("expert_id", "on"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    on: Mapped[date]
    stretches: Mapped[list[list[int]]] = mapped_column(JSON)


class Holiday(Part):
    """A public holiday of the expert's country. `works` when they have said that they work on it all the same."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("expert_id", "on"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    on: Mapped[date]
    name: Mapped[str] = mapped_column(String(120))
    works: Mapped[bool] = mapped_column(default=False)
