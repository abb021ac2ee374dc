"""What search reads, kept aside: Offer, OpenWeek, OddDay, CallDay, Card, Document, EmployerName, Rebuild.

All of it is a projection: built from the truth by `projection`, within the transaction that changes the truth. Days are counted as
ordinals (`date.toordinal`) and months as `year * 12 + month - 1`, since whole numbers compare the same way on every engine.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db.base import Base, Part
from marketplace.db.types import UTCDateTime

MONTHS = 12
"""Columns of days, one for each month of the year; `since_month` says from which month on they hold."""


class Offer(Base):
    """One live certificate of a published expert, with all that a search narrows by: one range of rows answers a query.

    The rows lie in the order of the key (on PostgreSQL since all were last built anew): those of a product side by side, of these
    those of whoever works remotely, and of the others those of one `band` of latitudes (`sphere`). What is looked at first comes
    first in the row: engines read it from the left. `d0` … `d11` hold January to December: bit
    n is set when the expert is not free on day n + 1 of that month. `w0` … `w6` are the minutes worked on Monday to Sunday,
    `s0` … `s6` the longest call that fits into them, 0 for whoever takes none. `x`, `y`, `z` are the unit vector of the expert's
    town, `reach` the cosine of the angle as far as which they travel; without on-site work they are `sphere.NOWHERE`.
    """

    __tablename__ = "search_offer"
    __table_args__ = (
        Index(None, "expert_id", "product_id"),
        Index(None, "skill_id"),
        Index(None, "since_month"),
        {"sqlite_with_rowid": False},
    )

    product_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    remote: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    band: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(primary_key=True)
    since_month: Mapped[int] = mapped_column(Integer)
    d0: Mapped[int] = mapped_column(Integer)
    d1: Mapped[int] = mapped_column(Integer)
    d2: Mapped[int] = mapped_column(Integer)
    d3: Mapped[int] = mapped_column(Integer)
    d4: Mapped[int] = mapped_column(Integer)
    d5: Mapped[int] = mapped_column(Integer)
    d6: Mapped[int] = mapped_column(Integer)
    d7: Mapped[int] = mapped_column(Integer)
    d8: Mapped[int] = mapped_column(Integer)
    d9: Mapped[int] = mapped_column(Integer)
    d10: Mapped[int] = mapped_column(Integer)
    d11: Mapped[int] = mapped_column(Integer)
    starts_day: Mapped[int] = mapped_column(Integer)
    ends_day: Mapped[int] = mapped_column(Integer)
    notice_days: Mapped[int] = mapped_column(SmallInteger)
    """So many days ahead the expert wants to be booked at least; of hours, begun days count whole."""
    horizon_days: Mapped[int] = mapped_column(SmallInteger)
    """So many days ahead the expert lets themselves be booked at most; `FAR` without a limit of their own."""
    week_days: Mapped[int] = mapped_column(SmallInteger)
    """So many days from Monday to Sunday can be taken; 7 without a limit."""
    x: Mapped[float]
    y: Mapped[float]
    z: Mapped[float]
    reach: Mapped[float]
    level: Mapped[int] = mapped_column(SmallInteger)
    alone: Mapped[int] = mapped_column(SmallInteger)
    """1 where the expert has no other offer of the product."""
    rate: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    release_day: Mapped[int] = mapped_column(Integer)
    """When the release came out that was certified; 0 where none was named."""
    behind_day: Mapped[int] = mapped_column(Integer)
    """From when on something has changed since that release; 0 for never, as far as is known."""
    used: Mapped[int] = mapped_column(SmallInteger)
    track: Mapped[int] = mapped_column(SmallInteger)
    """Points for bookings completed here."""
    first_day: Mapped[int] = mapped_column(Integer)
    """When the expert was first certified, which makes a newcomer; 0 once a booking was completed."""
    confirmed_day: Mapped[int] = mapped_column(Integer)
    rating: Mapped[int] = mapped_column(SmallInteger)
    """What reviews average to, in tenths of a star, rounded down; 0 without any."""
    at_once: Mapped[int] = mapped_column(SmallInteger)
    """1 where free days are held at once, without asking."""
    industries: Mapped[int] = mapped_column(Integer)
    """Bit n: knows the n-th of `registry.employers.INDUSTRIES`."""
    languages: Mapped[str] = mapped_column(String(64))
    """Codes in order, a space before and after each."""
    buffer: Mapped[int] = mapped_column(SmallInteger)
    """Minutes of pause after a call, as the certificate's vendor has it."""
    opens: Mapped[int] = mapped_column(SmallInteger)
    closes: Mapped[int] = mapped_column(SmallInteger)
    """The hours of the most usual working day, in minutes of the wall clock; both 0 without any."""
    w0: Mapped[int] = mapped_column(SmallInteger)
    w1: Mapped[int] = mapped_column(SmallInteger)
    w2: Mapped[int] = mapped_column(SmallInteger)
    w3: Mapped[int] = mapped_column(SmallInteger)
    w4: Mapped[int] = mapped_column(SmallInteger)
    w5: Mapped[int] = mapped_column(SmallInteger)
    w6: Mapped[int] = mapped_column(SmallInteger)
    s0: Mapped[int] = mapped_column(SmallInteger)
    s1: Mapped[int] = mapped_column(SmallInteger)
    s2: Mapped[int] = mapped_column(SmallInteger)
    s3: Mapped[int] = mapped_column(SmallInteger)
    s4: Mapped[int] = mapped_column(SmallInteger)
    s5: Mapped[int] = mapped_column(SmallInteger)
    s6: Mapped[int] = mapped_column(SmallInteger)
    zone: Mapped[str] = mapped_column(String(64))


