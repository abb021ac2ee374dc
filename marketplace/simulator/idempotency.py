"""Idempotency keys: https://docs.stripe.com/api/idempotent_requests.

A key gets its answer in the transaction of the work, so a killed simulator forgets a key exactly when it forgets
the work. That a key is in use right now is known in memory only. Answers are kept for a day of the simulator's time.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from marketplace.simulator.clock import DAY
from marketplace.simulator.errors import ApiError
from marketplace.simulator.world import World


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    replayed: bool = False


@dataclass(frozen=True)
class Key:
    """`request` is the fingerprint of what the key was used for."""

    text: str
    account: str
    request: str


def fingerprint(method: str, path: str, params: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([method, path, params], sort_keys=True).encode()).hexdigest()


@contextmanager
def held(world: World, key: Key | None) -> Iterator[None]:
    """While the work runs nobody else may use the key. Raises Stripe's 409."""
    if key is None:
        yield
        return
    name = (key.account, key.text)
    with world.guard:
        if name in world.running:
            raise running(key.text)
        world.running.add(name)
    try:
        yield
    finally:
        world.running.discard(name)


def saved(world: World, key: Key) -> Answer | None:
    """The answer given before. Raises when the key was used for something else."""
    with world.store.transaction():
        world.store.db.execute("DELETE FROM idempotency_keys WHERE made_at < ?", (world.now() - DAY,))
        query = "SELECT * FROM idempotency_keys WHERE key = ? AND account = ?"
        row = world.store.db.execute(query, (key.text, key.account)).fetchone()
    if row is None:
        return None
    if row["request"] != key.request:
        raise mismatch(key.text)
    return Answer(row["status"], json.loads(row["answer"]), replayed=True)


def save(world: World, key: Key, answer: Answer) -> None:
    row = (key.text, key.account, key.request, world.now(), answer.status, json.dumps(answer.body))
    world.store.db.execute("INSERT INTO idempotency_keys VALUES (?, ?, ?, ?, ?, ?)", row)


def mismatch(key: str) -> ApiError:
    sentence = (
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key}' if you meant to execute a different request."
    )
    return ApiError(sentence, kind="idempotency_error")


def running(key: str) -> ApiError:
    sentence = f"There is currently another in-progress request using this idempotent key ({key})."
    return ApiError(sentence, status=409, code="idempotency_key_in_use")
