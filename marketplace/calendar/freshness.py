"""How long an expert's word about their calendar counts. Days are those of UTC's calendar, so that everybody counts alike."""

from datetime import UTC, date, datetime, time, timedelta

ASK_AFTER = timedelta(days=10)
"""Then the expert is asked whether the calendar is still right."""

COUNTS_FOR = timedelta(days=14)
"""Then customers read that it was not confirmed lately, and the expert ranks lower."""


def is_fresh(confirmed_on: date | None, today: date) -> bool:
    """Customers may still rely on it."""
    return confirmed_on is not None and today - confirmed_on < COUNTS_FOR


def fresh_since(today: date) -> date:
    """The earliest day on which a confirmation still counts today."""
    return today - COUNTS_FOR + timedelta(days=1)


def lapses_at(confirmed_on: date) -> datetime:
    """The instant from which a confirmation given on that day no longer counts."""
    return datetime.combine(confirmed_on + COUNTS_FOR, time(), UTC)


def ago(confirmed_on: date, today: date) -> str:
    """`today`, `yesterday`, `3 days ago`."""
    days = (today - confirmed_on).days
    return {0: "today", 1: "yesterday"}.get(max(0, days), f"{days} days ago")


def said(confirmed_on: date | None, today: date) -> str:
    """What customers read: `Confirmed free 3 days ago` or `Not confirmed lately`."""
    if confirmed_on is None or not is_fresh(confirmed_on, today):
        return "Not confirmed lately"
    return f"Confirmed free {ago(confirmed_on, today)}"
