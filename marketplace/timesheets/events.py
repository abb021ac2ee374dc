"""What happens to a timesheet. `booking` is the booking's ref, amounts are minor units of `currency`."""

from dataclasses import dataclass

from marketplace.events.facts import Fact
from marketplace.kit.ids import Ref


@dataclass(frozen=True)
class TimesheetSubmitted(Fact):
    """`approve_by` (ISO 8601): when it counts as approved if nobody answers."""

    booking: Ref
    minutes: int
    approve_by: str


@dataclass(frozen=True)
class TimesheetSentBack(Fact):
    booking: Ref
    reason: str


@dataclass(frozen=True)
class TimesheetSettled(Fact):
    """A dispute ended: how the money is divided is said there."""

    booking: Ref


@dataclass(frozen=True)
class TimesheetApproved(Fact):
    """`price` and `fee` are earned; `unworked_price` and `unworked_fee` go back to the customer."""

    booking: Ref
    days_worked: int
    price: int
    fee: int
    unworked_price: int
    unworked_fee: int
    currency: str
