"""The simulator as a process: it starts, is killed, starts again, and minds its door."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
import stripe

from marketplace.simulator.serving import Simulator
from tests.simulator import shop

HERE = Path(__file__).parent.parent.parent


def command(port: int, state: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "marketplace.simulator", "--port", str(port), "--state", str(state), *more]


@contextmanager
def process(
    port: int, state: Path, *more: str
) -> Iterator[tuple[subprocess.Popen[str], stripe.StripeClient]]:
    with subprocess.Popen(
        command(port, state, *more), cwd=HERE, stdout=subprocess.PIPE, text=True, env={**os.environ}
    ) as started:
        try:
            assert started.stdout
            assert f"http://127.0.0.1:{port}" in started.stdout.readline()
            bases = {"api": f"http://127.0.0.1:{port}"}
            yield started, stripe.StripeClient("sk_test_1", base_addresses=bases)
        finally:
            started.kill()


@pytest.fixture
def port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def test_killed_at_once_it_has_lost_nothing_it_answered(port: int, tmp_path: Path) -> None:
    state, clock = tmp_path / "s.sqlite", tmp_path / "clock"
    with process(port, state, "--clock-file", str(clock)) as (started, sdk):
        ana, charge = shop.account(sdk), shop.charge(sdk)
        sent = sdk.v1.transfers.create(
            {"amount": 1000, "currency": "eur", "destination": ana, "source_transaction": charge.id},
            {"idempotency_key": "release"},
        )
        started.send_signal(signal.SIGKILL)
    clock.write_text('{"offset_seconds": 172801}')
    with process(port, state, "--clock-file", str(clock)) as (started, sdk):
        again = sdk.v1.transfers.create(
            {"amount": 1000, "currency": "eur", "destination": ana, "source_transaction": charge.id},
            {"idempotency_key": "other"},
        )
        assert [one.id for one in sdk.v1.transfers.list().data] == [again.id, sent.id]
        assert sdk.v1.balance.retrieve({}, {"stripe_account": ana}).available[0].amount == 2000
        started.send_signal(signal.SIGTERM)
        assert started.wait(10) == 0


def test_an_answered_key_is_remembered_after_a_kill(port: int, tmp_path: Path) -> None:
    state, once = tmp_path / "s.sqlite", {"idempotency_key": "one"}
    with process(port, state) as (started, sdk):
        first = sdk.v1.customers.create({"name": "Dora"}, once)
        started.send_signal(signal.SIGKILL)
    with process(port, state) as (_, sdk):
        assert sdk.v1.customers.create({"name": "Dora"}, once).id == first.id


def test_a_busy_port_gets_a_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = subprocess.run(
            command(port, tmp_path / "s.sqlite"), cwd=HERE, capture_output=True, text=True, timeout=30
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"simulator: Port {port} is busy")
    assert "Traceback" not in ended.stderr


def test_it_can_be_looked_at_and_emptied(simulator: Simulator, sdk: stripe.StripeClient) -> None:
    sdk.v1.customers.create({})
    state = requests.get(f"{simulator.url}/_simulator/state", timeout=5).json()
    assert state["objects"] == {"customer": 1, "event": 1}
    assert requests.post(f"{simulator.url}/_simulator/reset", timeout=5).json() == {"reset": True}
    assert requests.get(f"{simulator.url}/_simulator/state", timeout=5).json()["objects"] == {}


@pytest.mark.parametrize("header", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
def test_a_foreign_page_cannot_reach_it(simulator: Simulator, header: dict[str, str]) -> None:
    answer = requests.post(f"{simulator.url}/_simulator/reset", headers=header, timeout=5)
    assert answer.status_code == 403
