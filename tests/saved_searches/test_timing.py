"""When alerts look: 8:00 on the owner's wall clock, also when the clocks change."""

from datetime import UTC, datetime

import pytest

from marketplace.saved_searches.models import Alerts
from marketplace.saved_searches.timing import next_look


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "alerts, zone, now, then",
    [
        (Alerts.INSTANT, "Europe/Berlin", "2027-03-01T08:00", "2027-03-01T08:10"),
        (Alerts.DAILY, "Europe/Berlin", "2027-03-01T06:59", "2027-03-01T07:00"),
        (Alerts.DAILY, "Europe/Berlin", "2027-03-01T07:00", "2027-03-02T07:00"),
        (Alerts.DAILY, "Europe/Berlin", "2027-03-27T08:00", "2027-03-28T06:00"),
        (Alerts.DAILY, "Pacific/Auckland", "2027-03-01T20:00", "2027-03-02T19:00"),
        (Alerts.DAILY, "America/Los_Angeles", "2027-03-01T15:00", "2027-03-01T16:00"),
        (Alerts.WEEKLY, "Europe/Berlin", "2027-03-01T06:00", "2027-03-01T07:00"),
        (Alerts.WEEKLY, "Europe/Berlin", "2027-03-01T07:00", "2027-03-08T07:00"),
        (Alerts.WEEKLY, "Pacific/Auckland", "2027-03-06T00:00", "2027-03-07T19:00"),
    ],
)
def test_next_look(alerts: Alerts, zone: str, now: str, then: str) -> None:
    assert next_look(alerts, zone, at(now)) == at(then)


def test_without_alerts_never() -> None:
    assert next_look(Alerts.NONE, "UTC", at("2027-03-01T08:00")) is None
