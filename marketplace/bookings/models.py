"""Booking, and what of its checklist is ticked off."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.catalog.models import Release
from marketplace.catalog.outcomes import Blueprint
from marketplace.certification.models import Certificate
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice, UTCDateTime, money
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money
from marketplace.organizations.models import CancellationPolicy, Organization, Vendor
from marketplace.registry.models import Expert


class BookingState(StrEnum):
    REQUESTED = "requested"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


S = BookingState
LIFECYCLE = Lifecycle(
    "booking",
    [
        Step(S.REQUESTED, "accept", "expert", S.ACCEPTED, "BookingAccepted"),
        Step(S.REQUESTED, "hold", "booker, where the expert books at once", S.ACCEPTED, "BookedAtOnce"),
        Step(S.REQUESTED, "decline", "expert", S.DECLINED, "BookingDeclined"),
        Step(S.REQUESTED, "withdraw", "booker", S.WITHDRAWN, "BookingWithdrawn"),
        Step(
            S.REQUESTED,
            "expire",
            "system",
            S.EXPIRED,
            "BookingExpired",
            "72 h, a call 24 h, or the notice before the start",
        ),
        Step(S.ACCEPTED, "confirm", "booker, by paying", S.CONFIRMED, "BookingConfirmed"),
        Step(
            S.ACCEPTED,
            "lapse",
            "system",
            S.LAPSED,
            "BookingLapsed",
            "72 h, or 24 h (a call: 1 h) before the start; at once 15 min",
        ),
        Step(S.ACCEPTED, "cancel", "either side", S.CANCELLED, "BookingCancelled"),
        Step(
            S.CONFIRMED,
            "cancel",
            "either side, before the start; or the expert does not come at all",
            S.CANCELLED,
            "BookingCancelled",
        ),
        Step(
            S.CONFIRMED,
            "amend",
            "both sides, by agreeing on a change; or days nobody came to",
            S.CONFIRMED,
            "AmendmentApplied",
        ),
        Step(
            S.CONFIRMED,
            "complete",
            "approver, by approving hours; or with a dispute",
            S.COMPLETED,
            "BookingCompleted",
        ),
    ],
    {
        S.REQUESTED: "waits for the expert's answer",
        S.DECLINED: "has been declined",
        S.WITHDRAWN: "has been withdrawn",
        S.EXPIRED: "was not answered in time",
        S.ACCEPTED: "waits for payment",
        S.LAPSED: "was not paid in time",
        S.CONFIRMED: "is confirmed",
        S.CANCELLED: "has been cancelled",
        S.COMPLETED: "is completed",
    },
)


class Side(StrEnum):
    CUSTOMER = "customer"
    EXPERT = "expert"

    @property
    def other(self) -> "Side":
        return Side.EXPERT if self is Side.CUSTOMER else Side.CUSTOMER


class Booking(Row):
    """An organization's days with an expert, or one call, at the price and on the terms of the day it was asked for."""

    __tablename__ = "booking"
    __table_args__ = (
        Index(None, "state", "respond_by"),
        Index(None, "state", "hold_until"),
        Index(None, "organization_id", "state"),
        Index(None, "expert_id", "state"),
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    """What the customer runs."""
    booker_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[BookingState] = mapped_column(Choice(BookingState), default=BookingState.REQUESTED)
    message: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    timezone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    days: Mapped[int]
    """A call counts as one."""
    call_minutes: Mapped[int | None]
    """One call of that length instead of whole days: on a single day, from `starts_at` to `ends_at`. None for days."""
    buffer_minutes: Mapped[int] = mapped_column(default=0)
    """After the call, so long the expert has no other one; not charged."""
    rate: Mapped[Money] = money("rate")
    """Of a day; of a call, of an hour."""
    price: Mapped[Money] = money("price")
    fee: Mapped[Money] = money("fee")
    fee_basis_points: Mapped[int]
    policy: Mapped[str] = mapped_column(String(20), default=CancellationPolicy.STANDARD.value)
    """The cancellation preset of the day it was asked for."""
    hold_hours: Mapped[int]
    hold_minutes: Mapped[int | None]
    """Where the expert books at once and was not asked: so long the days are held. None where they answered."""
    approval_business_days: Mapped[int]
    release_business_days: Mapped[int]
    review_days: Mapped[int] = mapped_column(default=14)
    expenses_percent: Mapped[int | None]
    """Of `price`: the most that its expenses come to together. None for bookings that were made before there was such a term."""
    deliverables: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """What is to be handed over and when it is accepted (`title`, `accepted_when`), as both sides agreed to it."""
    checklist: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What has to be there before the first day, a line each; see `BookingTick`."""
    blueprint_id: Mapped[int | None] = mapped_column(ForeignKey("blueprint.id"), index=True)
    blueprint_version: Mapped[int | None]
    """What it was begun with, as it stood when it was asked for."""
    po_number: Mapped[str] = mapped_column(String(60), default="")
    cost_centre: Mapped[str] = mapped_column(String(60), default="")
    """The customer's own references, for its papers."""
    respond_by: Mapped[datetime] = mapped_column(UTCDateTime)
    reminders: Mapped[int] = mapped_column(default=0)
    hold_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    no_show_minutes: Mapped[int] = mapped_column(default=10)
    """So long after the start of a day either side may say that the other did not come."""
    disputed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """While a dispute is open, since when: nothing else decides about its days or its money."""
    cancelled_by: Mapped[Side | None] = mapped_column(Choice(Side))
    given_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the expert gave up the rest of its days, after it had begun."""
    owed: Mapped[int | None]
    """After a cancellation: the part of `price` (minor units) that the expert keeps."""

    settled_days: Mapped[int] = mapped_column(default=0)
    """Days whose hours are approved, worked or not, and what they came to of price and fee (minor units): that is final."""
    settled_price: Mapped[int] = mapped_column(default=0)
    settled_fee: Mapped[int] = mapped_column(default=0)

    organization: Mapped[Organization] = relationship()
    expert: Mapped[Expert] = relationship()
    vendor: Mapped[Vendor] = relationship()
    certificate: Mapped[Certificate] = relationship()
    release: Mapped[Release | None] = relationship()
    blueprint: Mapped[Blueprint | None] = relationship()
    booker: Mapped[User] = relationship()

    @property
    def is_call(self) -> bool:
        return self.call_minutes is not None

    @property
    def at_once(self) -> bool:
        """Nobody was asked: the free days were held as soon as they were chosen."""
        return self.hold_minutes is not None

    @property
    def total(self) -> Money:
        return self.price + self.fee

    @property
    def open_price(self) -> Money:
        """What the days come to whose hours are not approved yet."""
        return self.price - Money(self.settled_price, self.price.currency)

    @property
    def open_fee(self) -> Money:
        return self.fee - Money(self.settled_fee, self.fee.currency)

    @property
    def open_days(self) -> int:
        return self.days - self.settled_days

    @property
    def owed_price(self) -> Money:
        """After a cancellation: what the expert keeps of the price."""
        return Money(self.owed or 0, self.price.currency)

    @property
    def first_on(self) -> date:
        """On the expert's wall calendar, like `last_on`."""
        return self.starts_at.astimezone(ZoneInfo(self.timezone)).date()

    @property
    def last_on(self) -> date:
        return (self.ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(self.timezone)).date()

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)


class BookingTick(Part):
    """A line of the booking's checklist, by its `number` from 1 on, is there: who says so, and since when."""

    __tablename__ = "booking_tick"
    __table_args__ = (UniqueConstraint("booking_id", "number"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    ticked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    ticked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    ticked_by: Mapped[User] = relationship()
