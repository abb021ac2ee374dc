"""`flask rotate-badge-keys` and `flask reseal-badge-keys`: the keys that credentials are signed with, and what encrypts them."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from marketplace.agreements import seal_keys
from marketplace.badges import keys
from marketplace.badges.models import IssuerKey
from marketplace.badges.vault import Unreadable
from marketplace.db.base import db
from marketplace.organizations.models import Vendor


@click.command("rotate-badge-keys")
@click.option("--vendor", "slug", help="Only this vendor's, by the name in its address.")
@with_appcontext
def rotate_badge_keys(slug: str | None) -> None:
    """Sign with new keys from now on. Retired ones stay listed, so what they signed stays valid.

    Status lists are not signed anew at once: for some minutes, caches would look for the new key in vain.
    """
    vendors = _vendors(slug)
    if slug and not vendors:
        raise click.ClickException(f"No vendor called {slug} has a key yet.")
    for vendor in vendors:
        key = keys.rotate(vendor)
        click.echo(f"{vendor.name} signs with {key.fragment} now.")


@click.command("reseal-badge-keys")
@with_appcontext
def reseal_badge_keys() -> None:
    """Encrypt all private keys under the first secret of BADGE_KEY. Afterwards the others can be dropped."""
    try:
        count = keys.reseal_all() + seal_keys.reseal_all()
    except Unreadable as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{count} keys are encrypted under the first secret of BADGE_KEY.")


def _vendors(slug: str | None) -> list[Vendor]:
    wanted = select(Vendor).where(Vendor.id.in_(select(IssuerKey.vendor_id))).order_by(Vendor.id)
    return list(db.session.scalars(wanted.where(Vendor.slug == slug) if slug else wanted))
