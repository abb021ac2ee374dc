from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from marketplace import reactions
from marketplace.events import inbox
from tests.conftest import Clock

read: list[str] = []


def note(payload: dict[str, Any]) -> None:
    if payload.get("broken"):
        raise LookupError("our row is not there yet")
    read.append("charge.succeeded")


@pytest.fixture(autouse=True)
def reading(app: Flask) -> Iterator[None]:
    read.clear()
    inbox.install({"stripe": {"charge.succeeded": note}})
    yield
    inbox.install(reactions.READERS)


def test_a_notice_that_comes_twice_is_read_once() -> None:
    assert inbox.keep("stripe", "evt_1", "charge.succeeded", {})
    assert not inbox.keep("stripe", "evt_1", "charge.succeeded", {})
    assert inbox.sweep() == 1
    assert inbox.sweep() == 0
    assert read == ["charge.succeeded"]


def test_a_notice_that_comes_too_early_is_read_again_later(clock: Clock) -> None:
    inbox.keep("stripe", "evt_1", "charge.succeeded", {"broken": True})
    assert inbox.sweep() == 1
    assert inbox.sweep() == 0
    clock.forward(seconds=3)
    assert inbox.sweep() == 1
    assert read == []
