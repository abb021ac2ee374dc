"""A Stripe that does not answer."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from marketplace.gateways.stripe import EXTENSION, StripeGateway


@contextmanager
def silent(app: Flask) -> Iterator[None]:
    """Nobody listens where the gateway leads; it does not try again by itself."""
    answering = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = StripeGateway(
        "sk_test_nobody", "http://127.0.0.1:9", "whsec_nobody", retries=0
    )
    try:
        yield
    finally:
        app.extensions[EXTENSION] = answering
