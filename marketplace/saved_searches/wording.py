"""A saved search in a line of words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale

from marketplace.saved_searches.models import Alerts

ALERTS = {
    Alerts.NONE: "No alerts",
    Alerts.INSTANT: "At once, at most every ten minutes",
    Alerts.DAILY: "Daily, at 8:00",
    Alerts.WEEKLY: "Weekly, on Monday at 8:00",
}

_SAID = {
    "q": "“{}”",
    "product": "{}",
    "module": "{}",
    "outcome": "{}",
    "level": "{} or higher",
    "release": "on {} or later",
    "first": "from {}",
    "last": "to {}",
    "near": "near {}",
    "km": "within {} km",
    "rate": "up to {}",
    "currency": "{}",
    "language": "speaks {}",
    "industry": "knows {}",
    "weekdays": "on {}",
    "per_week": "{} days a week",
    "share": "at least {} % of it",
    "hours": "{} hours a day",
    "call": "a call of {} minutes",
    "overlap": "{} hours in common",
    "zone": "with {}",
    "not_from": "not from {}",
}
_PLAIN = {"remote": "remote", "used": "use attested", "fresh": "confirmed lately"}


def asked(args: Mapping[str, Any]) -> list[str]:
    """What an address asks for, a piece for each part of the address."""
    return [_said(name, value) for name, value in args.items()]


def _said(name: str, value: object) -> str:
    if name in _PLAIN:
        return _PLAIN[name]
    texts = [str(one) for one in (value if isinstance(value, list) else [value])]
    return _SAID.get(name, name.replace("_", " ") + " {}").format(
        ", ".join(_word(name, one) for one in texts)
    )


def _word(name: str, text: str) -> str:
    """`ledgerline/ledgerline-payroll` is Ledgerline Payroll; days are written as people do."""
    if name in ("first", "last"):
        return format_date(date.fromisoformat(text), "d MMM y", locale=get_locale())
    if name in ("product", "module", "outcome", "level"):
        return text.rpartition("/")[2].replace("-", " ").title()
    return text
