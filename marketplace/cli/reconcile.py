"""`flask reconcile`: our books against Stripe's, to the cent."""

import click
from flask.cli import with_appcontext

from marketplace.ledger import queries as ledger
from marketplace.payouts.reconciling import Comparison, comparisons


@click.command()
@with_appcontext
def reconcile() -> None:
    """Compare every balance in the ledger with Stripe's. Ends with 1 when any differs."""
    crooked = {currency: left for currency, left in ledger.trial_balance().items() if left}
    for currency, left in crooked.items():
        click.echo(f"The ledger itself does not sum to zero: {left} minor units of {currency} are left.")
    compared = list(comparisons())
    for one in compared:
        click.echo(_line(one))
    wrong = sum(bool(one.difference) for one in compared) + len(crooked)
    click.echo(
        f"{len(compared)} balances compared, {wrong or 'no'} {'difference' if wrong == 1 else 'differences'}."
    )
    if wrong:
        raise SystemExit(1)


def _line(one: Comparison) -> str:
    currency = one.ours.currency
    said = (
        f"{one.account}: {one.ours.decimal():,} {currency} in the ledger, {one.stripes.decimal():,} at Stripe"
    )
    return f"{said}, off by {one.difference.decimal():+,}" if one.difference else said
