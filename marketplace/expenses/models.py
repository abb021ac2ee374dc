"""Expense and its receipts."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bookings.models import Booking
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime, money
from marketplace.evidence.kept import KeptFile
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.kit.money import Money


class ExpenseState(StrEnum):
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


class Category(StrEnum):
    TRAVEL = "travel"
    LODGING = "lodging"
    MEALS = "meals"
    MATERIAL = "material"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Category.TRAVEL: "Travel",
    Category.LODGING: "A room for the night",
    Category.MEALS: "Meals",
    Category.MATERIAL: "Material, licences, copies",
    Category.OTHER: "Something else",
}

S = ExpenseState
LIFECYCLE = Lifecycle(
    "expense",
    [
        Step(S.SUBMITTED, "approve", "approver", S.APPROVED, "ExpenseApproved"),
        Step(S.SUBMITTED, "send_back", "approver", S.SENT_BACK, "ExpenseSentBack"),
        Step(S.SUBMITTED, "withdraw", "expert", S.WITHDRAWN, "ExpenseWithdrawn"),
        Step(S.SENT_BACK, "submit", "expert", S.SUBMITTED, "ExpenseSubmitted"),
        Step(S.SENT_BACK, "withdraw", "expert", S.WITHDRAWN, "ExpenseWithdrawn"),
        Step(S.APPROVED, "pay", "customer", S.PAID, "ExpensePaid"),
        Step(S.APPROVED, "send_back", "approver", S.SENT_BACK, "ExpenseSentBack"),
        Step(S.APPROVED, "withdraw", "expert", S.WITHDRAWN, "ExpenseWithdrawn"),
    ],
    {
        S.SUBMITTED: "waits for approval",
        S.SENT_BACK: "has been sent back",
        S.APPROVED: "is approved and waits for its payment",
        S.PAID: "has been paid",
        S.WITHDRAWN: "has been withdrawn",
    },
)


class Expense(Row):
    """`claimed` is in the booking's currency; `original` what the receipt says where that is another one, as a note."""

    __tablename__ = "expense"
    __table_args__ = (Index(None, "state"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    state: Mapped[ExpenseState] = mapped_column(Choice(ExpenseState), default=S.SUBMITTED)
    category: Mapped[Category] = mapped_column(Choice(Category))
    words: Mapped[str] = mapped_column(Text)
    spent_on: Mapped[date]
    claimed: Mapped[Money] = money("claimed")
    original: Mapped[str] = mapped_column(String(60), default="")
    approved: Mapped[int | None] = mapped_column(BigInteger)
    """Once approved: minor units, never more than what was claimed."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why the approver sent it back, or approved less."""
    submissions: Mapped[int] = mapped_column(default=1)
    """How often it was handed in, so that nobody approves another one than they looked at."""
    submitted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reminders: Mapped[int] = mapped_column(default=0)
    """Sent since it was submitted or, once approved, since then."""
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When it was paid or withdrawn."""

    booking: Mapped[Booking] = relationship()
    decided_by: Mapped[User | None] = relationship()
    files: Mapped[list["ExpenseFile"]] = relationship(
        back_populates="expense", order_by="ExpenseFile.id", cascade="all, delete-orphan"
    )

    @property
    def amount(self) -> Money:
        """What is approved; until then, what is asked for."""
        return self.claimed if self.approved is None else Money(self.approved, self.claimed.currency)

    @property
    def reduced(self) -> bool:
        return self.approved is not None and self.amount < self.claimed

    @property
    def waits_since(self) -> datetime | None:
        """For an approver or a payer; None when for neither."""
        if self.state is S.SUBMITTED:
            return self.submitted_at
        return self.decided_at if self.state is S.APPROVED else None

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)


class ExpenseFile(KeptFile):
    """A receipt. `submission` is the one that it came with; none is taken back."""

    __tablename__ = "expense_file"

    expense_id: Mapped[int] = mapped_column(ForeignKey("expense.id"), index=True)
    submission: Mapped[int]

    expense: Mapped[Expense] = relationship(back_populates="files")
