"""`flask reconcile`: our books against Stripe's, to the cent."""

import click
from flask.cli import with_appcontext

from marketplace.accounts.actor import SYSTEM
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger
from marketplace.reconciliation import service
from marketplace.reconciliation.models import ReconciliationState
from marketplace.reconciliation.report import Balance, Difference


@click.command()
@click.option(
    "--recent",
    is_flag=True,
    help="Only lines since shortly before the last time; balances are compared whole.",
)
@with_appcontext
def reconcile(recent: bool) -> None:
    """Compare every line at Stripe with the ledger. Ends with 1 when anything differs that will not come right by itself."""
    crooked = {currency: left for currency, left in ledger.trial_balance().items() if left}
    for currency, left in crooked.items():
        click.echo(f"The ledger itself does not sum to zero: {left} minor units of {currency} are left.")
    made = service.run(service.begin(whole=not recent, by=SYSTEM).ref)
    if made.state is not ReconciliationState.FINISHED:
        raise click.ClickException(made.failure or "Somebody else is comparing at this moment.")
    for balance in made.report.balances:
        click.echo(_balance(balance))
    for difference in made.report.differences:
        click.echo(_difference(difference))
    wrong = made.flagged + len(crooked)
    others = f"{wrong or 'no'} other {'difference' if wrong == 1 else 'differences'}"
    click.echo(
        f"{len(made.report.balances)} balances and {made.movements} lines compared; {made.expected or 'no'} expected and "
        f"{others}; {made.fetched or 'no'} missed notices fetched."
    )
    if wrong:
        raise SystemExit(1)


def _balance(one: Balance) -> str:
    return f"{_who(one)}: {_sides(one)}"


def _difference(one: Difference) -> str:
    mark = "expected" if one.expected else "DIFFERS"
    of = f" of booking {one.booking}" if one.booking else ""
    return f"  {mark}: {one.kind} {one.subject}{of} in {_who(one)}: {_sides(one)}. {one.why}"


def _who(one: Balance | Difference) -> str:
    return f"{one.account.name} ({one.account.stripe_id})" if one.account.stripe_id else one.account.name


def _sides(one: Balance | Difference) -> str:
    said = f"{_shown(one.ours)} in the ledger, {_shown(one.stripes)} at Stripe"
    return f"{said}, off by {one.difference.decimal():+,}" if one.difference else said


def _shown(money: Money) -> str:
    return f"{money.decimal():,} {money.currency}"
