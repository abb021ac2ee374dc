"""Amendment."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.amendments.hours import NewHours
from marketplace.bookings.models import Booking, Side
from marketplace.calendar.slots import Call
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime, money
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money


class AmendmentState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    APPLIED = "applied"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    DROPPED = "dropped"
    VOID = "void"


S = AmendmentState
OPEN = (S.PROPOSED, S.ACCEPTED)
LIFECYCLE = Lifecycle(
    "change",
    [
        Step(
            S.PROPOSED, "apply", "the other side, where nothing more is to pay", S.APPLIED, "AmendmentApplied"
        ),
        Step(S.PROPOSED, "accept", "the other side", S.ACCEPTED, "AmendmentAccepted"),
        Step(S.PROPOSED, "decline", "the other side", S.DECLINED, "AmendmentDeclined"),
        Step(S.PROPOSED, "withdraw", "whoever proposed it", S.WITHDRAWN, "AmendmentWithdrawn"),
        Step(
            S.PROPOSED,
            "expire",
            "system",
            S.EXPIRED,
            "AmendmentExpired",
            "72 h, or when the first day it touches begins",
        ),
        Step(S.PROPOSED, "void", "system, with the booking", S.VOID, "AmendmentVoided"),
        Step(S.ACCEPTED, "apply", "customer, by paying", S.APPLIED, "AmendmentApplied"),
        Step(S.ACCEPTED, "drop", "either side", S.DROPPED, "AmendmentDropped"),
        Step(
            S.ACCEPTED,
            "lapse",
            "system",
            S.LAPSED,
            "AmendmentLapsed",
            "72 h, or 24 h before the first new day",
        ),
        Step(S.ACCEPTED, "void", "system, with the booking", S.VOID, "AmendmentVoided"),
    ],
    {
        S.PROPOSED: "waits for an answer",
        S.ACCEPTED: "waits for payment",
        S.APPLIED: "holds already",
        S.DECLINED: "has been declined",
        S.WITHDRAWN: "has been withdrawn",
        S.EXPIRED: "was not answered in time",
        S.LAPSED: "was not paid in time",
        S.DROPPED: "has been given up",
        S.VOID: "ended with the booking",
    },
)


class Amendment(Row):
    """One change of one booking: its terms before and after. `side` proposed it."""

    __tablename__ = "amendment"
    __table_args__ = (Index(None, "state", "respond_by"), Index(None, "state", "pay_by"))

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    open_for: Mapped[int | None] = mapped_column(unique=True)
    """The booking's id while it is open: the database allows one for each booking."""
    state: Mapped[AmendmentState] = mapped_column(Choice(AmendmentState), default=S.PROPOSED)
    side: Mapped[Side] = mapped_column(Choice(Side))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    message: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    days_before: Mapped[list[str]] = mapped_column(JSON)
    days_after: Mapped[list[str]] = mapped_column(JSON)
    rate_before: Mapped[Money] = money("rate_before")
    price_before: Mapped[Money] = money("price_before")
    fee_before: Mapped[Money] = money("fee_before")
    rate: Mapped[Money] = money("rate")
    price: Mapped[Money] = money("price")
    fee: Mapped[Money] = money("fee")
    hours: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Days at other hours, each as `NewHours.written` has it."""
    call_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Of a call: when it would begin, and how long it would last; and the same before."""
    call_minutes: Mapped[int | None]
    call_at_before: Mapped[datetime | None] = mapped_column(UTCDateTime)
    call_minutes_before: Mapped[int | None]
    respond_by: Mapped[datetime] = mapped_column(UTCDateTime)
    reminders: Mapped[int] = mapped_column(default=0)
    pay_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    booking: Mapped[Booking] = relationship()
    proposed_by: Mapped[User] = relationship()

    @property
    def before(self) -> list[date]:
        return _dates(self.days_before)

    @property
    def after(self) -> list[date]:
        return _dates(self.days_after)

    @property
    def added(self) -> list[date]:
        return [] if self.call else sorted(set(self.after) - set(self.before))

    @property
    def removed(self) -> list[date]:
        return [] if self.call else sorted(set(self.before) - set(self.after))

    @property
    def other_hours(self) -> list[NewHours]:
        return [NewHours.read(one, self.rate.currency) for one in self.hours]

    @property
    def call(self) -> Call | None:
        return Call(self.call_at, self.call_minutes) if self.call_at and self.call_minutes else None

    @property
    def call_before(self) -> Call | None:
        at, minutes = self.call_at_before, self.call_minutes_before
        return Call(at, minutes) if at and minutes else None

    @property
    def price_change(self) -> Money:
        """Below zero, it costs less; so with the fee."""
        return self.price - self.price_before

    @property
    def fee_change(self) -> Money:
        return self.fee - self.fee_before

    @property
    def change(self) -> Money:
        return self.price_change + self.fee_change

    @property
    def total(self) -> Money:
        return self.price + self.fee

    @property
    def total_before(self) -> Money:
        return self.price_before + self.fee_before

    @property
    def costs_more(self) -> bool:
        return self.change.amount > 0

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
        if not self.open:
            self.open_for, self.ended_at = None, clock.now()


def _dates(days: Sequence[str]) -> list[date]:
    return [date.fromisoformat(day) for day in days]
