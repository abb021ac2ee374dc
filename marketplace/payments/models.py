"""Payment and Refund."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.amendments.models import Amendment
from marketplace.bookings.models import Booking
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime, money
from marketplace.expenses.models import Expense
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money


class PaymentState(StrEnum):
    STARTED = "started"
    OPEN = "open"
    PAID = "paid"
    CLOSED = "closed"


class RefundState(StrEnum):
    STARTED = "started"
    SENT = "sent"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


PAYMENTS = Lifecycle(
    "payment",
    [
        Step(PaymentState.STARTED, "open", "Stripe", PaymentState.OPEN, ""),
        Step(PaymentState.OPEN, "pay", "customer", PaymentState.PAID, "PaymentSucceeded"),
        Step(PaymentState.STARTED, "close", "system", PaymentState.CLOSED, ""),
        Step(PaymentState.OPEN, "close", "system", PaymentState.CLOSED, "", "with the hold"),
        Step(PaymentState.CLOSED, "pay", "customer, too late", PaymentState.PAID, "PaymentCameTooLate"),
    ],
    {
        PaymentState.STARTED: "is being prepared",
        PaymentState.OPEN: "waits on the payment page",
        PaymentState.PAID: "has been paid",
        PaymentState.CLOSED: "is closed",
    },
)
REFUNDS = Lifecycle(
    "refund",
    [
        Step(RefundState.STARTED, "send", "system", RefundState.SENT, ""),
        Step(RefundState.SENT, "succeed", "Stripe", RefundState.SUCCEEDED, "RefundSucceeded"),
        Step(RefundState.STARTED, "fail", "Stripe", RefundState.FAILED, "RefundFailed"),
        Step(RefundState.SENT, "fail", "Stripe", RefundState.FAILED, "RefundFailed"),
        Step(RefundState.SUCCEEDED, "fail", "Stripe", RefundState.FAILED, "RefundFailed"),
        Step(RefundState.FAILED, "try again", "operator", RefundState.STARTED, "RefundTriedAgain"),
    ],
    {
        RefundState.STARTED: "is being prepared",
        RefundState.SENT: "is on its way",
        RefundState.SUCCEEDED: "has arrived",
        RefundState.FAILED: "did not go through",
    },
)


class Payment(Row):
    """One attempt of a customer to pay on Stripe's hosted page: for a booking, what a change of it costs more, or an expense."""

    __tablename__ = "payment"
    __table_args__ = (Index(None, "state", "checked_at"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"), index=True)
    expense_id: Mapped[int | None] = mapped_column(ForeignKey("expense.id"), index=True)
    state: Mapped[PaymentState] = mapped_column(Choice(PaymentState), default=PaymentState.STARTED)
    amount: Mapped[Money] = money("amount")
    fee: Mapped[Money] = money("fee")
    """The part of `amount` that is our fee."""
    checkout_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    checked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    """When Stripe was last asked how it stands."""
    intent_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    charge_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    stripe_fee: Mapped[int | None]
    too_late: Mapped[bool] = mapped_column(default=False)
    """What it was to pay for no longer waited for it, so it goes back whole."""
    paid_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    booking: Mapped[Booking] = relationship()
    amendment: Mapped[Amendment | None] = relationship()
    expense: Mapped[Expense | None] = relationship()
    refunds: Mapped[list["Refund"]] = relationship(back_populates="payment")

    @property
    def price(self) -> Money:
        return self.amount - self.fee

    @property
    def days_alone(self) -> bool:
        """For the booking itself, neither a change of it nor an expense."""
        return self.amendment_id is None and self.expense_id is None

    @property
    def key(self) -> str:
        """The idempotency key of its page: each attempt is a row of its own."""
        return f"payment:{self.ref}"

    def become(self, verb: str) -> None:
        self.state = PAYMENTS.after(self.state, verb)


class Refund(Row):
    """Money going back to the customer for one named cause, so that no cause is paid back twice."""

    __tablename__ = "refund"
    __table_args__ = (Index(None, "state", "checked_at"),)

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    cause: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[RefundState] = mapped_column(Choice(RefundState), default=RefundState.STARTED)
    price: Mapped[Money] = money("price")
    fee: Mapped[Money] = money("fee")
    attempt: Mapped[int] = mapped_column(default=1)
    """Counts up after a clear no that may turn into a yes: Stripe repeats its answer to a key it has seen."""
    checked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    stripe_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    failure: Mapped[str | None] = mapped_column(Text)
    succeeded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    payment: Mapped[Payment] = relationship(back_populates="refunds")

    @property
    def amount(self) -> Money:
        return self.price + self.fee

    @property
    def key(self) -> str:
        return f"refund:{self.ref}:{self.attempt}"

    def become(self, verb: str) -> None:
        self.state = REFUNDS.after(self.state, verb)
