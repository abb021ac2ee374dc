"""`flask demo`: migrate, play the story once, then run everything under one supervisor until Ctrl-C."""

import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from honcho.manager import Manager
from honcho.printer import Printer

from marketplace.cli.story import play as story
from marketplace.registry import places

WEB_PROCESSES, WEB_THREADS = 2, 4


@click.command()
@with_appcontext
def demo() -> None:
    """Start the web server, the worker, the Stripe simulator and a mailbox, with a story to look at."""
    refuse_busy_ports()
    upgrade()
    places.load()
    if not story.played():
        if story.begun():
            raise click.ClickException("The story was broken off half-way. Start over: make reset demo")
        with running(simulator(), post_office()):
            story.play(click.echo)
    click.echo(story.sign_ins(current_app.config["BASE_URL"]))
    sys.exit(supervise())


def refuse_busy_ports() -> None:
    """Say which port is taken and how to choose another, before anything is started."""
    ours: dict[int, str] = {}
    for setting in ("PORT", "SIMULATOR_PORT", "MAIL_PORT"):
        port = current_app.config[setting]
        if port in ours:
            raise click.ClickException(f"{ours[port]} and {setting} are both {port}. Each needs its own.")
        ours[port] = setting
        if not _free(port):
            raise click.ClickException(
                f"Port {port} is in use by another program. Choose another: {setting}={port + 1} make demo"
            )


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def web() -> list[str]:
    bind = f"127.0.0.1:{current_app.config['PORT']}"
    size = ["--workers", str(WEB_PROCESSES), "--threads", str(WEB_THREADS), "--worker-class", "gthread"]
    quiet = ["--no-control-socket", "--log-level", "warning"]
    # Browsers keep connections open that they have no use for; Ctrl-C shall not wait for them.
    brisk = ["--graceful-timeout", "2"]
    # Put together once, for both processes: that is most of what a start takes.
    once = ["--preload"]
    return [_beside_python("gunicorn"), "--bind", bind, *size, *quiet, *brisk, *once, "wsgi:app"]


def worker() -> list[str]:
    return [_beside_python("flask"), "--app", "wsgi", "worker"]


def post_office() -> list[str]:
    config = current_app.config
    options = ["--port", str(config["MAIL_PORT"]), "--path", str(config["MAILBOX_PATH"])]
    return [sys.executable, "-m", "marketplace.cli.post_office", *options]


def simulator() -> list[str]:
    config = current_app.config
    options = {
        "--port": config["SIMULATOR_PORT"],
        "--state": Path(config["INSTANCE_PATH"]) / "simulator.sqlite",
        "--clock-file": config["CLOCK_FILE"],
        "--webhook-url": f"http://127.0.0.1:{config['PORT']}/inbound/stripe",
        "--webhook-secret": config["STRIPE_WEBHOOK_SECRET"],
    }
    flat = [str(part) for pair in options.items() for part in pair]
    return [sys.executable, "-m", "marketplace.simulator", *flat]


def _beside_python(program: str) -> str:
    return str(Path(sys.executable).with_name(program))


@contextmanager
def running(*commands: list[str]) -> Iterator[None]:
    """Run these programs for as long as the block lasts."""
    started = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]  # noqa: S603
    try:
        for setting in ("SIMULATOR_PORT", "MAIL_PORT"):
            _wait_for(current_app.config[setting])
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=10)


def _wait_for(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while _free(port):
        if time.monotonic() > deadline:
            raise click.ClickException(f"Nothing answers on port {port}.")
        time.sleep(0.05)


def supervise() -> int:
    """Run all four until one stops or Ctrl-C; the exit code."""
    manager = Manager(Printer(sys.stdout))
    for name, command in (
        ("simulator", simulator()),
        ("mail", post_office()),
        ("worker", worker()),
        ("web", web()),
    ):
        manager.add_process(name, shlex.join(command), env={**os.environ, "PYTHONUNBUFFERED": "1"})
    manager.loop()
    return 0 if manager.returncode in (0, 130, 143) else int(manager.returncode or 1)
