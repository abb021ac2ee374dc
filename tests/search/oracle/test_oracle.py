"""Whoever search finds, counts and orders is whom a slow look at everybody finds, counts and orders; on either engine."""

import os
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from marketplace.accounts.models import User
from marketplace.attestations.models import Attestation
from marketplace.calendar.models import Shift
from marketplace.certification.models import Certificate, Claim
from marketplace.db.session import atomic
from marketplace.kit import clock as kit_clock
from marketplace.registry.employers import INDUSTRIES
from marketplace.registry.models import Expert
from marketplace.search import loosening, projection
from marketplace.search.facets import Value
from marketplace.search.loosening import Way
from marketplace.search.queries import search
from marketplace.search.query import Query
from marketplace.search.ranking import PAGE
from marketplace.search.results import Found
from tests.conftest import Clock
from tests.search.oracle.oracle import Oracle, findable, says
from tests.search.oracle.world import EMPLOYERS, NOWS, WORDS, ZONES, Catalogue, Person, catalogue, people

WORLDS = int(os.environ.get("ORACLE_WORLDS", "40"))
QUERIES = 30
"""Asked of each world: 1,200 cases on each engine in an ordinary run."""
CROWD = 9
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Args = dict[str, str | list[str]]
Part = Callable[[random.Random, Catalogue, date], Args]
WAYS = {
    "share": ("50", "50", "60", "80", "90"),
    "per_week": ("1", "2", "3"),
    "call": ("30", "60", "120"),
    "hours": ("1", "3", "8"),
}


def asked(draw: random.Random, known: Catalogue, today: date) -> Args:
    """The arguments of an address; often several filters at once, sometimes days alone, which then many have to answer for."""
    if draw.random() < 0.25:
        return _when(draw, known, today)
    args: Args = {}
    for chance, part in PARTS:
        if draw.random() < chance:
            args |= part(draw, known, today)
    return args


def _when(draw: random.Random, _known: Catalogue, today: date) -> Args:
    first = today + timedelta(days=draw.randint(1, 60))
    last = first + timedelta(days=draw.choice([0, 1, 4, 9, 30, 60]))
    args: Args = {"first": first.isoformat(), "last": last.isoformat()}
    if draw.random() < 0.3:
        args["weekdays"] = ",".join(draw.sample(WEEKDAYS, draw.randint(1, 4)))
    way = draw.choice(["", *WAYS, "call"])
    if way:
        args[way] = draw.choice(WAYS[way])
    if way in ("share", "per_week") and draw.random() < 0.3:
        args["hours"] = draw.choice(WAYS["hours"])
    return args


def _skill(draw: random.Random, known: Catalogue, today: date) -> Args:
    product = draw.choice(known.products)
    args: Args = {"product": f"{product.vendor.slug}/{product.slug}"}
    if draw.random() < 0.3:
        args["module"] = draw.choice(product.modules).slug
    if draw.random() < 0.3:
        args["release"] = draw.choice([one.version for one in product.releases if one.released_on <= today])
    return args


def _one_of(**named: Sequence[str]) -> Part:
    """Each of these, one of its values."""
    return lambda draw, *_: {name: draw.choice(values) for name, values in named.items()}


def _some_of(name: str, values: Sequence[str]) -> Part:
    return lambda draw, *_: {name: draw.sample(values, draw.randint(1, 2))}


PARTS: tuple[tuple[float, Part], ...] = (
    (0.7, _when),
    (0.5, _skill),
    (0.4, _one_of(level=("associate", "practitioner", "professional", "expert"))),
    (0.3, _one_of(near=("Hamburg", "Berlin", "Rotterdam"), km=("10", "100", "400"))),
    (0.3, _one_of(remote=("1",))),
    (0.3, _one_of(rate=("400", "600", "1200"), currency=("EUR", "EUR", "SEK"))),
    (0.2, _some_of("language", ("de", "en", "fr"))),
    (0.2, _one_of(industry=INDUSTRIES[:4])),
    (0.15, _one_of(used=("1",))),
    (0.15, _one_of(at_once=("1",))),
    (0.2, _one_of(rating=("3.5", "4", "4,4", "4.5", "5"))),
    (0.2, _one_of(overlap=("1", "4", "7"), zone=ZONES)),
    (0.2, _some_of("not_from", (*EMPLOYERS, "Halden"))),
    (0.3, lambda draw, *_: {"q": " ".join(draw.sample(WORDS, draw.randint(1, 2)))}),
)


