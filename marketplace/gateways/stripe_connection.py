"""The line to Stripe, or to its simulator. The SDK is imported here and nowhere else.

Its defaults are wrong for us: no retries, 80 seconds of patience, telemetry written into the home directory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import stripe
from stripe._base_address import BaseAddresses
from stripe.params.v2 import core as v2_params

from marketplace.db.session import outside_transaction
from marketplace.gateways.errors import CardDeclined, GatewayRefused, GatewayUnavailable, InsufficientFunds

__all__ = ["Connection", "asking", "stripe", "v2_params"]

stripe.enable_telemetry = False

TIMEOUT: Final = (3, 20)
RETRIES: Final = 2
UNCLEAR: Final = (409, 429)
"""409: the same request is still running. 429: come again."""


class Connection:
    """Shared by threads. `api_base` None is Stripe itself.

    `webhook_secret` may hold several, separated by commas: Stripe signs for the platform, for connected accounts
    and for thin events with one each.
    """

    def __init__(
        self,
        secret_key: str,
        api_base: str | None,
        webhook_secret: str,
        retries: int = RETRIES,
    ) -> None:
        self.webhook_secrets = [one.strip() for one in webhook_secret.split(",") if one.strip()]
        self.client = stripe.StripeClient(
            secret_key,
            base_addresses=addresses(api_base) if api_base else None,
            max_network_retries=retries,
            http_client=stripe.RequestsClient(timeout=TIMEOUT),
        )


def addresses(api_base: str) -> BaseAddresses:
    base = api_base.rstrip("/")
    return {"api": base, "connect": base, "files": base, "meter_events": base}


@contextmanager
def asking() -> Iterator[None]:
    """Around every call: never inside a transaction, and the SDK's errors become ours."""
    outside_transaction()
    try:
        yield
    except stripe.StripeError as problem:
        raise translated(problem) from problem


def translated(problem: stripe.StripeError) -> GatewayUnavailable | GatewayRefused:
    status, code = problem.http_status, problem.code or ""
    message = problem.user_message or str(problem)
    if isinstance(problem, stripe.CardError):
        return CardDeclined(code, message)
    if isinstance(problem, stripe.AuthenticationError | stripe.PermissionError):
        return GatewayUnavailable()  # our key is wrong, not the request: nothing may be given up over it
    if status is None or status < 400 or status >= 500 or status in UNCLEAR:
        return GatewayUnavailable()
    if isinstance(problem, stripe.IdempotencyError):
        return GatewayRefused(code or "idempotency_error", message)
    if code in ("balance_insufficient", "insufficient_funds"):
        return InsufficientFunds(code, message)
    return GatewayRefused(code or str(status), message)
