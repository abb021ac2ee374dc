"""What Stripe's notices mean for payouts. Each only says where to look: the object is fetched again."""

from typing import Any

from marketplace.payouts import arriving, service


def account_changed(payload: dict[str, Any]) -> None:
    """A connected account was filled in, enabled or restricted. Comes thin (version 2) or whole (version 1)."""
    about: dict[str, Any] = payload.get("related_object") or payload["data"]["object"]
    service.refresh(about["id"])


def payout_changed(payload: dict[str, Any]) -> None:
    """An expert's payout went on. Our own, from the platform to our bank, carry no account and are none of ours."""
    if payload.get("account"):
        arriving.settle(payload["data"]["object"]["id"])
