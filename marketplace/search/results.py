"""What a search answers: hits with their reasons, counts, and where the next page begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from marketplace.calendar.queries import DayState
from marketplace.kit.period import Days
from marketplace.programmes.levels import Level
from marketplace.search import reasons, sphere
from marketplace.search.cards import Card, Seal, cards
from marketplace.search.facets import Value
from marketplace.search.lookup import Wanted
from marketplace.search.understanding import Understanding

STRIP = 28
"""Days shown when no period is asked for."""
LONGEST_STRIP = 70
"""Days shown at most; what lies behind is in the gaps."""


@dataclass(slots=True)
class Hit:
    """One expert found. `seals` begins with the best answer; `km` is the distance to the place asked for; `days` the period asked
    for or the next four weeks; `gaps` the wanted days that are not free; `points` what they stand where they stand for."""

    expert: Card
    seals: Sequence[Seal]
    km: int | None
    days: Sequence[DayState]
    gaps: Sequence[date]
    why: Sequence[str]
    points: Sequence[tuple[str, int]]
    newcomer: bool
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search. `next` is the cursor of the page after it, empty on the last."""

    items: Sequence[Hit]
    total: int
    number: int
    pages: int
    next: str = ""
    facets: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    understanding: Understanding | None = None
    product: str = ""
    """The name of the product that was asked for."""

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


def hits(scored: Sequence[tuple[int, int]], wanted: Wanted, newcomers: Sequence[int] = ()) -> list[Hit]:
    """In the order given; who has lost the last live certificate since they were found is left out."""
    found = cards([one for one, _ in scored])
    made = (_hit(found[one], points, wanted, one in newcomers) for one, points in scored if one in found)
    return [one for one in made if one]


def _hit(card: Card, points: int, wanted: Wanted, newcomer: bool) -> Hit | None:
    seals, km, query = _seals(card, wanted), _km(card, wanted), wanted.query
    if not seals:
        return None
    days = query.days or Days(wanted.today, wanted.today + timedelta(days=STRIP - 1))
    shown = Days(days.first, min(days.last, days.first + timedelta(days=LONGEST_STRIP - 1)))
    gaps = card.gaps(query.wanted) if query.wanted and not query.call else []
    return Hit(
        card,
        seals,
        None if km is None else round(km),
        card.strip(shown),
        gaps,
        reasons.why(card, seals, km, gaps, wanted),
        reasons.points(card, seals[0], km, points, wanted),
        newcomer,
        card.confirmed_on,
    )


def _seals(card: Card, wanted: Wanted) -> list[Seal]:
    """Those that answer the query first, then by what they are worth: the first one is why they stand where they stand."""
    today = wanted.today.isoformat()
    live = [one for one in card.said["seals"] if one["from"] <= today <= one["until"]]
    made = [_seal(one, wanted, today) for one in live]
    return sorted(made, key=lambda one: (not one.answers, -reasons.worth(one), -one.level))


def _seal(said: Mapping[str, Any], wanted: Wanted, today: str) -> Seal:
    steps = [step for step in said["steps"] if step[0] <= today]
    _, current, changed = steps[-1] if steps else ("", "", 0)
    return Seal(
        ref=said["ref"],
        skill=said["skill"],
        vendor=said["vendor"],
        level=Level(said["level"]),
        release=said["release"],
        until=date.fromisoformat(said["until"]),
        current=current,
        changed=changed,
        used=said["used"],
        answers=_answers(said, wanted),
    )


def _answers(said: Mapping[str, Any], wanted: Wanted) -> bool:
    if wanted.skills and not any(
        said["skill_id"] == skill and said["level"] >= least for skill, least in wanted.skills
    ):
        return False
    level, released_on = wanted.query.level, wanted.released_on
    return bool(
        (wanted.product is None or said["product_id"] == wanted.product.id)
        and (wanted.skill_id is None or said["skill_id"] == wanted.skill_id)
        and (level is None or said["level"] >= level)
        and (released_on is None or said["released"] >= released_on.isoformat())
        and (said["used"] or not wanted.query.used)
        and said["until"] >= wanted.through.isoformat()
    )


def _km(card: Card, wanted: Wanted) -> float | None:
    if wanted.place is None or card.at is None:
        return None
    return sphere.distance(wanted.place.at, sphere.vector(*card.at))
