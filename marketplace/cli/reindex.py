"""`flask reindex` builds what search reads anew; `flask check-search` compares it with the truth."""

import click
from flask.cli import with_appcontext

from marketplace.reviews import rating
from marketplace.search import checking, rebuilding

SHOWN = 20


@click.command()
@with_appcontext
def reindex() -> None:
    """Build anew what search reads, while the site goes on. Stopped, it goes on where it was."""
    rating.recount()
    rebuild = rebuilding.begin()
    left, done = rebuilding.left(rebuild), 0
    with click.progressbar(length=left, label="Experts") as bar:
        for built in rebuilding.steps():
            bar.update(built)
            done += built
    click.echo(f"{done} experts built anew.")


@click.command()
@with_appcontext
def check_search() -> None:
    """Compare what search reads with the truth. Ends with 1 when anything differs."""
    wrong = {one.expert: one.parts for found in checking.differences() for one in found}
    for slug in rating.wrong():
        wrong[slug] = (*wrong.get(slug, ()), "rating")
    for slug in list(wrong)[:SHOWN]:
        click.echo(f"{slug}: {', '.join(wrong[slug])}")
    click.echo(f"{len(wrong) or 'No'} {'expert differs' if len(wrong) == 1 else 'experts differ'}.")
    if wrong:
        raise SystemExit(1)
