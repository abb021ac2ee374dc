"""A web server that takes webhooks and answers as told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """`answers` maps an event's type to the statuses it gets, one after the other; then 200."""

    def __init__(self, port: int = 0) -> None:
        self.answers: dict[str, list[int]] = {}
        self.got: list[tuple[bytes, str]] = []
        self.changed = threading.Condition()
        self.server = ThreadingHTTPServer(("127.0.0.1", port), self.handler())
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"

    def handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(receiver.take(body, self.headers["Stripe-Signature"]))
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def take(self, body: bytes, signature: str) -> int:
        with self.changed:
            self.got.append((body, signature))
            self.changed.notify_all()
            return (self.answers.get(json.loads(body)["type"]) or [200]).pop(0)

    def kinds(self) -> list[str]:
        return [json.loads(body)["type"] for body, _ in self.got]

    def wait_for(self, number: int) -> list[str]:
        """The kinds received, once there are that many."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.got) >= number, timeout=15), self.kinds()
        return self.kinds()


@contextmanager
def receiving(port: int = 0) -> Iterator[Receiver]:
    receiver = Receiver(port)
    thread = threading.Thread(target=lambda: receiver.server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()
        thread.join()
