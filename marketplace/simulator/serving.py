"""Starting and stopping: its own process by the command, a thread of yours by `running`."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from marketplace.simulator.app import create_app
from marketplace.simulator.clock import Clock
from marketplace.simulator.delivery import deliver, sealed
from marketplace.simulator.resources.webhook_endpoints import given_at_start
from marketplace.simulator.store import Store
from marketplace.simulator.ticking import tick
from marketplace.simulator.world import Body, Observer, World, nobody

HOST = "127.0.0.1"


class PortTaken(Exception):
    """Somebody else listens there."""


class Quiet(WSGIRequestHandler):
    """Requests are listed on the front page; errors are logged where they happen."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:
        logging.getLogger("simulator").debug(message, *args)


@dataclass
class Simulator:
    world: World
    server: BaseWSGIServer
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.world.url

    @property
    def clock(self) -> Clock:
        return self.world.clock

    def start(self) -> None:
        work = (
            lambda: self.server.serve_forever(poll_interval=0.05),
            lambda: tick(self.world, self.stop),
            lambda: deliver(self.world, self.stop),
        )
        self.threads = [threading.Thread(target=run, daemon=True) for run in work]
        for thread in self.threads:
            thread.start()

    def close(self) -> None:
        self.stop.set()
        self.world.stirred.set()
        self.server.shutdown()
        for thread in self.threads:
            thread.join(timeout=5)
        self.server.server_close()
        self.world.store.close()

    def events(self, kind: str | None = None) -> list[Body]:
        """What happened, in order; also what nobody was told of."""
        with self.world.store.transaction():
            return self.world.store.history(kind)

    def signed(self, event: str) -> tuple[bytes, str]:
        """Body and signature header of that event's webhook, for a test that posts it itself."""
        with self.world.store.transaction():
            found = self.world.store.find(event)
        if found is None:
            raise LookupError(f"no event {event}")
        return sealed(found, self.world.webhook_secret)


def build(
    port: int = 0,
    *,
    state: Path | None = None,
    clock: Clock | None = None,
    webhook_url: str | None = None,
    webhook_secret: str = "whsec_simulator",
    observe: Observer = nobody,
) -> Simulator:
    """A simulator that listens but does not answer yet. Raises `PortTaken`. Port 0 takes any free one."""
    door = listen(port)
    world = World(Store(state), clock or Clock(), webhook_secret=webhook_secret, observe=observe)
    world.url = f"http://{HOST}:{door.getsockname()[1]}"
    if webhook_url:
        given_at_start(world, webhook_url, webhook_secret)
    server = make_server(
        HOST,
        door.getsockname()[1],
        create_app(world),
        threaded=True,
        request_handler=Quiet,
        fd=door.detach(),
    )
    return Simulator(world, server)


def listen(port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
    except OSError as problem:
        door.close()
        raise PortTaken(f"Port {port} is busy: something else is listening on {HOST}:{port}.") from problem
    door.listen(128)
    return door


@contextmanager
def running(
    port: int = 0,
    *,
    state: Path | None = None,
    clock: Clock | None = None,
    webhook_url: str | None = None,
    webhook_secret: str = "whsec_simulator",
    observe: Observer = nobody,
) -> Iterator[Simulator]:
    """A simulator in threads of this process. Without `webhook_url` events are only stored."""
    simulator = build(
        port,
        state=state,
        clock=clock,
        webhook_url=webhook_url,
        webhook_secret=webhook_secret,
        observe=observe,
    )
    simulator.start()
    try:
        yield simulator
    finally:
        simulator.close()
