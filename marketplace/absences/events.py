"""What is said about somebody who did not come (`subject`). `booking` and `expert` are refs; amounts minor units of `currency`."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class AbsenceSaid(Fact):
    """`absent` is the side that did not come, `on` the day (ISO); the other side says its word by `answer_by`."""

    booking: str
    absent: str
    on: str
    answer_by: str


@dataclass(frozen=True)
class AbsenceSettled(Fact):
    """Agreed, or nobody said otherwise. What goes back to the customer, unless the booking ended with it."""

    booking: str
    expert: str
    absent: str
    refund_price: int
    refund_fee: int
    currency: str
    onward: Sequence[str] = ()
    """Days still to come that were given back with it, as ISO dates."""


@dataclass(frozen=True)
class AbsenceContradicted(Fact):
    booking: str
    reason: str


@dataclass(frozen=True)
class AbsenceWithdrawn(Fact):
    booking: str


@dataclass(frozen=True)
class AbsenceVoided(Fact):
    booking: str


@dataclass(frozen=True)
class RestGivenUp(Fact):
    """The customer gave up the days that were still to come, all of which goes back: `days`, as ISO dates."""

    booking: str
    expert: str
    refund_price: int
    refund_fee: int
    currency: str
    days: Sequence[str] = ()
