"""`flask reindex`: build every search document anew."""

import click
from flask.cli import with_appcontext

from marketplace.search import projection


@click.command()
@with_appcontext
def reindex() -> None:
    """Build every search document anew."""
    click.echo(f"{projection.reindex_all()} experts indexed.")
