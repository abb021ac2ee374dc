"""What Stripe tells us, in our own words: plain frozen values, no object of the SDK leaves the gateway."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from marketplace.kit.money import Money


@dataclass(frozen=True)
class Checkout:
    """`status`: open, complete, expired. `payment_status`: unpaid, paid. No url once it is over."""

    id: str
    url: str | None
    status: str
    payment_status: str
    payment_intent_id: str | None
    reference: str
    expires_at: datetime

    @property
    def paid(self) -> bool:
        return self.status == "complete" and self.payment_status != "unpaid"


@dataclass(frozen=True)
class Charge:
    """`fee`, `net`, `available_at` are None until Stripe knows them; `charge.updated` says when."""

    id: str
    payment_intent_id: str
    amount: Money
    fee: Money | None
    net: Money | None
    available_at: datetime | None
    refunded: Money
    status: str


@dataclass(frozen=True)
class Refund:
    """`status`: pending, requires_action, succeeded, failed, canceled."""

    id: str
    status: str
    amount: Money
    charge_id: str


@dataclass(frozen=True)
class Account:
    """`payable`: may be sent money and may pay it out. `requirements`: what Stripe still wants to know."""

    id: str
    payable: bool
    requirements: tuple[str, ...]
    rejected: bool
    country: str


@dataclass(frozen=True)
class Transfer:
    id: str
    amount: Money
    destination: str
    reversed: Money


@dataclass(frozen=True)
class Payout:
    """`status`: pending, in_transit, paid, failed, canceled. `failure` is Stripe's code."""

    id: str
    status: str
    arrival_on: date
    amount: Money
    failure: str | None


@dataclass(frozen=True)
class Balance:
    """What may be moved now and what is still settling, one amount per currency."""

    available: tuple[Money, ...]
    pending: tuple[Money, ...]


@dataclass(frozen=True)
class Movement:
    """One line of a balance. `amount` is what it changed the balance by, Stripe's fee taken off.

    `source_id` names the charge, refund, transfer, reversal, payout or dispute behind it; `reference` is the row of ours that asked
    for that; `transfer_id` is set where it is the receiving end of a transfer, or takes one back.
    """

    id: str
    kind: str
    source_id: str
    amount: Money
    at: datetime
    reference: str
    transfer_id: str


@dataclass(frozen=True)
class StripeNotice:
    """A verified webhook. `thin` ones carry no object, only its id. `account_id`: whose, if not ours."""

    id: str
    kind: str
    object_id: str
    account_id: str | None
    created_at: datetime
    thin: bool
    payload: dict[str, Any] = field(repr=False)
