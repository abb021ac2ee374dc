"""What happens to a timesheet. `booking` is the booking's ref, `week_on` the Monday of its week (ISO 8601; empty in facts from the
time when a booking had one sheet), `deliverable` what is handed over instead of hours (empty for hours), amounts are minor units
of `currency`."""

from dataclasses import dataclass

from marketplace.events.facts import Fact
from marketplace.kit.ids import Ref


@dataclass(frozen=True)
class TimesheetSubmitted(Fact):
    """`approve_by` (ISO 8601): when it counts as approved if nobody answers, or is only late where that is not `automatic`."""

    booking: Ref
    minutes: int
    approve_by: str
    week_on: str = ""
    automatic: bool = True
    deliverable: str = ""


@dataclass(frozen=True)
class TimesheetSentBack(Fact):
    booking: Ref
    reason: str
    week_on: str = ""
    deliverable: str = ""


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
    week_on: str = ""
    deliverable: str = ""

    @property
    def cause(self) -> Ref:
        """Under what its money moves: a booking's only sheet moved it in the booking's own name."""
        return self.subject if self.week_on else self.booking


@dataclass(frozen=True)
class TimesheetLate(Fact):
    """The expert has not submitted a week that was due; `times` they were told so, this one included."""

    booking: Ref
    week_on: str
    times: int


@dataclass(frozen=True)
class TimesheetReminded(Fact):
    """Hours still wait for an approver; `times` they were reminded, this one included."""

    booking: Ref
    week_on: str
    times: int
    deliverable: str = ""
