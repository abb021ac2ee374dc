"""What happened to a change of a booking (`subject`). `booking` and `expert` are refs; amounts are minor units of `currency`."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class AmendmentProposed(Fact):
    """`side` proposes it; `change` is what the customer would pay more (below zero: get back), fee included."""

    booking: str
    expert: str
    side: str
    change: int
    currency: str
    respond_by: str


@dataclass(frozen=True)
class AmendmentReminded(Fact):
    """Half of the time to answer has passed (`number` 1), or nine tenths (2)."""

    booking: str
    number: int


@dataclass(frozen=True)
class AmendmentAccepted(Fact):
    """Both agree; the new days are held until the ISO instant `pay_by`."""

    booking: str
    expert: str
    change: int
    currency: str
    pay_by: str


@dataclass(frozen=True)
class AmendmentApplied(Fact):
    """The booking is changed. What it costs less, `refund_price` and `refund_fee`, goes back to the customer."""

    booking: str
    expert: str
    days: int
    total: int
    refund_price: int
    refund_fee: int
    currency: str


@dataclass(frozen=True)
class AmendmentDeclined(Fact):
    booking: str
    side: str
    reason: str


@dataclass(frozen=True)
class AmendmentWithdrawn(Fact):
    booking: str


@dataclass(frozen=True)
class AmendmentExpired(Fact):
    """Nobody answered in time; the booking stays as it is."""

    booking: str


@dataclass(frozen=True)
class AmendmentLapsed(Fact):
    """Nobody paid the difference in time; the days held are free again, and the booking stays as it is."""

    booking: str
    expert: str


@dataclass(frozen=True)
class AmendmentDropped(Fact):
    """`side` gave up what was agreed and not paid; the days held are free again."""

    booking: str
    expert: str
    side: str


@dataclass(frozen=True)
class AmendmentVoided(Fact):
    """The booking ended before the change did."""

    booking: str
