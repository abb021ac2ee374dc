"""When: the fields of a query about days and hours. Each is a value that makes sense, or nothing and a problem."""

from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.calendar.gaps import MINUTES
from marketplace.kit.period import Days
from marketplace.search.reader import Reader

HORIZON = 180
"""Days from today that can be searched."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING = (0, 1, 2, 3, 4)
SHARES = (100, 90, 80, 70, 60, 50)
MOST_HOURS = 12

_FROM_WHEN = "From which day on? Without it we cannot tell who is free."


@dataclass(frozen=True, slots=True)
class Pattern:
    """How much of the period somebody must be free. A call needs only a moment, so the rest says nothing beside it."""

    per_week: int | None = None
    share: int = 100
    hours: int | None = None
    call: int | None = None


def period(reader: Reader, weekdays: tuple[int, ...], today: date) -> tuple[date, date] | tuple[None, None]:
    """First and last day, both or neither. One day alone is a period of one day."""
    first, last = _day(reader, "first"), _day(reader, "last")
    if last and not first:
        reader.wrong("first", _FROM_WHEN)
    if not first or not reader.fine("last"):
        return None, None
    days = Days(first, last or first)
    _judge(reader, days, weekdays, today)
    return (days.first, days.last) if reader.fine("first", "last") else (None, None)


def weekdays(reader: Reader) -> tuple[int, ...]:
    """Monday is 0; Monday to Friday where nothing is said."""
    named = [name.lower() for name in reader.texts("weekdays")]
    if set(named) <= set(WEEKDAYS):
        return tuple(sorted({WEEKDAYS.index(name) for name in named})) or WORKING
    reader.wrong("weekdays", "Name the days like mon,wed,fri.")
    return WORKING


def pattern(reader: Reader, weekdays: tuple[int, ...], first: date | None) -> Pattern:
    """Says nothing about a period that is not given, and so asks for one."""
    call, hours, per_week, share = _call(reader), _hours(reader), _per_week(reader, weekdays), _share(reader)
    if first is None and (call or hours or per_week or share != 100):
        if reader.fine("first", "last"):
            reader.wrong("first", _FROM_WHEN)
        return Pattern()
    if call:
        return Pattern(call=call)
    if per_week and share != 100:
        reader.wrong("share", "Either so many days in every week, or a share of all days: not both.")
        share = 100
    return Pattern(per_week, share, hours)


def _call(reader: Reader) -> int | None:
    return _one_of(reader, "call", MINUTES, "A call lasts 30, 45, 60, 90 or 120 minutes.")


def _hours(reader: Reader) -> int | None:
    return reader.whole("hours", 1, MOST_HOURS, f"Between 1 and {MOST_HOURS} hours a day, please.")


def _per_week(reader: Reader, weekdays: tuple[int, ...]) -> int | None:
    most = len(weekdays)
    days = f"between 1 and {most} days a week" if most > 1 else "one day a week"
    return reader.whole("per_week", 1, most, f"On the weekdays you chose: {days}.")


def _share(reader: Reader) -> int:
    return _one_of(reader, "share", SHARES, "Choose a share between 50 and 100 percent from the list.") or 100


def _one_of(reader: Reader, name: str, known: tuple[int, ...], sentence: str) -> int | None:
    number = reader.whole(name, min(known), max(known), sentence)
    if number is None or number in known:
        return number
    reader.wrong(name, sentence)
    return None


def _day(reader: Reader, name: str) -> date | None:
    text = reader.text(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        reader.wrong(name, "Write the day like 2027-03-31.")
        return None


def _judge(reader: Reader, days: Days, weekdays: tuple[int, ...], today: date) -> None:
    furthest = today + timedelta(days=HORIZON)
    if days.last < days.first:
        reader.wrong("last", "The last day comes before the first.")
    elif days.first < today:
        reader.wrong("first", "That day has passed. Search from today on.")
    elif days.first > furthest:
        reader.wrong("first", f"Calendars can be searched {HORIZON} days ahead, until {furthest}.")
    elif days.last > furthest:
        reader.wrong("last", f"Calendars can be searched {HORIZON} days ahead, until {furthest}.")
    elif not any(day.weekday() in weekdays for day in days):
        sought = "no Monday to Friday" if weekdays == WORKING else "none of the weekdays you chose"
        reader.wrong("last", f"There is {sought} between these days.")
