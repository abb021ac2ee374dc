"""How many verifications a second: `python -m tests.bench.verification`. Takes half a minute.

The proof page for people and the status list for machines, asked for over HTTP on this machine, with two workers of the
server that the demo uses.
"""

import os
import platform
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from marketplace.app import create_app
from marketplace.badges import issuing
from marketplace.db.base import db
from tests import make

WORKERS, THREADS, CLIENTS, SECONDS = 2, 4, 4, 10.0
PERSON, MACHINE = "text/html", "application/vc"


def prepare() -> str:
    """A vendor, an expert, a credential; its ref."""
    app: Flask = create_app()
    with app.app_context():
        upgrade()
        product = make.product(make.vendor())
        certificate = make.certificate(make.expert(), make.skill(product, "Leave"))
        ref = issuing.issue(certificate.ref).ref
        db.engine.dispose()
    return ref


@contextmanager
def served() -> Iterator[int]:
    """The application on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    gunicorn = Path(sys.executable).with_name("gunicorn")
    size = ["--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"]
    quiet = ["--no-control-socket", "--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([gunicorn, *size, *quiet, "wsgi:app"])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=15)


def wait_for(port: int, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if asked(HTTPConnection("127.0.0.1", port, timeout=5), "/health", MACHINE) == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


def asked(line: HTTPConnection, path: str, accept: str) -> int:
    line.request("GET", path, headers={"Accept": accept})
    answer = line.getresponse()
    answer.read()
    return answer.status


def measured(port: int, path: str, accept: str) -> float:
    """Answers a second, from several clients that each keep one connection. Anything but 200 ends it."""
    done, until = [0] * CLIENTS, time.monotonic() + SECONDS

    def client(number: int) -> None:
        line = HTTPConnection("127.0.0.1", port, timeout=10)
        while time.monotonic() < until:
            if asked(line, path, accept) != 200:
                raise RuntimeError(path)
            done[number] += 1

    clients = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    began = time.monotonic()
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    return sum(done) / (time.monotonic() - began)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="mavenry-bench-") as instance:
        os.environ |= {"INSTANCE_PATH": instance, "QUEUE_URL": "", "LOG_LEVEL": "ERROR"}
        ref = prepare()
        versions = ", ".join(f"{name} {version(name)}" for name in ("flask", "gunicorn", "sqlalchemy"))
        print(f"Verification, {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}")
        print(f"Python {platform.python_version()}, {versions}, SQLite, {os.cpu_count()} cores")
        print(f"gunicorn, {WORKERS} workers of {THREADS} threads, {CLIENTS} clients, {SECONDS:.0f} s each")
        with served() as port:
            for what, path, accept in (
                ("proof page", f"/credentials/{ref}", PERSON),
                ("credential", f"/credentials/{ref}", MACHINE),
                ("status list", "/status/ledgerline/1", MACHINE),
            ):
                print(f"{what:<12} {measured(port, path, accept):8.1f} answers a second", flush=True)


if __name__ == "__main__":
    main()
