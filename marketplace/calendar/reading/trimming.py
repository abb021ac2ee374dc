"""A calendar's text cut down to what says when somebody is busy, before anything is parsed."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from marketplace.kit.errors import Invalid
from marketplace.kit.period import Days

MOST_SERIES = 5_000
"""Single events and series that can matter within the period. A person has some hundreds."""
MOST_ZONES = 100

KEPT = frozenset(
    """UID DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID SEQUENCE STATUS TRANSP
    X-MICROSOFT-CDO-BUSYSTATUS""".split()
)
"""Of an event. A title, a place, a guest never gets further than here."""

_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_END = re.compile(r"\r\n|\n|\r")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_UNTIL = re.compile(r"UNTIL=(\d{8})", re.IGNORECASE)
_TOO_FINE = re.compile(r"FREQ=(SECONDLY|MINUTELY)", re.IGNORECASE)
_MARGIN = timedelta(days=2)
"""Zones, and days that end on the next."""

Lines = list[str]


@dataclass
class Trimmed:
    """`series` are events that belong together, as they were written; `zones` are whole VTIMEZONEs."""

    head: Lines = field(default_factory=list)
    zones: list[Lines] = field(default_factory=list)
    series: list[list[Lines]] = field(default_factory=list)
    spans: Lines = field(default_factory=list)
    """Lines of VFREEBUSY."""
    left_out: int = 0
    """Series that repeat by the minute: no calendar of a person does."""

    def text(self) -> str:
        events = [line for one in self.series for lines in one for line in _wrapped("VEVENT", lines)]
        zones = [line for lines in self.zones for line in _wrapped("VTIMEZONE", lines)]
        body = ["VERSION:2.0", "PRODID:-//trimmed//EN", *self.head, *zones, *events]
        return "\r\n".join([*_wrapped("VCALENDAR", body), ""])


def trim(body: bytes, days: Days, own: str = "") -> Trimmed:
    """Raises `Invalid` in words for the owner of the calendar. Events whose UID ends in `own` are ours, come back to us."""
    text = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\0", "")
    lines = _END.split(_FOLD.sub("", text))
    _look_like_a_calendar(lines)
    found, groups = Trimmed(), defaultdict(list)
    for number, (kind, block) in enumerate(_blocks(lines)):
        if kind == "VEVENT":
            event = [line for line in block if _name(line) in KEPT]
            uid = _value(event, "UID")
            if not (own and uid.endswith(own)):
                groups[uid or number].append(event)
        elif kind == "VTIMEZONE":
            found.zones.append(block)
        elif kind == "VFREEBUSY":
            found.spans += [line for line in block if _name(line) == "FREEBUSY"]
        else:
            found.head = [line for line in block if _name(line) == "X-WR-TIMEZONE"]
    _choose(found, groups, days)
    return found


def _choose(found: Trimmed, groups: dict[str | int, list[Lines]], days: Days) -> None:
    for events in groups.values():
        if any(_TOO_FINE.search(_value(event, "RRULE")) for event in events):
            found.left_out += 1
        elif any(_reaches(event, days) for event in events):
            found.series.append(events)
    if len(found.series) > MOST_SERIES or len(found.zones) > MOST_ZONES:
        raise Invalid("There is more in it than we can read. Choose a calendar with fewer events.")


def _look_like_a_calendar(lines: Lines) -> None:
    written = [line for line in lines if line.strip()]
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in written[:50]):
        start = written[0].lstrip().lower() if written else ""
        if start.startswith("<"):
            raise Invalid("This is the address of a web page, not of a calendar. Look for “iCal” or “.ics”.")
        raise Invalid("This is not a calendar that we can read. Look for an address that ends in “.ics”.")
    if written[-1].strip().upper() != "END:VCALENDAR":
        raise Invalid("The calendar breaks off in the middle.")


def _blocks(lines: Lines) -> Iterator[tuple[str, Lines]]:
    """Kind and own lines of each component; of time zones their parts, too. What stands around an alarm goes with its event."""
    open_: list[tuple[str, Lines]] = []
    for line in lines:
        upper = line[:40].upper()
        if upper.startswith("BEGIN:"):
            kind = upper[6:].strip()
            if kind in ("STANDARD", "DAYLIGHT") and open_ and open_[-1][0] == "VTIMEZONE":
                open_[-1][1].append(line)
            open_.append((kind, []))
        elif upper.startswith("END:") and open_:
            kind, own = open_.pop()
            if kind in ("STANDARD", "DAYLIGHT") and open_ and open_[-1][0] == "VTIMEZONE":
                open_[-1][1].extend([*own, line])
            else:
                yield kind, own
        elif open_ and line:
            open_[-1][1].append(line)


def _reaches(event: Lines, days: Days) -> bool:
    """May it touch these days? When in doubt, yes."""
    starts = _day(_value(event, "DTSTART"))
    if starts is None:
        return True  # to be counted among what could not be read
    rule = _value(event, "RRULE")
    repeats = bool(rule or _value(event, "RDATE") or _value(event, "EXRULE"))
    if not repeats and _value(event, "RECURRENCE-ID").find("RANGE=") >= 0:
        repeats = True
    if starts > days.last + _MARGIN and not _value(event, "RDATE"):
        return False
    ends = _day(_value(event, "DTEND"))
    if ends is None and _value(event, "DURATION"):
        return True
    length = max(timedelta(0), (ends or starts) - starts)
    last: date | None = starts
    if repeats:
        until = _UNTIL.search(rule)
        last = _day(until[1]) if until and not _value(event, "RDATE") else None
    if last is None:
        return True
    return max(last, starts) + length + _MARGIN >= days.first


def _day(value: str) -> date | None:
    found = _DAY.search(value.rpartition(":")[2])
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _name(line: str) -> str:
    return re.split("[;:]", line, maxsplit=1)[0].strip().upper()


def _value(event: Lines, name: str) -> str:
    """What stands after the name, parameters included; empty where there is none."""
    return next((line[len(name) + 1 :] for line in event if _name(line) == name), "")


def _wrapped(kind: str, lines: Lines) -> Lines:
    return [f"BEGIN:{kind}", *lines, f"END:{kind}"]
