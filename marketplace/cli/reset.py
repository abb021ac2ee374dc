"""`flask reset-demo`: forget everything and start over."""

import shutil
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import downgrade

from marketplace.db.base import db

LEFTOVERS = ("mavenry.db*", "queue.db*", "simulator.sqlite*", "clock.json")


@click.command("reset-demo")
@with_appcontext
def reset_demo() -> None:
    """Empty the demo's database and drop its files, mails and clock. Refuses outside the demo."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("Only a demo is reset like this.")
    instance = Path(current_app.config["INSTANCE_PATH"])
    downgrade(revision="base")
    db.engine.dispose()
    for pattern in LEFTOVERS:
        for file in instance.glob(pattern):
            file.unlink()
    for folder in ("files", "mailbox"):
        shutil.rmtree(instance / folder, ignore_errors=True)
    click.echo("The demo is empty again.")
