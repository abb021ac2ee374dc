"""Our books and Stripe's say the same, or the operator is told what differs."""

import pytest
from click.testing import Result
from flask import Flask

from marketplace.bookings.models import Booking
from marketplace.db.session import atomic
from marketplace.gateways.stripe import the_gateway
from marketplace.kit.money import Money
from marketplace.ledger import service as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payouts import paying, queries, releasing
from marketplace.simulator.serving import Simulator
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payouts.stage import onboarded, paid, worked


@pytest.fixture
def booking(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> Booking:
    """One day is given back, two are earned and released."""
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking, 480, 480, 0)
    clock.forward(days=4)
    releasing.release_due()
    return booking


def reconcile(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["reconcile"])


def test_nothing_has_happened_yet(app: Flask, simulator: Simulator) -> None:
    result = reconcile(app)
    assert (result.exit_code, result.output) == (0, "0 balances compared, no differences.\n")


def test_the_books_agree_at_every_step(app: Flask, cast: Cast, booking: Booking, clock: Clock) -> None:
    assert reconcile(app).output.endswith("2 balances compared, no differences.\n")
    paying.pay_out_due()
    assert reconcile(app).exit_code == 0
    clock.forward(days=2)
    assert reconcile(app).exit_code == 0


def test_money_that_the_books_do_not_know_is_named(app: Flask, cast: Cast, booking: Booking) -> None:
    """Somebody has moved one euro by hand, on Stripe's own pages."""
    the_gateway().transfer(
        destination=queries.destination(cast.ana.id),
        amount=Money(100, "EUR"),
        source_charge=queries.transfers_of(booking.id)[0].charge_id,
        transfer_group=booking.ref,
        reference="by hand",
        key="by hand",
    )
    result = reconcile(app)
    assert result.exit_code == 1
    assert "Platform" in result.output and "off by -1.00" in result.output
    assert "Ana (acct_" in result.output and "off by +1.00" in result.output
    assert result.output.endswith("2 balances compared, 2 differences.\n")


def test_an_entry_that_stripe_does_not_know_is_named(app: Flask, cast: Cast, booking: Booking) -> None:
    lines = ledger.move(Money(1, "JPY"), out_of=(AccountKind.BOOKING, "x"), into=(AccountKind.STRIPE, ""))
    with atomic():
        ledger.post("imagined", "Imagined", lines, booking=None)
    result = reconcile(app)
    assert result.exit_code == 1
    assert "Platform: 1 JPY in the ledger, 0 at Stripe, off by -1\n" in result.output
