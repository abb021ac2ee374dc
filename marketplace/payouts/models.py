"""PayoutAccount, Transfer, Payout."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.bookings.models import Booking
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime, money
from marketplace.expenses.models import Expense
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money
from marketplace.registry.models import Expert
from marketplace.timesheets.models import Timesheet

KEY_LIVES = timedelta(hours=23)


class AccountState(StrEnum):
    STARTED = "started"
    ONBOARDING = "onboarding"
    PAYABLE = "payable"
    RESTRICTED = "restricted"


class TransferState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"


class PayoutState(StrEnum):
    STARTED = "started"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"


A, T, P = AccountState, TransferState, PayoutState
ACCOUNTS = Lifecycle(
    "payout account",
    [
        Step(A.STARTED, "onboard", "expert", A.ONBOARDING, ""),
        Step(A.ONBOARDING, "enable", "Stripe", A.PAYABLE, "PayoutAccountEnabled"),
        Step(A.RESTRICTED, "enable", "Stripe", A.PAYABLE, "PayoutAccountEnabled"),
        Step(A.PAYABLE, "restrict", "Stripe", A.RESTRICTED, "PayoutAccountRestricted"),
        Step(A.ONBOARDING, "restrict", "Stripe", A.RESTRICTED, "PayoutAccountRestricted"),
    ],
    {
        A.STARTED: "is being prepared",
        A.ONBOARDING: "waits for the expert's details",
        A.PAYABLE: "can be paid",
        A.RESTRICTED: "is restricted by Stripe",
    },
)
TRANSFERS = Lifecycle(
    "transfer",
    [
        Step(T.WAITING, "send", "system", T.SENT, "TransferSent", "2 business days after approval"),
        Step(T.WAITING, "drop", "system, by the end of a dispute", T.DROPPED, ""),
    ],
    {
        T.WAITING: "waits for its date",
        T.SENT: "has been sent",
        T.DROPPED: "goes back to the customer instead",
    },
)
PAYOUTS = Lifecycle(
    "payout",
    [
        Step(P.STARTED, "send", "system", P.SENT, "PayoutSent"),
        Step(P.SENT, "arrive", "bank", P.PAID, "PayoutPaid"),
        Step(P.SENT, "fail", "bank", P.FAILED, "PayoutFailed"),
        Step(P.PAID, "fail", "bank, days later", P.FAILED, "PayoutFailed"),
    ],
    {
        P.STARTED: "is being prepared",
        P.SENT: "is on its way",
        P.PAID: "has arrived",
        P.FAILED: "was returned by the bank",
    },
)


class PayoutAccount(Row):
    """An expert's account at Stripe Connect. `requirements` are Stripe's words for what is still missing."""

    __tablename__ = "payout_account"

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), unique=True)
    state: Mapped[AccountState] = mapped_column(Choice(AccountState), default=AccountState.STARTED)
    stripe_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    country: Mapped[str] = mapped_column(String(2))
    requirements: Mapped[list[str]] = mapped_column(JSON, default=list)
    rejected: Mapped[bool] = mapped_column(default=False)
    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    expert: Mapped[Expert] = relationship()

    def become(self, verb: str) -> None:
        self.state = ACCOUNTS.after(self.state, verb)


class Asked(Row):
    """What transfers and payouts share: a call to Stripe, made until its answer is known.

    `ref` and `attempt` are its idempotency key; `asked_at` is when that key was first used.
    """

    __abstract__ = True

    attempt: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stripe_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    refusal: Mapped[str | None] = mapped_column(Text)
    """Stripe's last no, in its words."""

    @property
    def key(self) -> str:
        return f"{self.ref}:{self.attempt}"

    @property
    def key_forgotten(self) -> bool:
        """Stripe keeps keys for a day (docs.stripe.com/api/idempotent_requests): before another call, look."""
        return self.asked_at is not None and clock.now() - self.asked_at > KEY_LIVES

    def ask(self) -> None:
        """Note that the call is about to be made."""
        self.asked_at = self.asked_at or clock.now()

    def put_off(self, refusal: str) -> None:
        """Stripe said no: try again under a new key, after a pause that doubles up to a day."""
        self.refusal = refusal
        pause = min(timedelta(minutes=5 * 2**self.attempt), timedelta(days=1))
        self.attempt, self.asked_at, self.due_at = self.attempt + 1, None, clock.now() + pause


class Transfer(Asked):
    """What an expert has earned with one sheet of a booking, keeps of a cancelled one, or gets for an expense, on its way from the
    platform's balance to theirs. `cause` is the reference of its earning in the ledger, so that nothing is released twice."""

    __tablename__ = "transfer"
    __table_args__ = (Index(None, "state", "due_at"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    timesheet_id: Mapped[int | None] = mapped_column(ForeignKey("timesheet.id"), unique=True)
    expense_id: Mapped[int | None] = mapped_column(ForeignKey("expense.id"), unique=True, index=True)
    cause: Mapped[str] = mapped_column(String(80), unique=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    payout_id: Mapped[int | None] = mapped_column(ForeignKey("payout.id"), index=True)
    state: Mapped[TransferState] = mapped_column(Choice(TransferState), default=TransferState.WAITING)
    amount: Mapped[Money] = money("amount")
    charge_id: Mapped[str] = mapped_column(String(120))
    """Out of which charge; empty when no single one is large enough, and it is paid out of the balance."""
    release_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    booking: Mapped[Booking] = relationship()
    timesheet: Mapped[Timesheet | None] = relationship()
    expense: Mapped[Expense | None] = relationship()
    expert: Mapped[Expert] = relationship()
    payout: Mapped["Payout | None"] = relationship(back_populates="transfers")

    def become(self, verb: str) -> None:
        self.state = TRANSFERS.after(self.state, verb)


class Payout(Asked):
    """Money on its way from an expert's Stripe balance to their bank, for one or more transfers.

    `due_at` is when it is looked at next: sent, asked about, or after a failure begun anew.
    """

    __tablename__ = "payout"
    __table_args__ = (Index(None, "state", "due_at"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    state: Mapped[PayoutState] = mapped_column(Choice(PayoutState), default=PayoutState.STARTED)
    amount: Mapped[Money] = money("amount")
    arrives_on: Mapped[date | None]
    paid_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failure: Mapped[str | None] = mapped_column(Text)

    expert: Mapped[Expert] = relationship()
    transfers: Mapped[list[Transfer]] = relationship(back_populates="payout")

    def become(self, verb: str) -> None:
        self.state = PAYOUTS.after(self.state, verb)
