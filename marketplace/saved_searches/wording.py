"""A saved search in a line of words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.saved_searches.models import Alerts
from marketplace.search.query import Query
from marketplace.search.wording import pieces

ALERTS = {
    Alerts.NONE: "No alerts",
    Alerts.INSTANT: "At once, at most every ten minutes",
    Alerts.DAILY: "Daily, at 8:00",
    Alerts.WEEKLY: "Weekly, on Monday at 8:00",
}


def asked(args: Mapping[str, Any]) -> list[str]:
    """What an address asks for, piece by piece, though its days may be over."""
    first = args.get("first")
    query = Query.parse(args, today=date.fromisoformat(first) if first else None)
    said = [f"“{query.words}”"] if query.words else []
    return said + [label for label, _ in pieces(query, {})]
