"""Every form that changes something carries a token, and is refused without it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.cast import Cast
from tests.rules.matrix import MATRIX, Row
from tests.rules.world import World

SIGNED = ["POST alert_stops.create", "POST inbound_stripe.stripe", "POST mutes.create"]
"""Signed instead: addresses in mails (tests/web: test_saved_searches, test_conversations), and Stripe's notices (tests/inbound)."""
HARMLESS = ["POST theme.update"]
"""Whoever forged it would change the colours of a page; a visitor who only looks needs no session for a token."""


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def test_no_change_is_made_without_the_token(guarded: Flask, cast: Cast, world: World) -> None:
    accepted = [
        str(row) for row in MATRIX if row.method == "POST" and not _refused(guarded, cast, world, row)
    ]
    assert sorted(accepted) == sorted(SIGNED + HARMLESS)


def _refused(app: Flask, cast: Cast, world: World, row: Row) -> bool:
    with app.test_request_context():
        address = app.url_for(row.endpoint, **{name: world[noun] for name, noun in row.given.items()})
    answer = cast.browser(next(iter(sorted(row.allowed)), "visitor")).post(address)
    return answer.status_code == 400 and "open for too long" in answer.text
