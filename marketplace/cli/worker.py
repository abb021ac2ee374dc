"""`flask worker`: runs what has to follow, and every minute the schedule."""

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace import schedule


@click.command()
@click.option("--threads", default=2, show_default=True, help="How many jobs may run at once.")
@with_appcontext
def worker(threads: int) -> None:
    """Run reactions, notices from Stripe and the schedule until stopped."""
    huey = current_app.extensions.get("huey")
    if huey is None:
        raise click.ClickException("QUEUE_URL is empty, so there is no queue to work on.")
    schedule.tick()
    huey.create_consumer(workers=threads, initial_delay=0.05, max_delay=1.0).run()
