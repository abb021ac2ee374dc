"""The simulated world: its store, its clock, and what it tells others."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from marketplace.simulator.clock import Clock
from marketplace.simulator.errors import missing
from marketplace.simulator.store import Store

Body = dict[str, Any]
LISTED = 25
Observer = Callable[[str, str, dict[str, Any], Any], None]
"""Told `method, path, params, response` of each API request, and `"EVENT", "", {}, event` of each event."""


def nobody(method: str, path: str, params: dict[str, Any], response: Any) -> None:
    """The observer of a world that nobody watches."""


@dataclass(frozen=True)
class Request:
    """One line of the front page."""

    id: str
    at: int
    method: str
    path: str
    status: int


@dataclass
class World:
    store: Store
    clock: Clock
    url: str = ""
    webhook_secret: str = "whsec_simulator"
    observe: Observer = nobody
    requests: deque[Request] = field(default_factory=lambda: deque(maxlen=LISTED))
    """The latest first."""
    running: set[tuple[str, str]] = field(default_factory=set)
    """Idempotency keys whose requests are being played, with their accounts."""
    guard: threading.Lock = field(default_factory=threading.Lock)
    stirred: threading.Event = field(default_factory=threading.Event)
    """Set when there is something to deliver."""
    cause: tuple[str | None, str | None] = (None, None)
    """Id and idempotency key of the request being played; events name it."""

    def now(self) -> int:
        return self.clock.now()

    def the(self, kind: str, key: str, account: str = "", param: str = "id") -> Body:
        """The object of that kind and account. Raises Stripe's 404."""
        found = self.store.find(key, kind, account)
        if found is None:
            raise missing(kind.removeprefix("v2.core."), key, param)
        return found
