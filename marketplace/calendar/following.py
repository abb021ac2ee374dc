"""Reading linked calendars: the row is claimed, the calendar fetched and parsed outside any transaction, the outcome written.

A crash in between loses nothing: the claim is only the time of the next reading.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import delete, insert, select

from marketplace.accounts.actor import SYSTEM
from marketplace.calendar import busy, linking
from marketplace.calendar.events import BusyTimesChanged, CalendarLinked, LinkedCalendarFailed
from marketplace.calendar.models import BusyStretch, LinkedCalendar, LinkState
from marketplace.calendar.reading import apart
from marketplace.calendar.reading.expanding import Reading
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.gateways import outward
from marketplace.gateways.outward import Answer, Fetched, Unchanged, Wanted
from marketplace.gateways.outward_addresses import CannotFetch
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days
from marketplace.registry.models import Expert

HORIZON = timedelta(days=180)
"""So far ahead busy times are known."""
SLACK = timedelta(days=14)
"""Known beyond it, so that an unchanged calendar need not be read whole each day."""
EVERY = timedelta(minutes=30)
LONGEST_PAUSE = timedelta(hours=12)
"""Pauses double while it fails, up to this."""
TOLD_AFTER = 4
"""Failures in a row; some three hours."""

TOGETHER = 10
"""Calendars read at the same time."""
PATIENCE = 30
"""Seconds for one round of the schedule; what is left over comes a minute later."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What has to be known to read a calendar without a transaction."""

    ref: Ref
    wanted: Wanted
    days: Days


def read_due() -> int:
    """Read what is due, the longest due first; how many."""
    until, done = time.monotonic() + PATIENCE, 0
    while time.monotonic() < until and (refs := _due()):
        read(refs)
        done += len(refs)
    return done


def follow_link(fact: CalendarLinked, _: Event) -> None:
    """Reaction to CalendarLinked: nobody has to wait for the schedule."""
    read([fact.calendar])


def read(refs: Sequence[Ref]) -> None:
    """Those of them that are due. Two workers at one: the second finds it done."""
    claims = [claim for ref in refs if (claim := _claim(ref))]
    for claim, answer in zip(claims, outward.fetch_all([one.wanted for one in claims]), strict=True):
        _take(claim, answer)


def take_in(ref: Ref, reading: Reading | None, through: date, etag: str = "", modified: str = "") -> None:
    """The calendar was read; None when it is as it was. Removed in the meantime, nothing is left to write."""
    with atomic():
        found = _locked(ref)
        if found is None:
            return
        expert, row = found
        row.become("read")
        row.failures, row.problem, row.read_at = 0, "", clock.now()
        row.due_at = clock.now() + EVERY
        if reading is None:
            return
        row.etag, row.modified, row.through, row.left_out = etag, modified, through, reading.left_out
        before = busy.ahead(expert)
        _replace(row, reading)
        # Days may be the same, and yet some call fits no more.
        if busy.settle(expert) or busy.ahead(expert) != before:
            record(BusyTimesChanged(expert.ref, row.ref), by=SYSTEM)


def fail(ref: Ref, problem: str) -> None:
    """It could not be read. What is known of it goes on counting; after some failures in a row its owner is told."""
    with atomic():
        found = _locked(ref)
        if found is None:
            return
        expert, row = found
        row.failures += 1
        row.problem = problem[:300]
        row.due_at = clock.now() + min(LONGEST_PAUSE, EVERY * 2 ** min(row.failures - 1, 10))
        if row.failures >= TOLD_AFTER and row.state is not LinkState.FAILING:
            row.become("fail")
            record(LinkedCalendarFailed(expert.ref, row.ref), by=SYSTEM)


def own_ending() -> str:
    """How the names of our own events end (RFC 7986, UID): in a calendar that we read they would be an echo."""
    return f"@bookings.{urlsplit(current_app.config['BASE_URL']).hostname}"


def _due() -> Sequence[Ref]:
    wanted = select(LinkedCalendar.ref).where(LinkedCalendar.due_at <= clock.now())
    return db.session.scalars(wanted.order_by(LinkedCalendar.due_at, LinkedCalendar.id).limit(TOGETHER)).all()


def _claim(ref: Ref) -> Claim | None:
    today = clock.today()
    with atomic():
        try:
            row = locked(LinkedCalendar, ref)
        except NotFound:
            return None
        if row.due_at > clock.now():
            return None
        row.due_at = clock.now() + EVERY
        wanted = Wanted(row.address)
        if row.through is not None and row.through >= today + HORIZON:
            wanted = Wanted(row.address, row.etag, row.modified)
        return Claim(ref, wanted, Days(today - timedelta(days=1), today + HORIZON + SLACK))


def _take(claim: Claim, answer: Answer) -> None:
    if isinstance(answer, CannotFetch):
        fail(claim.ref, answer.sentence)
    elif isinstance(answer, Unchanged):
        take_in(claim.ref, None, claim.days.last)
    else:
        _parse(claim, answer)


def _parse(claim: Claim, answer: Fetched) -> None:
    try:
        reading = apart.read(answer.body, claim.days, own_ending())
    except Invalid as problem:
        fail(claim.ref, problem.sentence)
    else:
        take_in(claim.ref, reading, claim.days.last, answer.etag, answer.modified)


def _locked(ref: Ref) -> tuple[Expert, LinkedCalendar] | None:
    """The expert first, as everywhere."""
    row = linking.named(ref)
    if row is None:
        return None
    wanted = select(Expert).where(Expert.id == row.expert_id).with_for_update()
    expert = db.session.scalars(wanted.execution_options(populate_existing=True)).one()
    try:
        return expert, locked(LinkedCalendar, ref)
    except NotFound:
        return None


def _replace(row: LinkedCalendar, reading: Reading) -> None:
    db.session.execute(delete(BusyStretch).where(BusyStretch.calendar_id == row.id))
    rows = [
        {
            "calendar_id": row.id,
            "floating": one.floating,
            "starts_at": one.starts.replace(tzinfo=UTC),
            "ends_at": one.ends.replace(tzinfo=UTC),
        }
        for one in reading.busy
    ]
    if rows:
        db.session.execute(insert(BusyStretch), rows)
