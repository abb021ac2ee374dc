"""What comes of comparing."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class ReconciliationFinished(Fact):
    """`flagged` differences want somebody's eyes, `expected` ones will go by themselves."""

    flagged: int
    expected: int


@dataclass(frozen=True)
class ReconciliationFailed(Fact):
    """Stripe could not be asked."""

    failure: str


@dataclass(frozen=True)
class CorrectionPosted(Fact):
    """An operator wrote into the books what had happened at Stripe alone. `amount` minor units went into the balance."""

    source: str
    amount: int
    currency: str
    reason: str