FAR = 1_000


class OpenWeek(Base):
    """A week of somebody with a limit in which something is taken: `still` as many can be. Full ones stand in the bits, too."""

    __tablename__ = "search_open_week"

    expert_id: Mapped[int] = mapped_column(
        ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    monday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    still: Mapped[int] = mapped_column(SmallInteger)


class OddDay(Base):
    """A free day with other hours than its weekday's: where hours matter, it is counted by these."""

    __tablename__ = "search_odd_day"

    expert_id: Mapped[int] = mapped_column(
        ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weekday: Mapped[int] = mapped_column(SmallInteger)
    minutes: Mapped[int] = mapped_column(SmallInteger)
    usual_minutes: Mapped[int] = mapped_column(SmallInteger)


class CallDay(Base):
    """A day on which the longest call is not what its bit and the weekday's `s` tell: something lies on it, or its hours are odd.

    For each length of the pause after a call, as vendors differ. `whole` is 1 where the bit says free: such days are counted by
    these rows alone.
    """

    __tablename__ = "search_call_day"

    expert_id: Mapped[int] = mapped_column(
        ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    buffer: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weekday: Mapped[int] = mapped_column(SmallInteger)
    longest: Mapped[int] = mapped_column(SmallInteger)
    whole: Mapped[int] = mapped_column(SmallInteger)


class Card(Base):
    """What a result shows about an expert, as JSON (`cards`), and their days: off and taken, month by month."""

    __tablename__ = "search_card"

    expert_id: Mapped[int] = mapped_column(
        ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    body: Mapped[str] = mapped_column(Text)
    days: Mapped[str] = mapped_column(Text)


class Document(Base):
    """The words that weigh more: the stems of name, headline and skills, each with a space before and after.

    All words of the expert stand in the engine's own text index, `search_text` (see `engines`).
    """

    __tablename__ = "search_document"

    expert_id: Mapped[int] = mapped_column(
        ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    lead: Mapped[str] = mapped_column(Text)


class EmployerName(Part):
    """Somewhere the expert has worked, or belongs to, as everybody may know; folded."""

    __tablename__ = "search_employer"
    __table_args__ = (Index(None, "name"), Index(None, "expert_id"))

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))


class Rebuild(Part):
    """A rebuilding of everything, under way or done: everybody up to `reached` (an expert's id) has been built anew."""

    __tablename__ = "search_rebuild"

    began_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reached: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
