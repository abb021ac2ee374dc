"""What happens to an expert's money. `expert` and `booking` are refs, amounts minor units of `currency`."""

from dataclasses import dataclass

from marketplace.events.facts import Fact
from marketplace.kit.ids import Ref


@dataclass(frozen=True)
class PayoutAccountEnabled(Fact):
    """The expert can be paid."""

    expert: Ref


@dataclass(frozen=True)
class PayoutAccountRestricted(Fact):
    """Stripe wants to know more, or will not pay this person at all (`rejected`)."""

    expert: Ref
    rejected: bool


@dataclass(frozen=True)
class TransferSent(Fact):
    """A booking's earnings have left the platform's balance for the expert's."""

    expert: Ref
    booking: Ref
    amount: int
    currency: str


@dataclass(frozen=True)
class PayoutSent(Fact):
    """`arrives_on` is an ISO date, as the bank promises it."""

    expert: Ref
    amount: int
    currency: str
    arrives_on: str


@dataclass(frozen=True)
class PayoutPaid(Fact):
    expert: Ref
    amount: int
    currency: str


@dataclass(frozen=True)
class PayoutFailed(Fact):
    """The bank returned the money; `failure` is the reason in words."""

    expert: Ref
    amount: int
    currency: str
    failure: str
