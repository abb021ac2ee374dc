"""Searches run while bookings land: nobody is ever shown who was taken before the question was asked."""

import threading
import time
from collections.abc import Iterator

from flask import Flask

from marketplace.bookings import service as bookings
from marketplace.db.base import db
from marketplace.registry.models import Expert
from marketplace.search import projection
from marketplace.search.queries import search
from marketplace.search.query import Query
from tests import make
from tests.bookings.asking import WEEK, ask
from tests.cast import Cast

EXPERTS, SEARCHERS = 12, 3
ASKED = {"first": WEEK[0].isoformat(), "last": WEEK[-1].isoformat()}


def test_nobody_is_shown_who_was_taken_before(cast: Cast) -> None:
    wanted = list(requested(cast))
    projection.refresh(cast.ana.id, *(expert.id for expert, _ in wanted))
    actors = [(expert.slug, ref, cast.actor(expert.name)) for expert, ref in wanted]
    taken: dict[str, float] = {}
    """Slug to the moment at which the acceptance had been committed."""
    seen: list[tuple[float, frozenset[str]]] = []
    over = threading.Event()

    def book(app: Flask) -> None:
        with app.app_context():
            for slug, ref, actor in actors:
                bookings.accept(ref, by=actor)
                taken[slug] = time.monotonic()
        over.set()

    def look(app: Flask) -> None:
        with app.app_context():
            while not over.is_set():
                began = time.monotonic()
                found = search(Query.parse(ASKED))
                seen.append((began, frozenset(hit.expert.slug for hit in found.items)))
                db.session.rollback()

    db.session.rollback()
    crowd = [threading.Thread(target=look, args=(cast.app,)) for _ in range(SEARCHERS)]
    crowd.append(threading.Thread(target=book, args=(cast.app,)))
    for each in crowd:
        each.start()
    for each in crowd:
        each.join(120)
    assert len(taken) == EXPERTS
    assert len({slugs for _, slugs in seen}) > 2, "searches and bookings met"
    for began, slugs in seen:
        late = {slug for slug, at in taken.items() if at < began}
        assert not slugs & late
    assert {hit.expert.slug for hit in search(Query.parse(ASKED)).items} == {"ana"}


def requested(cast: Cast) -> Iterator[tuple[Expert, str]]:
    for number in range(EXPERTS):
        expert = make.expert(f"Person{number}")
        certificate = make.certificate(expert, cast.leave)
        yield expert, ask(cast, slug=expert.slug, certificate=certificate.ref).ref
