"""What Stripe's notices mean for payments. Each only says where to look: the object is fetched again."""

from typing import Any

from marketplace.kit.errors import NotFound
from marketplace.payments import opening, refunds, settling


def checkout_changed(payload: dict[str, Any]) -> None:
    """Completed, expired, or paid later by a slow method."""
    settling.settle(payload["data"]["object"]["id"])


def checkout_failed(payload: dict[str, Any]) -> None:
    """A slow method came to nothing, so another attempt may begin."""
    payment = settling.settle(payload["data"]["object"]["id"])
    opening.give_up(payment.ref)


def refund_changed(payload: dict[str, Any]) -> None:
    refunds.refresh(payload["data"]["object"]["id"])


def charge_updated(payload: dict[str, Any]) -> None:
    """The fee may be known now. A charge whose payment has not been settled yet learns it then."""
    try:
        settling.learn_fee(payload["data"]["object"]["id"])
    except NotFound:
        return
