"""What happens to an expense (`subject`). `booking` is a ref, amounts are minor units of `currency`."""

from dataclasses import dataclass

from marketplace.events.facts import Fact
from marketplace.kit.ids import Ref


@dataclass(frozen=True)
class ExpenseSubmitted(Fact):
    """`submission` counts from 1."""

    booking: Ref
    amount: int
    currency: str
    submission: int


@dataclass(frozen=True)
class ExpenseSentBack(Fact):
    booking: Ref
    reason: str


@dataclass(frozen=True)
class ExpenseApproved(Fact):
    """`amount` of what was `claimed`; `reason` says why it is less."""

    booking: Ref
    amount: int
    claimed: int
    currency: str
    reason: str


@dataclass(frozen=True)
class ExpenseWithdrawn(Fact):
    booking: Ref


@dataclass(frozen=True)
class ExpensePaid(Fact):
    """The customer's money is in. `payment` is the ref of what brought it."""

    booking: Ref
    payment: Ref
    amount: int
    currency: str


@dataclass(frozen=True)
class ExpenseReminded(Fact):
    """It still waits for an approver or, once `approved`, for whoever pays; `times` they were reminded, this one included."""

    booking: Ref
    approved: bool
    times: int
