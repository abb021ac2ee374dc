"""What Bruno keeps: a search that tells him each Monday who is new, and a shortlist that Dora reads, too."""

from sqlalchemy import select

from marketplace.cli.story import stage
from marketplace.db.base import db
from marketplace.registry.models import Expert
from marketplace.saved_searches import service as saved_searches
from marketplace.saved_searches.models import Alerts
from marketplace.search.query import Query
from marketplace.shortlists import entries

PAYROLL = {"product": "ledgerline/ledgerline-payroll", "remote": "1"}
BRUNO, DORA = "Bruno Keil", "Dora Hansen"


def searches() -> None:
    """Kept before the last of them are certified, so that an alert has something to say."""
    by = stage.actor(BRUNO)
    saved_searches.save(Query.parse(PAYROLL), "Payroll, remote", Alerts.WEEKLY, by=by)
    saved_searches.save(Query.parse({"q": "picking"}), "Picking, for the cold store", Alerts.NONE, by=by)


def shortlist(names: list[str]) -> None:
    """Three people, two notes, two opinions."""
    first, second, third = (_slug(name) for name in names)
    by, team = stage.actor(BRUNO), stage.organization(BRUNO)
    note = "Made our rehearsal green on all three sites. First choice."
    made = entries.put_on_new(first, team.ref, "Year-end team", note, by=by).shortlist
    entries.put(second, made.ref, by=by)
    other = entries.put(third, made.ref, by=by)
    entries.write_note(other.ref, "Dearer, but free in December. Ask before Friday.", by=stage.actor(DORA))


def _slug(name: str) -> str:
    return db.session.scalars(select(Expert.slug).where(Expert.name == name)).one()
