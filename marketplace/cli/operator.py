"""`flask operator olga@example.org`: the first person who may run the installation. They have registered before."""

import click
from flask.cli import with_appcontext

from marketplace.accounts import service as accounts
from marketplace.kit.errors import Refused


@click.command("operator")
@click.argument("address")
@with_appcontext
def operator(address: str) -> None:
    """Let the owner of ADDRESS run this installation."""
    try:
        person = accounts.appoint_operator(address)
    except Refused as refusal:
        raise click.ClickException(f"{refusal.sentence} Register first, then come back.") from refusal
    click.echo(f"{person.shown_name} finds Operations among their hats from now on.")
