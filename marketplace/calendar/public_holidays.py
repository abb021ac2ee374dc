"""Public holidays of the expert's country, written down a year ahead so that whoever asks about days need not know the law.

The dates come from the library `holidays`; the names in English where it knows them. Which of them are worked all the same is the
expert's own word and outlives every reading.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

import holidays
from sqlalchemy import delete, select

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.calendar import confirming, policy
from marketplace.calendar.events import HolidayChanged, HolidaysChosen, HolidaysRolled
from marketplace.calendar.rule_models import BookingRule, Holiday
from marketplace.calendar.rules import row_of
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.countries import countries
from marketplace.kit.errors import Invalid, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.registry.models import Expert

KNOWN = timedelta(days=420)
"""So far ahead they are written down: further than search and any horizon within a year look."""
ROLLED_AT = timedelta(days=400)
"""When less than that is known, more is written down."""
KEPT = timedelta(days=62)
A_TICK = 100
LONGEST_NAME = 120


@cache
def known_countries() -> tuple[tuple[str, str], ...]:
    """(code, name) of those whose holidays are known, by name."""
    known = holidays.list_supported_countries()
    return tuple((code, name) for code, name in countries() if code in known)


@cache
def regions(country: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of a country's parts that have holidays of their own, by name; empty where there are none."""
    if country not in dict(known_countries()):
        return ()
    found = holidays.country_holidays(country)
    names: dict[str, str] = {}
    for alias, code in found.subdivisions_aliases.items():
        names.setdefault(code, alias)
    every = ((code, names.get(code, code)) for code in found.subdivisions)
    return tuple(sorted(every, key=lambda pair: pair[1]))


def choose(ref: Ref, country: str, region: str = "", *, by: Actor) -> Expert:
    """Whose holidays are off from now on; an empty country for none. A region of another country counts as none."""
    if country and country not in dict(known_countries()):
        raise Invalid("Choose a country from the list.", {"country": "Choose a country from the list."})
    with atomic() as session:
        expert = locked(Expert, ref)
        permit(policy.may_keep(by, expert))
        row = row_of(expert)
        row.country, row.region = country, region if region in dict(regions(country)) else ""
        session.flush()
        _write(expert, row)
        confirming.note(expert)
        record(HolidaysChosen(expert.ref, row.country, row.region), by=by)
    return expert


def change(ref: Ref, on: date, works: bool, *, by: Actor) -> Holiday:
    """Work on one of them all the same, or don't after all."""
    with atomic() as session:
        expert = locked(Expert, ref)
        permit(policy.may_keep(by, expert))
        row = session.scalar(select(Holiday).where(Holiday.expert_id == expert.id, Holiday.on == on))
        if row is None:
            raise NotFound("That day is no public holiday of yours.")
        row.works = works
        session.flush()
        confirming.note(expert)
        record(HolidayChanged(expert.ref, on.isoformat(), works), by=by)
    return row


def coming(expert_id: int, since: date) -> Sequence[Holiday]:
    """A year of them, soonest first."""
    wanted = select(Holiday).where(
        Holiday.expert_id == expert_id, Holiday.on >= since, Holiday.on < since + timedelta(days=365)
    )
    return db.session.scalars(wanted.order_by(Holiday.on)).all()


def roll() -> int:
    """For the schedule: write down what comes into reach; for how many experts."""
    due = (
        select(Expert.ref)
        .join(BookingRule, BookingRule.expert_id == Expert.id)
        .where(BookingRule.country != "", BookingRule.holidays_through < clock.today() + ROLLED_AT)
    )
    return sum(_roll(ref) for ref in db.session.scalars(due.order_by(Expert.id).limit(A_TICK)).all())


def _roll(ref: Ref) -> int:
    with atomic():
        expert = locked(Expert, ref)
        row = row_of(expert)
        if not row.country or row.holidays_through is None:
            return 0
        if _write(expert, row):
            record(HolidaysRolled(expert.ref, row.holidays_through.isoformat()), by=SYSTEM)
    return 1


def _write(expert: Expert, row: BookingRule) -> bool:
    """The expert locked; whether any day has changed. What is over stays for a while, as search keeps it, too."""
    today = clock.today(expert.timezone)
    mine = Holiday.expert_id == expert.id
    db.session.execute(delete(Holiday).where(mine, Holiday.on < today - KEPT))
    known = {one.on: one for one in db.session.scalars(select(Holiday).where(mine, Holiday.on >= today))}
    row.holidays_through = today + KNOWN if row.country else None
    ought = _names(row.country, row.region, today, today + KNOWN) if row.country else {}
    for on in known.keys() - ought.keys():
        db.session.delete(known[on])
    for on, name in ought.items():
        if on in known:
            known[on].name = name
        else:
            db.session.add(Holiday(expert_id=expert.id, on=on, name=name))
    db.session.flush()
    return known.keys() != ought.keys()


def _names(country: str, region: str, first: date, last: date) -> Mapping[date, str]:
    years = range(first.year, last.year + 1)
    language = "en_US" if "en_US" in holidays.country_holidays(country).supported_languages else None
    found = holidays.country_holidays(country, subdiv=region or None, years=years, language=language)
    return {on: found[on][:LONGEST_NAME] for on in sorted(found) if first <= on <= last}
