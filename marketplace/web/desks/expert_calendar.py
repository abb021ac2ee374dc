"""What waits for an expert about their calendar."""

from collections.abc import Iterator
from datetime import date

from flask import url_for

from marketplace.calendar import queries
from marketplace.calendar.freshness import ASK_AFTER, ago, is_fresh, lapses_at
from marketplace.kit import clock
from marketplace.registry.models import Expert
from marketplace.web.desks.item import Item


def items(expert: Expert) -> Iterator[Item]:
    if not queries.weekly_hours(expert.id):
        yield Item(
            "Say when you work",
            "Only people who are free on every day asked for are found.",
            "Set your hours",
            url_for("calendar.hours"),
        )
    elif expert.published:
        yield from _unconfirmed(queries.confirmed_on([expert.id])[expert.id])


def _unconfirmed(on: date | None) -> Iterator[Item]:
    today, done = clock.today(), url_for("calendar.confirm")
    if on is None or not is_fresh(on, today):
        yield Item(
            "Is your calendar still right?",
            "Customers now read “not confirmed lately”; you rank lower until you confirm.",
            "My calendar is right",
            done,
            urgent=on is not None,
            acts=True,
        )
    elif today - on >= ASK_AFTER:
        yield Item(
            "Is your calendar still right?",
            f"You confirmed it {ago(on, today)}. After 14 days customers read “not confirmed lately”, and you rank lower.",
            "My calendar is right",
            done,
            lapses_at(on),
            acts=True,
        )
