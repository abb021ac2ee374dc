"""Calendars elsewhere: Emil keeps his appointments in another one, Ana and Bruno read their bookings in theirs."""

from datetime import timedelta
from pathlib import Path

from flask import current_app

from marketplace.calendar import following, linking
from marketplace.calendar.reading import apart
from marketplace.cli.story import people, stage
from marketplace.feeds import service as feeds
from marketplace.kit import clock
from marketplace.kit.period import Days
from marketplace.registry import queries as registry

FILE = "demo/elsewhere.ics"
"""Under the static files; the worker reads it from the site itself, once that runs."""


def play() -> None:
    _link()
    feeds.make(by=stage.actor(people.ANA.name))
    feeds.make(stage.organization("Bruno Keil").id, by=stage.actor("Bruno Keil"))


def _link() -> None:
    by, config = stage.actor(people.EMIL.name), current_app.config
    address = f"{str(config['BASE_URL']).rstrip('/')}/static/{FILE}"
    linked = linking.link(registry.own_profile(by).ref, "At home", address, by=by)
    today = clock.today()
    days = Days(today - timedelta(days=1), today + following.HORIZON + following.SLACK)
    body = Path(current_app.static_folder or "", FILE).read_bytes()
    following.take_in(linked.ref, apart.read(body, days), days.last)
