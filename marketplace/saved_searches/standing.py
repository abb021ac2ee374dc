"""What a saved search asks for today, and why it may have nothing to say."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.saved_searches.models import SavedSearch
from marketplace.search.queries import matching
from marketplace.search.query import Query

MOST = 1_000
"""People that a search with alerts may find. Whoever asks for everybody cannot be told who is new."""

PLACE_IN_LIST = ("page", "after")
"""Where somebody was in the results is no part of what they look for."""

OVER = "Its days are over. Choose new ones, and its alerts go on."
TOO_BROAD = f"It finds more than {MOST:,} people. Narrow it, and its alerts can say who is new."


def canonical(query: Query) -> dict[str, Any]:
    """The query's address without the place in the list, as it is kept: what JSON gives back."""
    args = {name: value for name, value in query.to_args().items() if name not in PLACE_IN_LIST}
    kept: dict[str, Any] = json.loads(json.dumps(args))
    return kept


def current(search: SavedSearch, today: date | None = None) -> Query:
    """The query as of today (UTC's): of a period that has begun, what is left."""
    today = today or clock.today()
    args = dict(search.args)
    if args.get("first", "9") < today.isoformat() <= _last(args):
        args["first"] = today.isoformat()
    return Query.parse(args, today=today)


def over(search: SavedSearch) -> bool:
    """It asks for days that have passed, all of them."""
    return "first" in search.args and _last(search.args) < clock.today().isoformat()


def rest(search: SavedSearch) -> str:
    """Why it has nothing to tell at the moment; empty when it has."""
    if over(search):
        return OVER
    return _problems(current(search)) or search.rests


def found(search: SavedSearch) -> tuple[list[int], str]:
    """Ids of the experts who answer today, best first; or why it cannot be said."""
    if over(search):
        return [], OVER
    query = current(search)
    if query.problems:
        return [], _problems(query)
    try:
        ids = matching(query, MOST + 1)
    except Invalid as mistake:
        return [], mistake.sentence
    return ([], TOO_BROAD) if len(ids) > MOST else (list(ids), "")


def _problems(query: Query) -> str:
    return " ".join(dict.fromkeys(query.problems.values()))[:255]


def _last(args: Mapping[str, Any]) -> str:
    """ISO days compare as text."""
    return str(args.get("last") or args.get("first") or "")
