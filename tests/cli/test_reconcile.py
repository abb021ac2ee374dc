"""Our books and Stripe's say the same, or the operator is told what differs."""

import pytest
from click.testing import Result
from flask import Flask

from marketplace.bookings.models import Booking
from marketplace.db.session import atomic
from marketplace.kit.money import Money
from marketplace.ledger import service as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payouts import paying
from marketplace.simulator.serving import Simulator
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.reconciliation.stage import by_hand, released


@pytest.fixture
def booking(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> Booking:
    return released(cast, clock, settle)


AGREED = (
    "{} balances and {} lines compared; no expected and no other differences; {} missed notices fetched.\n"
)


def reconcile(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["reconcile"])


def test_nothing_has_happened_yet(app: Flask, simulator: Simulator) -> None:
    result = reconcile(app)
    assert (result.exit_code, result.output) == (0, AGREED.format(0, 0, "no"))


def test_the_books_agree_at_every_step(app: Flask, cast: Cast, booking: Booking, clock: Clock) -> None:
    assert reconcile(app).output.endswith(AGREED.format(2, 4, 2))
    paying.pay_out_due()
    assert reconcile(app).exit_code == 0
    clock.forward(days=2)
    assert reconcile(app).exit_code == 0


def test_money_that_the_books_do_not_know_is_named(app: Flask, cast: Cast, booking: Booking) -> None:
    """Somebody has moved one euro by hand, on Stripe's own pages."""
    by_hand(cast, booking)
    result = reconcile(app)
    assert result.exit_code == 1
    assert "Platform" in result.output and "off by -1.00" in result.output
    assert "Ana (acct_" in result.output and "off by +1.00" in result.output
    assert result.output.count("DIFFERS: ") == 2 and "nothing here asked for it" in result.output
    assert "no expected and 2 other differences" in result.output


def test_an_entry_that_stripe_does_not_know_is_named(app: Flask, cast: Cast, booking: Booking) -> None:
    lines = ledger.move(Money(1, "JPY"), out_of=(AccountKind.BOOKING, "x"), into=(AccountKind.STRIPE, ""))
    with atomic():
        ledger.post("imagined", "Imagined", lines, booking=None)
    result = reconcile(app)
    assert result.exit_code == 1
    assert "Platform: 1 JPY in the ledger, 0 JPY at Stripe, off by -1\n" in result.output
