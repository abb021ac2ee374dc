"""When a search with alerts is looked at next."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from marketplace.kit.period import local
from marketplace.saved_searches.models import Alerts

PAUSE = timedelta(minutes=10)
"""Instant alerts look no more often than this."""

MORNING = 8 * 60
MONDAY = 0


def next_look(alerts: Alerts, zone: str, now: datetime) -> datetime | None:
    """Instant: after a pause. Daily: at the next 8:00 on the wall clock of `zone`; weekly: at that of a Monday."""
    if alerts is Alerts.NONE:
        return None
    if alerts is Alerts.INSTANT:
        return now + PAUSE
    today = now.astimezone(ZoneInfo(zone)).date()
    return next(
        morning
        for day in (today + timedelta(days=n) for n in range(9))
        if (alerts is Alerts.DAILY or day.weekday() == MONDAY) and (morning := _morning(day, zone)) > now
    )


def _morning(day: date, zone: str) -> datetime:
    return local(day, MORNING, zone)
