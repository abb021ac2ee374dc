"""What happened to a booking (`subject`). `expert` is a ref; amounts are minor units of `currency`."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class BookingRequested(Fact):
    """An organization asked for days. `first_on` is an ISO date, `respond_by` an ISO instant."""

    expert: str
    organization: str
    first_on: str
    days: int
    total: int
    currency: str
    respond_by: str
    call_minutes: int | None = None
    """Of a call, which counts as one day."""


@dataclass(frozen=True)
class BookedAtOnce(Fact):
    """An organization took days of an expert who need not be asked; they are held until the ISO instant `hold_until`."""

    expert: str
    organization: str
    first_on: str
    days: int
    total: int
    currency: str
    hold_until: str
    call_minutes: int | None = None


@dataclass(frozen=True)
class BookingPapersSet(Fact):
    """The customer's own references changed; either may be empty."""

    po_number: str
    cost_centre: str


@dataclass(frozen=True)
class BookingAccepted(Fact):
    """The expert said yes; the days are held until the ISO instant `hold_until`."""

    expert: str
    hold_until: str


@dataclass(frozen=True)
class BookingDeclined(Fact):
    expert: str
    reason: str


@dataclass(frozen=True)
class BookingWithdrawn(Fact):
    expert: str


@dataclass(frozen=True)
class BookingExpired(Fact):
    """Nobody answered in time."""

    expert: str


@dataclass(frozen=True)
class BookingReminded(Fact):
    """The request still waits for the expert; `times` they were reminded, this one included."""

    expert: str
    times: int


@dataclass(frozen=True)
class BookingLapsed(Fact):
    """Nobody paid in time; the days are free again."""

    expert: str


@dataclass(frozen=True)
class BookingConfirmed(Fact):
    """Paid: the days are booked."""

    expert: str


@dataclass(frozen=True)
class BookingCancelled(Fact):
    """`side` cancelled. `owed` stays with the expert; the rest goes back with its share of the fee."""

    expert: str
    side: str
    reason: str
    owed: int
    refund_price: int
    refund_fee: int
    currency: str


@dataclass(frozen=True)
class BookingCompleted(Fact):
    """The hours were approved."""

    expert: str


@dataclass(frozen=True)
class ChecklistTicked(Fact):
    """The expert says that a line of the checklist is there."""

    number: int
    line: str


@dataclass(frozen=True)
class ChecklistUnticked(Fact):
    """It was not there after all."""

    number: int
    line: str
