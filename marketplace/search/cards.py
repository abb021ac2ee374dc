"""What a result shows, read from the cards of the experts found."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import text

from marketplace.calendar.queries import DayKind, DayState
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.kit.period import Days
from marketplace.programmes.levels import Level
from marketplace.search import days as bits
from marketplace.search.ranking import PAGE

_NAMES = [f"i{n}" for n in range(PAGE)]
CARDS = text(
    f"SELECT expert_id, body, days FROM search_card WHERE expert_id IN ({', '.join(f':{one}' for one in _NAMES)})"
)
"""Always as many as a page has: a statement that grows with its results would be planned anew for each number of them."""
LABELS = {DayKind.FREE: "Free", DayKind.BOOKED: "Taken", DayKind.OFF: "Off"}


# Not frozen: that would take longer than everything else in making them, twenty times a page.
@dataclass(slots=True)
class Seal:
    """A certificate. `current` is the version that is out now where something has changed since: `changed` topics."""

    ref: str
    skill: str
    vendor: str
    level: Level
    release: str
    until: date
    current: str
    changed: int
    used: bool
    answers: bool
    """It is about what the search asks for."""


@dataclass(slots=True)
class Card:
    """An expert, as everybody may see them."""

    id: int
    ref: str
    slug: str
    name: str
    headline: str
    photo_key: str | None
    place: str
    town: str
    at: tuple[float, float] | None
    remote: bool
    on_site_km: int | None
    rate: Money | None
    hour_rate: Money | None
    """Of whoever takes calls."""
    timezone: str
    languages: Sequence[str]
    bookings: int
    rating: int
    """In tenths of a star; 0 without `reviews`."""
    reviews: int
    masked: int
    at_once: bool
    """Free days are held without asking."""
    confirmed_on: date | None
    said: dict[str, Any] = field(repr=False, compare=False)
    off: Sequence[int] = field(repr=False, compare=False)
    taken: Sequence[int] = field(repr=False, compare=False)
    since: int = 0

    def free(self, day: date) -> bool:
        place = bits.month_of(day) - self.since
        return 0 <= place < bits.MONTHS and not (self.off[place] | self.taken[place]) & bits.bit(day)

    def gaps(self, days: Sequence[date]) -> list[date]:
        """Those on which they are not free. Most people found are free on all, which takes a look at each month."""
        since, off, taken = self.since, self.off, self.taken
        for month, mask in _masks(tuple(days)):
            place = month - since
            if not 0 <= place < bits.MONTHS or (off[place] | taken[place]) & mask:
                return [day for day in days if not self.free(day)]
        return []

    def strip(self, days: Days) -> list[DayState]:
        off, taken = self.off, self.taken
        return [
            away if place < 0 or off[place] & bit else booked if taken[place] & bit else free
            for place, bit, free, booked, away in _cells(days.first, days.last, self.since)
        ]


def cards(ids: Sequence[int]) -> dict[int, Card]:
    """One statement for each page of them."""
    found: dict[int, Card] = {}
    for start in range(0, len(ids), PAGE):
        asked = dict.fromkeys(_NAMES, 0) | dict(zip(_NAMES, ids[start : start + PAGE], strict=False))
        found |= {one: _card(one, body, days) for one, body, days in db.session.execute(CARDS, asked)}
    return found


def _card(expert_id: int, body: str, days: str) -> Card:
    said = json.loads(body)
    since, (off, taken, (confirmed,)) = bits.unpacked(days)
    return Card(
        id=expert_id,
        ref=said["ref"],
        slug=said["slug"],
        name=said["name"],
        headline=said["headline"],
        photo_key=said["photo"],
        place=said["place"],
        town=said["town"],
        at=tuple(said["at"]) if said["at"] else None,
        remote=said["remote"],
        on_site_km=said["on_site_km"],
        rate=Money(*said["rate"]) if said["rate"] else None,
        hour_rate=Money(said["hour"], said["rate"][1]) if said.get("hour") and said["rate"] else None,
        timezone=said["zone"],
        languages=said["languages"],
        bookings=said["bookings"],
        # Not in cards from before there were reviews, until they are built anew.
        rating=said.get("rating", 0),
        reviews=said.get("reviews", 0),
        masked=said["masked"],
        at_once=said.get("at_once", False),  # nor is this
        confirmed_on=date.fromordinal(confirmed) if confirmed else None,
        said=said,
        off=off,
        taken=taken,
        since=since,
    )


@lru_cache(maxsize=1_000)
def _masks(days: Sequence[date]) -> Sequence[tuple[int, int]]:
    return tuple(bits.masks(days).items())


@lru_cache(maxsize=1_000)
def _cells(first: date, last: date, since: int) -> Sequence[tuple[int, int, DayState, DayState, DayState]]:
    """Where each of these days stands in a year that begins with `since`, -1 for nowhere; and what it can be."""
    found = []
    for day in Days(first, last):
        place = bits.month_of(day) - since
        free, booked, away = (DayState(day, kind, label) for kind, label in LABELS.items())
        found.append((place if place < bits.MONTHS else -1, bits.bit(day), free, booked, away))
    return found
