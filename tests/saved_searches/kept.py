"""Bruno keeps a search, and newcomers turn up."""

from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.registry.events import ProfilePublished
from marketplace.registry.models import Expert
from marketplace.saved_searches import service
from marketplace.saved_searches.models import Alerts, SavedSearch
from marketplace.search import projection
from marketplace.search.query import Query
from tests import make
from tests.cast import Cast

PAYROLL = {"product": "ledgerline/ledgerline-payroll"}


def keep(
    cast: Cast, alerts: Alerts = Alerts.NONE, *, name: str = "Payroll people", who: str = "bruno", **args: str
) -> SavedSearch:
    indexed()
    return service.save(Query.parse(args or PAYROLL), name, alerts, by=cast.actor(who))


def indexed() -> None:
    """Search knows everybody as they are: rows made for a test announce nothing."""
    with atomic():
        projection.refresh(*db.session.scalars(select(Expert.id)))


def newcomer(cast: Cast, name: str) -> Expert:
    """Certified, published, and recorded as the use case records it."""
    expert = make.expert(name)
    make.certificate(expert, cast.leave)
    with atomic():
        record(ProfilePublished(expert.ref), by=SYSTEM)
    return expert


def told_of() -> list[list[str]]:
    """The names in each alert recorded, oldest first."""
    facts = db.session.scalars(select(Event).where(Event.kind == "ExpertsFound").order_by(Event.id)).all()
    return [
        [
            db.session.scalars(select(Expert.name).where(Expert.ref == ref)).one()
            for ref in one.payload["experts"]
        ]
        for one in facts
    ]
