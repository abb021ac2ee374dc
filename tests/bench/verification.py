"""How many verifications a second: `python -m tests.bench.verification`. Takes half a minute.

The proof page for people and the status list for machines, asked for over HTTP on this machine, with two workers of the
server that the demo uses.
"""

import os
import platform
import tempfile
import time
from importlib.metadata import version

from flask import Flask
from flask_migrate import upgrade

from marketplace.app import create_app
from marketplace.badges import issuing
from marketplace.db.base import db
from tests import make
from tests.bench import load
from tests.bench.server import THREADS, WORKERS, served

CLIENTS, SECONDS = 4, 10.0
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


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="mavenry-bench-") as instance:
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"INSTANCE_PATH": instance, "QUEUE_URL": "", "LOG_LEVEL": "ERROR"}
        ref = prepare()
        versions = ", ".join(f"{name} {version(name)}" for name in ("flask", "gunicorn", "sqlalchemy"))
        print(f"Verification, {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}")
        print(f"Python {platform.python_version()}, {versions}, SQLite, {os.cpu_count()} cores")
        print(f"gunicorn, {WORKERS} workers of {THREADS} threads, {CLIENTS} clients, {SECONDS:.0f} s each")
        with served() as (port, _):
            for what, path, accept in (
                ("proof page", f"/credentials/{ref}", PERSON),
                ("credential", f"/credentials/{ref}", MACHINE),
                ("status list", "/status/ledgerline/1", MACHINE),
            ):
                done = load.put(port, [path], accept=accept, clients=CLIENTS, seconds=SECONDS)
                print(f"{what:<12} {done.rate:8.1f} answers a second", flush=True)


if __name__ == "__main__":
    main()