@settings(deadline=None, max_examples=WORLDS, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), now=st.sampled_from(NOWS))
def test_search_and_a_slow_look_agree(
    app: object, clock: Clock, known: Catalogue, seed: int, now: datetime
) -> None:
    clock.to(now)
    crowd = _fresh(seed, known)
    draw = random.Random(seed)
    today = kit_clock.today()
    for _ in range(QUERIES):
        args = asked(draw, known, today)
        query = Query.parse(args)
        if query.problems:  # a weekend, or fewer days than are wanted each week
            continue
        found = search(query)
        oracle = Oracle(known, crowd, today, understood(query, found, crowd))
        points = oracle.points()
        got = {hit.expert.id: sum(number for _, number in hit.points) for hit in found.items}
        assert got == points, (seed, args)
        assert found.total == len(points) <= PAGE, (seed, args)
        ordered = [got[hit.expert.id] for hit in found.items]
        assert ordered == sorted(ordered, reverse=True), (seed, args)
        _same_counts(found.facets, oracle, (seed, args))
        if not found.total:
            _same_ways(loosening.ways(query, found.understanding.parts if found.understanding else ()), args)
        if query.wanted and not query.call:
            for hit in found.items:
                person = next(one for one in crowd if one.expert.id == hit.expert.id)
                assert list(hit.gaps) == [day for day in query.wanted if not person.free_on(day)], (
                    seed,
                    args,
                )


def _same_ways(ways: Sequence[Way], case: object) -> None:
    """Counted together, they find as many as one by one."""
    for way in ways:
        assert way.total == search(way.query).total, (case, way)


def understood(query: Query, found: Found, crowd: list[Person]) -> Query:
    """Without the words that search says are unknown, which is true: nobody who can be found says them."""
    assert found.understanding
    unknown = set(found.understanding.unknown)
    there = [one for one in crowd if findable(one, kit_clock.today())]
    assert not any(says(one, word) for one in there for word in unknown)
    left = [word for word in query.words.split() if word not in unknown]
    return query.having(words=" ".join(left)) if left else query


@pytest.fixture
def known(app: object) -> Catalogue:
    return catalogue()


def _fresh(seed: int, known: Catalogue) -> list[Person]:
    """A new crowd in place of the last one, and what search keeps about it."""
    with atomic() as session:
        for kind in (Certificate, Claim, Shift, Attestation):
            session.execute(delete(kind))
        gone = session.scalars(select(Expert.id)).all()
        session.execute(delete(Expert))
        session.execute(delete(User).where(User.email.like("p%@example.test")))
    projection.refresh(*gone)
    crowd = people(seed, known, kit_clock.now(), CROWD)
    projection.refresh(*(one.expert.id for one in crowd))
    return crowd


def _same_counts(facets: Mapping[str, Sequence[Value]], oracle: Oracle, case: object) -> None:
    levels = {number: one.count for number, one in enumerate(facets["level"], 1)}
    assert levels == oracle.levels(), case
    for one in facets["language"]:
        assert one.count == oracle.speakers(one.value), (case, one)
    assert facets["at_once"][0].count == oracle.prompt(), case
    for one in facets["rating"]:
        assert one.count == oracle.rated(Fraction(one.value)), (case, one)
    most = oracle.query.rate
    currency = most.currency if most else "EUR"
    for one in facets["rate"]:
        assert one.count == oracle.cheaper(int(one.value) * 100, currency), (case, one)
