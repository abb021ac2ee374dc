"""The Stripe simulator for tests: one per process, emptied per test, on the tests' clock, watched throughout.

It fails a test in which the application asks, or the simulator answers, what Stripe's types do not know.
"""

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.gateways import stripe as stripe_gateway
from marketplace.kit import clock as kit_clock
from marketplace.simulator.clock import Clock
from marketplace.simulator.serving import Simulator, running
from tests.contracts.watch import Watch

INBOUND = "/inbound/stripe"


class TestsClock(Clock):
    """The simulator tells the time that the test tells."""

    def now(self) -> int:
        return int(kit_clock.now().timestamp())


@pytest.fixture(scope="session")
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="session")
def the_simulator(watch: Watch) -> Iterator[Simulator]:
    with running(clock=TestsClock(), observe=watch) as simulator:
        _quiet_at_forks(simulator)
        yield simulator


def _quiet_at_forks(simulator: Simulator) -> None:
    """A child never inherits SQLite's own locks in the hands of a thread that it does not have.

    The simulator's threads look at its store every moment; a process forked meanwhile would wait forever in its
    first use of SQLite.
    """
    lock = simulator.world.store.lock
    os.register_at_fork(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)


@pytest.fixture
def simulator(
    the_simulator: Simulator, watch: Watch, clock: object, request: pytest.FixtureRequest
) -> Iterator[Simulator]:
    """Empty. When the test has the application too, its gateway leads here."""
    with the_simulator.world.store.transaction():
        the_simulator.world.store.clear()
    watch.clear()
    if "app" in request.fixturenames:
        lead_here(request.getfixturevalue("app"), the_simulator)
    yield the_simulator
    assert not watch.problems, "Stripe's types do not allow:\n" + "\n".join(watch.problems)


def lead_here(app: Flask, simulator: Simulator) -> None:
    app.config["STRIPE_API_BASE"] = simulator.url
    app.config["STRIPE_WEBHOOK_SECRET"] = simulator.world.webhook_secret
    stripe_gateway.init_app(app)


class Webhooks:
    """Posts to the application, in order, what happened since it was last asked to."""

    def __init__(self, simulator: Simulator, client: FlaskClient) -> None:
        self.simulator, self.client = simulator, client
        self.posted: set[str] = set()

    def __call__(self, kind: str | None = None) -> int:
        """How many. With `kind`, only those; the others wait for the next call."""
        waiting = [event for event in self.simulator.events(kind) if event["id"] not in self.posted]
        for event in waiting:
            self.post(event["id"])
        return len(waiting)

    def post(self, event: str) -> None:
        body, signature = self.simulator.signed(event)
        headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
        answer = self.client.post(INBOUND, data=body, headers=headers)
        assert 200 <= answer.status_code < 300, answer.text
        self.posted.add(event)


@pytest.fixture
def webhooks(app: Flask, simulator: Simulator) -> Webhooks:
    return Webhooks(simulator, app.test_client())
