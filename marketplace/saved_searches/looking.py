"""What the schedule does: look at the searches that are due, and record whom each finds that its owner does not know yet."""

from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement, or_, select

from marketplace.accounts.actor import SYSTEM
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.registry.models import Expert
from marketplace.saved_searches import changes, standing
from marketplace.saved_searches.events import ExpertsFound
from marketplace.saved_searches.models import Alerts, Known, SavedSearch
from marketplace.saved_searches.timing import next_look

NAMED = 10
"""People whom an alert names; of the others it says how many."""

SETTLING = timedelta(minutes=10)
"""How long a change counts as news: what it leads to in the index, and a commit that came late, have happened by then."""

AT_LEAST = timedelta(days=1)
"""Instant searches are looked at so often even when nothing seems to have changed: time itself changes answers."""

AT_ONCE = 500
"""Searches looked at in one go; the rest a minute later."""

log = structlog.get_logger()


def look_at_due() -> int:
    """Look at all that are due, the most overdue first; how many. One that fails does not keep the others from it."""
    refs = db.session.scalars(
        select(SavedSearch.ref).where(_due()).order_by(SavedSearch.due_at).limit(AT_ONCE)
    ).all()
    for ref in refs:
        try:
            look(ref)
        except Exception:
            db.session.rollback()
            log.exception("saved search failed", search=ref)
    return len(refs)


def look(ref: Ref) -> None:
    """Look at one that is due. Two workers at it: the second finds it done."""
    search = db.session.scalar(select(SavedSearch).where(SavedSearch.ref == ref))
    if search is None:
        return
    began, asked = clock.now(), dict(search.args)
    # Searching may take its time; nobody waits for a lock meanwhile.
    ids, rests = standing.found(search)
    with atomic():
        try:
            search = locked(SavedSearch, ref)
        except NotFound:
            return  # deleted meanwhile
        if search.due_at is None or search.due_at > began or search.args != asked:
            return
        search.looked_at, search.rests = began, rests
        search.due_at = next_look(search.alerts, search.user.timezone, began)
        _tell(search, remember(search, ids))


def remember(search: SavedSearch, ids: list[int]) -> list[int]:
    """Keep them as known, inside the caller's transaction; those who were not, in the same order."""
    known = set(db.session.scalars(select(Known.expert_id).where(Known.search_id == search.id)))
    new = [one for one in ids if one not in known]
    db.session.add_all(Known(search_id=search.id, expert_id=one) for one in new)
    db.session.flush()
    return new


def _tell(search: SavedSearch, new: list[int]) -> None:
    if new:
        rows = db.session.execute(select(Expert.id, Expert.ref).where(Expert.id.in_(new[:NAMED]))).all()
        refs = dict(rows)
        record(ExpertsFound(search.ref, [refs[one] for one in new[:NAMED]], len(new)), by=SYSTEM)


def _due() -> ColumnElement[bool]:
    """Instant ones only when something has changed that they may not have seen."""
    now, latest = clock.now(), changes.latest()
    unseen = SavedSearch.looked_at <= now - AT_LEAST
    if latest is not None:
        unseen = or_(unseen, SavedSearch.looked_at < latest + SETTLING)
    return (SavedSearch.due_at <= now) & or_(SavedSearch.alerts != Alerts.INSTANT, unseen)
