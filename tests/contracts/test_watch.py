"""A test that uses the simulator fails when anybody speaks otherwise than Stripe does."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
import stripe

from marketplace.simulator.resources import customers
from marketplace.simulator.serving import running
from tests.contracts.watch import Watch

ROOT = Path(__file__).parents[2]
KEY = {"Authorization": "Bearer sk_test_1"}


def client(url: str) -> stripe.StripeClient:
    return stripe.StripeClient("sk_test_1", base_addresses={"api": url})


def test_right_words_pass() -> None:
    watch = Watch()
    with running(observe=watch) as simulator:
        client(simulator.url).v1.customers.create({"name": "Dora"})
    assert watch.problems == []
    assert watch.seen == 2, "the request and its event"


def test_an_object_that_stripe_would_not_answer_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(world: Any, said: dict[str, Any]) -> dict[str, Any]:
        body = {"id": "cus_1", "object": "customer", "created": "today", "colour": "blue"}
        return dict(world.store.add(body))

    monkeypatch.setattr(customers, "born", careless)
    watch = Watch()
    with running(observe=watch) as simulator:
        client(simulator.url).v1.customers.create({"name": "Dora"})
    assert watch.problems == [
        "POST /v1/customers → answer livemode: missing",
        "POST /v1/customers → answer created: 'today' is not int",
        "POST /v1/customers → answer colour: unknown",
    ]


def test_an_event_that_stripe_would_not_send_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = customers.tell
    monkeypatch.setattr(customers, "tell", lambda world, kind, body: real(world, "customer.dreamt", body))
    watch = Watch()
    with running(observe=watch) as simulator:
        client(simulator.url).v1.customers.create({"name": "Dora"})
    (problem,) = watch.problems
    assert "type: 'customer.dreamt' is none of" in problem


def test_a_request_that_stripe_would_not_take_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when the simulator is too kind and takes it."""
    (route,) = [one for one in customers.routes.found if one.handler is customers.every]
    lenient = type(route)(route.method, route.path, lambda value, name: {}, route.handler)
    monkeypatch.setattr(customers.routes, "found", [lenient])
    watch = Watch()
    with running(observe=watch) as simulator:
        requests.get(f"{simulator.url}/v1/customers", {"colour": "blue"}, headers=KEY, timeout=5)
    assert watch.problems == ["GET /v1/customers → request colour: unknown"]


def test_what_is_refused_is_left_to_whoever_asked() -> None:
    watch = Watch()
    with running(observe=watch) as simulator:
        requests.get(f"{simulator.url}/v1/customers", {"colour": "blue"}, headers=KEY, timeout=5)
    assert watch.problems == []


CARELESS = """
pytest_plugins = ("tests.simulated",)

import pytest

@pytest.fixture
def clock():
    return None

def test_careless(simulator, watch):
    watch("GET", "/v1/customers", {"colour": "blue"}, {"object": "list", "data": [], "url": "/", "has_more": False})
"""


def test_the_fixture_fails_its_test(tmp_path: Path) -> None:
    """In a process of its own: pytest's own plugin for this would unload what the simulator's threads have imported."""
    (tmp_path / "test_careless.py").write_text(CARELESS)
    run = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    said = subprocess.run(
        run, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert "1 passed, 1 error" in said.stdout, said.stdout + said.stderr
    assert "GET /v1/customers → request colour: unknown" in said.stdout
