"""What happened to a payment or refund (`subject`). `booking` is a ref; amounts are minor units of `currency`."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class PaymentSucceeded(Fact):
    """The customer's money is in, and what it was for has happened."""

    booking: str
    amount: int
    currency: str


@dataclass(frozen=True)
class PaymentCameTooLate(Fact):
    """Paid, but the booking, or the `expense` of that ref, no longer waited for it. All of it goes back."""

    booking: str
    amount: int
    currency: str
    expense: str = ""


@dataclass(frozen=True)
class RefundSucceeded(Fact):
    """Stripe has given the money back. `cause` begins with what led to it."""

    booking: str
    cause: str
    amount: int
    currency: str


@dataclass(frozen=True)
class RefundFailed(Fact):
    """The money could not be given back; a person has to look at it."""

    booking: str
    cause: str
    amount: int
    currency: str
    failure: str


@dataclass(frozen=True)
class RefundTriedAgain(Fact):
    """An operator has found that it may work now."""

    booking: str
    cause: str
    amount: int
    currency: str
