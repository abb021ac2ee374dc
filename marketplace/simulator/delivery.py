"""Webhooks: signed as Stripe signs them, posted in order, tried again until somebody takes them.

When nobody answers at all, the whole endpoint waits, so order is kept while the receiver starts. When it
answers with an error, only that delivery waits. Waiting is in real time: it is about processes, not days.
"""

import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass

import requests

from marketplace.simulator.events import posted
from marketplace.simulator.world import Body, World

TIMEOUT = (3, 20)
FIRST_WAIT, LONGEST_WAIT, LONGEST_SILENCE = 0.5, 300.0, 5.0


@dataclass(frozen=True)
class Delivery:
    seq: int
    event: Body
    endpoint: Body
    attempts: int


def signature(body: bytes, secret: str, at: int) -> str:
    """https://docs.stripe.com/webhooks#verify-manually"""
    signed = f"{at}.".encode() + body
    return f"t={at},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def sealed(event: Body, secret: str) -> tuple[bytes, str]:
    """The body of a webhook and its signature header, stamped with real time as receivers expect."""
    body = json.dumps(posted(event), indent=2).encode()
    return body, signature(body, secret, int(time.time()))


def deliver(world: World, stop: threading.Event) -> None:
    """The delivering thread."""
    session = requests.Session()
    session.trust_env = False
    while not stop.is_set():
        world.stirred.clear()
        delivery = next_due(world)
        if delivery is None:
            world.stirred.wait(0.3)
        else:
            settle(world, delivery, *attempt(session, delivery))


def next_due(world: World) -> Delivery | None:
    query = "SELECT * FROM deliveries WHERE state = 'pending' AND next_at <= ? ORDER BY seq LIMIT 1"
    with world.store.transaction():
        row = world.store.db.execute(query, (time.time(),)).fetchone()
        if row is None:
            return None
        event, endpoint = world.store.find(row["event"]), world.store.find(row["endpoint"])
        if event is None or endpoint is None:
            world.store.db.execute("DELETE FROM deliveries WHERE seq = ?", (row["seq"],))
            return None
        return Delivery(row["seq"], event, endpoint, row["attempts"])


def attempt(session: requests.Session, delivery: Delivery) -> tuple[int | None, str]:
    """Status, if anybody answered, and words for the log."""
    body, header = sealed(delivery.event, delivery.endpoint["_secret"])
    headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": header}
    url = delivery.endpoint["url"]
    try:
        answer = session.post(url, body, headers=headers, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException as problem:
        return None, type(problem).__name__
    return answer.status_code, f"answered {answer.status_code}"


def settle(world: World, delivery: Delivery, status: int | None, words: str) -> None:
    taken = status is not None and 200 <= status < 300
    with world.store.transaction():
        line = (
            "UPDATE deliveries SET state = ?, attempts = attempts + 1, outcome = ?, next_at = ? WHERE seq = ?"
        )
        later = time.time() + pause(delivery.attempts, LONGEST_WAIT)
        world.store.db.execute(line, ("done" if taken else "pending", words, later, delivery.seq))
        if taken:
            count_down(world, delivery.event)
        if status is None:
            hold_endpoint(world, delivery)


def pause(attempts: int, longest: float) -> float:
    return min(FIRST_WAIT * 2.0 ** min(attempts, 20), longest)


def hold_endpoint(world: World, delivery: Delivery) -> None:
    line = "UPDATE deliveries SET next_at = ? WHERE endpoint = ? AND state = 'pending'"
    until = time.time() + pause(delivery.attempts, LONGEST_SILENCE)
    world.store.db.execute(line, (until, delivery.endpoint["id"]))


def count_down(world: World, event: Body) -> None:
    fresh = world.store.find(event["id"])
    if fresh and fresh.get("pending_webhooks"):
        fresh["pending_webhooks"] -= 1
        world.store.save(fresh)
