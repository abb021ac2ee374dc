"""`flask load-places`: copy the gazetteer into the database, once."""

import click
from flask.cli import with_appcontext

from marketplace.registry import places


@click.command("load-places")
@with_appcontext
def load_places() -> None:
    """Copy the world's towns into the database; a second run adds nothing."""
    load()


def load() -> None:
    """The same for whoever starts the demo."""
    added = places.load()
    click.echo(f"Places: {added:,} towns added." if added else "Places: all towns are there already.")
