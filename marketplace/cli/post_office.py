"""`flask post-office`: where the demo's mail lands."""

import signal
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace.gateways import mailbox


@click.command()
@with_appcontext
def post_office() -> None:
    """Receive mail on MAIL_PORT and keep it under MAILBOX_PATH until stopped."""
    controller = mailbox.server(Path(current_app.config["MAILBOX_PATH"]), current_app.config["MAIL_PORT"])
    controller.start()
    click.echo(f"Mail is received on port {controller.port}")
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    controller.stop()
