"""A test that uses the simulator fails when anybody speaks otherwise than Stripe does."""

from typing import Any

import pytest
import requests
import stripe

from marketplace.simulator.resources import customers
from marketplace.simulator.serving import running
from tests.contracts.watch import Watch

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


def test_the_fixture_fails_its_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        pytest_plugins = ("tests.simulated",)

        import pytest

        @pytest.fixture
        def clock():
            return None

        def test_careless(simulator, watch):
            watch("GET", "/v1/customers", {"colour": "blue"}, {"object": "list", "data": [], "url": "/", "has_more": False})
        """
    )
    outcome = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    outcome.assert_outcomes(passed=1, errors=1)
    outcome.stdout.fnmatch_lines(["*GET /v1/customers → request colour: unknown*"])
