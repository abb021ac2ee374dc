"""One door to Stripe: takes Money and an idempotency key for every change, gives back our own values.

With real keys nothing but settings changes; without, `STRIPE_API_BASE` leads to the simulator.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from marketplace.gateways.errors import BadSignature
from marketplace.gateways.stripe_books import Books
from marketplace.gateways.stripe_connection import stripe
from marketplace.gateways.stripe_money_in import MoneyIn, checkout_expiry
from marketplace.gateways.stripe_money_out import MoneyOut
from marketplace.gateways.stripe_readings import moment
from marketplace.gateways.stripe_values import (
    Account,
    Balance,
    Charge,
    Checkout,
    Movement,
    Payout,
    Refund,
    StripeNotice,
    Transfer,
)

__all__ = [
    "Account",
    "Balance",
    "Charge",
    "Checkout",
    "Movement",
    "Payout",
    "Refund",
    "StripeGateway",
    "StripeNotice",
    "Transfer",
    "checkout_expiry",
    "init_app",
    "the_gateway",
]
EXTENSION = "stripe_gateway"


class StripeGateway(MoneyIn, MoneyOut, Books):
    """Errors: `GatewayUnavailable` means unknown, ask again with the same key; `GatewayRefused` means no."""

    def notice(self, body: bytes, signature: str) -> StripeNotice:
        """The notice in a webhook's body. Raises `BadSignature`."""
        try:
            payload = json.loads(body)
            thin = payload["object"] == "v2.core.event"
            self.verify(body, signature, thin)
            return thin_notice(payload) if thin else snapshot_notice(payload)
        except (ValueError, KeyError, TypeError) as problem:
            raise BadSignature from problem

    def verify(self, body: bytes, signature: str, thin: bool) -> None:
        """Any of our secrets will do. Raises `BadSignature`."""
        read = self.client.parse_event_notification if thin else self.client.construct_event
        for secret in self.webhook_secrets:
            try:
                read(body, signature, secret)
            except stripe.SignatureVerificationError:
                continue
            return
        raise BadSignature


def snapshot_notice(payload: dict[str, Any]) -> StripeNotice:
    return StripeNotice(
        id=payload["id"],
        kind=payload["type"],
        object_id=payload["data"]["object"].get("id", ""),
        account_id=payload.get("account"),
        created_at=moment(payload["created"]),
        thin=False,
        payload=payload,
    )


def thin_notice(payload: dict[str, Any]) -> StripeNotice:
    related: Mapping[str, str] = payload.get("related_object") or {}
    about_account = related.get("type") == "v2.core.account"
    return StripeNotice(
        id=payload["id"],
        kind=payload["type"],
        object_id=related.get("id", ""),
        account_id=related.get("id") if about_account else payload.get("context"),
        created_at=datetime.fromisoformat(payload["created"]),
        thin=True,
        payload=payload,
    )


def init_app(app: Flask) -> None:
    """One gateway per process, from the settings."""
    app.extensions[EXTENSION] = StripeGateway(
        app.config["STRIPE_SECRET_KEY"],
        app.config["STRIPE_API_BASE"],
        app.config["STRIPE_WEBHOOK_SECRET"],
    )


def the_gateway() -> StripeGateway:
    """The running application's gateway."""
    found: StripeGateway = current_app.extensions[EXTENSION]
    return found
