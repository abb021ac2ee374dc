"""Saving a search, changing it, deleting it, and stopping its alerts."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.saved_searches import looking, policy, queries, standing
from marketplace.saved_searches.events import AlertsStopped, SearchDeleted, SearchRevised, SearchSaved
from marketplace.saved_searches.models import Alerts, SavedSearch
from marketplace.saved_searches.timing import next_look
from marketplace.search.query import Query

MOST = 50
"""Searches that one person may keep."""

NAME = 120


def save(query: Query, name: str, alerts: Alerts, *, by: Actor) -> SavedSearch:
    """Keep the query under that name. Raises `Invalid`, naming the fields, and `Conflict` when there are too many."""
    permit(policy.may_save(by))
    search = SavedSearch(user_id=by.user_id, name=_name(name), args=_args(query), alerts=alerts)
    known = _known(search)
    with atomic() as session:
        owner = session.get_one(User, by.user_id, with_for_update=True)
        _check_room(search)
        session.add(search)
        session.flush()
        _begin(search, owner, known)
        record(SearchSaved(search.ref, alerts), by=by)
    return search


def revise(ref: Ref, name: str, alerts: Alerts, *, by: Actor) -> SavedSearch:
    """Another name, other alerts. Whoever is found while they are switched on counts as known."""
    search, name = queries.own(ref, by), _name(name)
    known = _known(SavedSearch(args=search.args, alerts=alerts)) if search.alerts is Alerts.NONE else None
    with atomic():
        search = locked(SavedSearch, queries.own(ref, by).ref)
        changed, search.name, search.alerts = search.alerts is not alerts, name, alerts
        if known is not None:
            _begin(search, search.user, known)
        elif changed:
            search.due_at = next_look(alerts, search.user.timezone, clock.now())
        record(SearchRevised(search.ref, alerts), by=by)
    return search


def replace(ref: Ref, query: Query, name: str, alerts: Alerts, *, by: Actor) -> SavedSearch:
    """Another query in its place. Whom its owner was told of before is not told again."""
    name, args = _name(name), _args(query)
    known = _known(SavedSearch(args=args, alerts=alerts))
    with atomic():
        search = locked(SavedSearch, queries.own(ref, by).ref)
        search.name, search.args, search.alerts = name, args, alerts
        _begin(search, search.user, known)
        record(SearchRevised(search.ref, alerts), by=by)
    return search


def delete(ref: Ref, *, by: Actor) -> None:
    """Nothing of it is kept."""
    with atomic() as session:
        search = locked(SavedSearch, queries.own(ref, by).ref)
        record(SearchDeleted(search.ref), by=by)
        session.delete(search)


def stop(token: str) -> SavedSearch:
    """No more alerts, by the link in a mail. Harmless the second time."""
    with atomic():
        search = locked(SavedSearch, from_token(token).ref)
        if search.alerts is not Alerts.NONE:
            search.alerts, search.due_at = Alerts.NONE, None
            record(AlertsStopped(search.ref), by=SYSTEM)
    return search


def stop_token(search: SavedSearch) -> str:
    """What the link in a mail carries: the search's name, signed."""
    return str(_signer().dumps(search.ref))


def from_token(signed: str) -> SavedSearch:
    """The search that a link names. Raises `NotFound`."""
    try:
        found = queries.named(_signer().loads(signed))
    except BadSignature:
        raise NotFound("This link is not complete. Open it straight from the mail.") from None
    if found is None:
        raise NotFound("This search has been deleted, and its alerts with it.")
    return found


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="saved-search")


def _name(text: str) -> str:
    typed = Typed()
    name = typed.line("name", text, NAME, needed="Give it a name by which you will know it.")
    typed.check()
    return name


def _args(query: Query) -> dict[str, object]:
    if query.problems:
        raise Invalid("We cannot search for that yet: " + " ".join(query.problems.values()))
    if not query.narrowed:
        raise Invalid("This search asks for nothing yet. Say what you look for, then save it.")
    return standing.canonical(query)


def _known(search: SavedSearch) -> tuple[list[int], str]:
    """Whom its owner can see at this moment, and so knows; nobody is kept when there are no alerts."""
    if search.alerts is Alerts.NONE:
        return [], ""
    ids, rests = standing.found(search)
    if rests:
        raise Invalid(f"There is nothing to alert you to. {rests}", {"alerts": rests})
    return ids, rests


def _begin(search: SavedSearch, owner: User, known: tuple[list[int], str]) -> None:
    now = clock.now()
    search.looked_at, search.rests = now, known[1]
    search.due_at = next_look(search.alerts, owner.timezone, now)
    looking.remember(search, known[0])


def _check_room(search: SavedSearch) -> None:
    """The owner's row is locked: two requests at once do not both find room."""
    mine = db.session.scalars(select(SavedSearch).where(SavedSearch.user_id == search.user_id)).all()
    same = next((one for one in mine if one.args == search.args), None)
    if same:
        raise Conflict(f"You keep this search already, as “{same.name}”.")
    if len(mine) >= MOST:
        raise Conflict(f"You keep {MOST} searches, and that is the most. Delete one that you no longer need.")
