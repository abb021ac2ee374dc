"""Trimmed calendars as stretches in which somebody is busy."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import recurring_ical_events

from marketplace.calendar.reading.trimming import Trimmed, trim
from marketplace.kit.period import Days

FREE = ("FREE", "WORKINGELSEWHERE")
"""Outlook's own words (X-MICROSOFT-CDO-BUSYSTATUS, [MS-OXCICAL] 2.1.3.1.1.20.31) for what keeps nobody from working."""
DAY = timedelta(days=1)
ONLY = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")


@dataclass(frozen=True, slots=True, order=True)
class Busy:
    """From when to when. `floating` ones are naive: the wall clock of wherever the person is."""

    floating: bool
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """`left_out` counts events that could not be understood; all others are there."""

    busy: tuple[Busy, ...]
    left_out: int = 0


def read(body: bytes, days: Days, own: str = "") -> Reading:
    """When its owner is busy on these days. Raises `Invalid` for what is no calendar."""
    trimmed = trim(body, days, own)
    calendar = icalendar.Calendar.from_ical(trimmed.text())
    broken = [event for event in calendar.walk("VEVENT") if _broken(event)]
    calendar.subcomponents = [part for part in calendar.subcomponents if "DTSTART" in part or _is_zone(part)]
    found, stumbled = _expanded(calendar, days)
    busy = [busy for event in found for busy in _busy(event)]
    left_out = trimmed.left_out + len(broken) + stumbled
    return Reading(tuple(_merged(_within([*busy, *_spans(trimmed)], days))), left_out)


def _broken(event: icalendar.Component) -> bool:
    return "DTSTART" not in event or any(name in ONLY for name, _ in event.errors)


def _is_zone(part: icalendar.Component) -> bool:
    return part.name == "VTIMEZONE"


def _expanded(calendar: icalendar.Calendar, days: Days) -> tuple[list[icalendar.Component], int]:
    """Every instance, and how many series the library stumbled over: then one by one, so that the others are not lost."""
    try:
        return _instances(calendar, days), 0
    except Exception:
        zones = [part for part in calendar.subcomponents if _is_zone(part)]
        series: dict[str, list[icalendar.Component]] = defaultdict(list)
        for event in calendar.walk("VEVENT"):
            series[str(event.get("UID", id(event)))].append(event)
        found, stumbled = [], 0
        for events in series.values():
            calendar.subcomponents = [*zones, *events]
            try:
                found += _instances(calendar, days)
            except Exception:
                stumbled += 1
        return found, stumbled


def _instances(calendar: icalendar.Calendar, days: Days) -> list[icalendar.Component]:
    first = datetime.combine(days.first, time(), UTC) - DAY
    last = datetime.combine(days.last, time(), UTC) + 2 * DAY
    return list(recurring_ical_events.of(calendar, skip_bad_series=True).between(first, last))


def _busy(event: icalendar.Component) -> Iterator[Busy]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return
    if str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() in FREE:
        return
    yield from _stretch(_time(event["DTSTART"]), _time(event["DTEND"]))


def _time(value: Any) -> date | datetime:
    at: date | datetime = value.dt
    return at


def _stretch(starts: date | datetime, ends: date | datetime) -> Iterator[Busy]:
    one, other = _moment(starts), _moment(ends)
    if (one.tzinfo is None) != (other.tzinfo is None):
        one, other = one.replace(tzinfo=None), other.replace(tzinfo=None)
    if one < other:
        yield Busy(one.tzinfo is None, one, other)


def _moment(value: date | datetime) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value.astimezone(UTC) if value.tzinfo else value


def _spans(trimmed: Trimmed) -> Iterator[Busy]:
    """Of VFREEBUSY: `FREEBUSY;FBTYPE=BUSY:20270308T090000Z/PT1H,…`."""
    for line in trimmed.spans:
        name, _, value = line.partition(":")
        if "FBTYPE=FREE" in name.upper():
            continue
        for part in value.split(","):
            try:
                starts, ends = icalendar.vPeriod.from_ical(part.strip())
            except ValueError:
                continue
            yield from _stretch(starts, starts + ends if isinstance(ends, timedelta) else ends)


def _within(found: Iterable[Busy], days: Days) -> Iterator[Busy]:
    """Cut to the days, and a day on either side for zones."""
    first, last = (
        datetime.combine(days.first, time()) - DAY,
        datetime.combine(days.last, time()) + 2 * DAY,
    )
    for one in found:
        zone = None if one.floating else UTC
        starts, ends = max(one.starts, first.replace(tzinfo=zone)), min(one.ends, last.replace(tzinfo=zone))
        if starts < ends:
            yield Busy(one.floating, starts, ends)


def _merged(found: Iterable[Busy]) -> Iterator[Busy]:
    """What overlaps or touches becomes one."""
    last: Busy | None = None
    for one in sorted(found):
        if last and last.floating is one.floating and one.starts <= last.ends:
            last = Busy(last.floating, last.starts, max(last.ends, one.ends))
            continue
        if last:
            yield last
        last = one
    if last:
        yield last
