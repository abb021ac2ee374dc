"""Which days an expert's other calendars take. All changes come through `settle`, within the transaction that brings them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from marketplace.accounts.actor import Actor
from marketplace.calendar import policy
from marketplace.calendar.events import BusyRuleSet
from marketplace.calendar.models import BusyDay, BusyRule, BusyStretch, LinkedCalendar
from marketplace.calendar.working import Hours, hours_of
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.facts import Fact
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days, local
from marketplace.registry.models import Expert

SHARES = {0: "anything at all", 25: "a quarter or more", 50: "half or more", 75: "three quarters or more"}
"""What an expert can choose: how much of a working day has to be busy before the day is taken."""
USUAL = 50

KEPT = timedelta(days=62)
"""Longer than search looks back."""

Instants = tuple[datetime, datetime]
NOBODY = timedelta(0)
A_ZONE = timedelta(days=1)
"""No wall clock is further away from UTC."""


def share_of(expert_id: int) -> int:
    rule = db.session.get(BusyRule, expert_id)
    return rule.share if rule else USUAL


def set_share(ref: Ref, share: int, *, by: Actor) -> Expert:
    """From which share of a day's hours on other appointments take the day."""
    if share not in SHARES:
        raise Invalid("Choose how much of a day has to be busy.", {"share": "Choose one of these."})
    with atomic() as session:
        expert = locked(Expert, ref)
        permit(policy.may_keep(by, expert))
        rule = session.get(BusyRule, expert.id, populate_existing=True)
        if rule is None:
            session.add(BusyRule(expert_id=expert.id, share=share))
        else:
            rule.share = share
        session.flush()
        settle(expert)
        record(BusyRuleSet(expert.ref, share), by=by)
    return expert


def settle(expert: Expert) -> bool:
    """Count the days anew, the expert locked; whether any has changed. Whoever calls it then records a fact that search follows.

    What is over stays as it was: search keeps it, too, and would have to be told each day. Much later it is dropped.
    """
    yesterday = clock.today(expert.timezone) - timedelta(days=1)
    mine = BusyDay.expert_id == expert.id
    db.session.execute(delete(BusyDay).where(mine, BusyDay.on < yesterday - KEPT))
    known = set(db.session.scalars(select(BusyDay.on).where(mine)))
    busy = stretches([expert.id])[expert.id]
    now: set[date] = set()
    if busy:
        days = Days(yesterday, busy[-1][1].astimezone(ZoneInfo(expert.timezone)).date())
        hours = hours_of([expert.id], days)[expert.id]
        now = taken(days, hours, expert.timezone, busy, share_of(expert.id))
        known = {day for day in known if day >= yesterday}
    gone, new = known - now, now - known
    if gone:
        db.session.execute(delete(BusyDay).where(mine, BusyDay.on.in_(gone)))
    if new:
        db.session.execute(insert(BusyDay), [{"expert_id": expert.id, "on": day} for day in sorted(new)])
    return bool(gone or new)


def ahead(expert: Expert) -> list[Instants]:
    """What is known of the time to come."""
    return [one for one in stretches([expert.id])[expert.id] if one[1] > clock.now()]


def follow_zone(fact: Fact) -> None:
    """At once: the subject is an expert whose profile changed, and with it perhaps the zone they live in."""
    expert = db.session.scalar(select(Expert).where(Expert.ref == fact.subject))
    if expert is not None:
        settle(expert)


def taken(days: Days, hours: Hours, zone: str, busy: Sequence[Instants], share: int) -> set[date]:
    """Of these days, those whose working time is busy by at least that share. `busy` is in order, and nothing in it overlaps."""
    found = set()
    ends = [end for _, end in busy]
    for day in days:
        worked = [(local(day, start, zone), local(day, end, zone)) for start, end in hours.on(day)]
        whole = sum((max(NOBODY, end - start) for start, end in worked), NOBODY)
        covered = sum((_covered(one, busy, ends) for one in worked), NOBODY)
        if covered and covered * 100 >= whole * share:
            found.add(day)
    return found


def united(found: Iterable[Instants]) -> list[Instants]:
    """In order; what overlaps or touches becomes one."""
    ordered: list[Instants] = []
    for starts, ends in sorted(found):
        if ordered and starts <= ordered[-1][1]:
            ordered[-1] = (ordered[-1][0], max(ends, ordered[-1][1]))
        else:
            ordered.append((starts, ends))
    return ordered


def instants(starts: datetime, ends: datetime, floating: bool, zone: str) -> Instants:
    """Floating times are those of a wall clock in `zone`."""
    if not floating:
        return starts, ends
    there = ZoneInfo(zone)
    return starts.replace(tzinfo=there).astimezone(UTC), ends.replace(tzinfo=there).astimezone(UTC)


def _covered(worked: Instants, busy: Sequence[Instants], ends: Sequence[datetime]) -> timedelta:
    opens, closes = worked
    total = NOBODY
    for starts, end in busy[bisect_left(ends, opens) :]:
        if starts >= closes:
            break
        total += max(NOBODY, min(end, closes) - max(starts, opens))
    return total


def stretches(expert_ids: Iterable[int], days: Days | None = None) -> dict[int, list[Instants]]:
    """Expert's id to what their linked calendars say, taken together, in order; in one statement. All that is near `days`."""
    wanted = (
        select(Expert.id, Expert.timezone, BusyStretch.starts_at, BusyStretch.ends_at, BusyStretch.floating)
        .join(LinkedCalendar, LinkedCalendar.expert_id == Expert.id)
        .join(BusyStretch, BusyStretch.calendar_id == LinkedCalendar.id)
        .where(Expert.id.in_(list(expert_ids)))
    )
    if days is not None:
        wanted = wanted.where(
            BusyStretch.ends_at > local(days.first, 0, "UTC") - A_ZONE,
            BusyStretch.starts_at < local(days.last, 1440, "UTC") + A_ZONE,
        )
    found: dict[int, list[Instants]] = defaultdict(list)
    for one, zone, starts, ends, floating in db.session.execute(wanted):
        found[one].append(instants(starts, ends, floating, zone))
    return defaultdict(list, {one: united(every) for one, every in found.items()})
