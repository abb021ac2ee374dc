"""How many bookings are accepted a second, with everything that search has to know in the same transaction; and how many experts
are built anew a second."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sqlalchemy import func, select

from marketplace.bookings import service as bookings
from marketplace.calendar.queries import free_days
from marketplace.certification.models import Certificate, CertificateState
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.period import Days
from marketplace.organizations import queries as organizations
from marketplace.registry.models import Expert
from marketplace.search import projection
from tests import make
from tests.bench import databases

TRIES, AHEAD = 150, 150


def measured(address: str) -> Iterator[tuple[str, float]]:
    """What, and how many a second, one after the other."""
    with databases.app_for(address).app_context():
        yield "bookings accepted", _accepted()
        ids = list(db.session.scalars(select(Expert.id).order_by(Expert.id).limit(2 * projection.BATCH)))
        began = time.perf_counter()
        projection.refresh(*ids[: projection.BATCH])
        projection.refresh(*ids[projection.BATCH :])
        yield "experts built anew", len(ids) / (time.perf_counter() - began)
        db.session.remove()
        db.engine.dispose()


def _accepted() -> float:
    """Each is asked for, accepted, and called off again; only accepting counts."""
    chance, took, done = Random(7), 0.0, 0
    name = f"Bench {time.time_ns()}"
    customer = make.organization(name)
    booker = make.user(name, purpose="organization")
    make.join(customer, booker, "owner")
    by = organizations.actor_for(booker)
    many = db.session.scalar(select(func.max(Expert.id))) or 0
    while done < TRIES:
        found = _somebody(chance.randint(1, many))
        days = found and _free(found.expert_id, clock.today() + timedelta(days=chance.randint(5, AHEAD)))
        if not found or not days:
            continue
        asked = bookings.request(
            found.expert.slug, found.ref, days, "Three days, please.", organization_ref=customer.ref, by=by
        )
        theirs = organizations.actor_for(found.expert.user)
        began = time.perf_counter()
        bookings.accept(asked.ref, by=theirs)
        took += time.perf_counter() - began
        bookings.cancel(asked.ref, by=by, reason="Only measured.")
        done += 1
    return done / took


def _somebody(at_least: int) -> Certificate | None:
    wanted = select(Certificate).where(
        Certificate.expert_id >= at_least,
        Certificate.state == CertificateState.ACTIVE,
        Certificate.expires_on > clock.today() + timedelta(days=AHEAD + 30),
    )
    return db.session.scalar(wanted.order_by(Certificate.expert_id).limit(1))


def _free(expert_id: int, first: date) -> list[date]:
    found = free_days(expert_id, Days(first, first + timedelta(days=14)))
    return found[:3] if len(found) >= 3 else []
