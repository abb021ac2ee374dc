"""Calendars as other programs write them: what they say about when somebody is busy, and that nothing else is taken from them."""

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.calendar.reading import apart, expanding, trimming
from marketplace.calendar.reading.expanding import Busy
from marketplace.db.session import atomic
from marketplace.kit.errors import Invalid
from marketplace.kit.period import Days
from tests.calendar.feeds.expected import NOT_COMPARED, REFUSED, SAYS

SPRING = Days(date(2027, 3, 1), date(2027, 4, 30))
FILES = {file.stem: file for file in sorted((Path(__file__).parent / "feeds").glob("*.ics"))}
OURS = "@bookings.localhost"


def said(busy: Busy) -> str:
    """`~03-08 00:00 – 03-09 00:00`."""
    return f"{'~' if busy.floating else ''}{busy.starts:%m-%d %H:%M} – {busy.ends:%m-%d %H:%M}"


def body(*events: str) -> bytes:
    blocks = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{blocks}END:VCALENDAR\r\n".encode()


def test_every_file_has_its_expectation() -> None:
    assert set(FILES) == set(SAYS) | set(REFUSED)
    assert len(FILES) >= 25


@pytest.mark.parametrize("name", SAYS)
def test_a_calendar_says_when_its_owner_is_busy(name: str) -> None:
    found = expanding.read(FILES[name].read_bytes(), SPRING, OURS)
    assert ([said(one) for one in found.busy], found.left_out) == SAYS[name]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_calendar_is_refused_in_words(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        expanding.read(FILES[name].read_bytes(), SPRING)
    assert refusal.value.sentence == REFUSED[name]


@pytest.mark.parametrize("name", sorted(SAYS.keys() - NOT_COMPARED.keys()))
def test_cutting_it_down_loses_no_instance(name: str) -> None:
    """The library, given the whole calendar as it stands, says the same."""
    whole = icalendar.Calendar.from_ical(FILES[name].read_bytes())
    assert reference(whole) == [
        (one.floating, one.starts, one.ends) for one in expanding.read(FILES[name].read_bytes(), SPRING).busy
    ]


def reference(calendar: icalendar.Calendar) -> list[tuple[bool, datetime, datetime]]:
    first, last = datetime(2027, 2, 28, tzinfo=UTC), datetime(2027, 5, 2, tzinfo=UTC)
    found = []
    for event in recurring_ical_events.of(calendar, skip_bad_series=True).between(first, last):
        free = {
            str(event.get(name, "")).upper() for name in ("TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS")
        }
        if free & {"TRANSPARENT", "CANCELLED", "FREE", "WORKINGELSEWHERE"}:
            continue
        starts, ends = (event[name].dt for name in ("DTSTART", "DTEND"))
        if not isinstance(starts, datetime):
            starts, ends = (datetime.combine(day, clock_time()) for day in (starts, ends))
        floating = starts.tzinfo is None
        zone = None if floating else UTC
        starts, ends = (at if floating else at.astimezone(UTC) for at in (starts, ends))
        starts, ends = max(starts, first.replace(tzinfo=zone)), min(ends, last.replace(tzinfo=zone))
        if starts < ends:
            found.append((floating, starts, ends))
    joined: list[tuple[bool, datetime, datetime]] = []
    for floating, starts, ends in sorted(found):
        if joined and joined[-1][0] is floating and starts <= joined[-1][2]:
            joined[-1] = (floating, joined[-1][1], max(ends, joined[-1][2]))
        else:
            joined.append((floating, starts, ends))
    return joined


RULES = st.sampled_from(
    [
        "",
        "RRULE:FREQ=DAILY;COUNT=9",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270401T000000Z",
        "RRULE:FREQ=MONTHLY;BYDAY=-1FR",
        "RRULE:FREQ=YEARLY",
        "RRULE:FREQ=WEEKLY;INTERVAL=3;WKST=SU",
    ]
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))


@st.composite
def series(draw: st.DrawFn) -> list[str]:
    """An event in Berlin, perhaps repeated, perhaps with a day left out, moved or called off."""
    day, hour = draw(DAYS), draw(st.integers(0, 23))
    starts = datetime.combine(day, clock_time(hour))
    ends = starts + timedelta(hours=draw(st.sampled_from([0, 1, 30, 24 * 20])))
    uid, rule = f"UID:{draw(st.integers(0, 10**9))}", draw(RULES)
    at, other = (f"{one:%Y%m%dT%H%M%S}" for one in (starts, starts + timedelta(days=7)))
    until = f"{ends:%Y%m%dT%H%M%S}"
    lines = [uid, f"DTSTART;TZID=Europe/Berlin:{at}", f"DTEND;TZID=Europe/Berlin:{until}", rule]
    change = draw(st.sampled_from(["", "", "left out", "moved", "called off"]))
    if change == "left out":
        lines.append(f"EXDATE;TZID=Europe/Berlin:{other}")
    found = ["\r\n".join(line for line in lines if line)]
    if rule and change in ("moved", "called off"):
        moved = f"{draw(DAYS):%Y%m%d}T1200"
        state = "STATUS:CANCELLED" if change == "called off" else "STATUS:CONFIRMED"
        span = f"DTSTART:{moved}00Z\r\nDTEND:{moved}30Z"
        found.append(f"{uid}\r\nRECURRENCE-ID;TZID=Europe/Berlin:{other}\r\n{span}\r\n{state}")
    return found


@settings(deadline=None, max_examples=80)
@given(st.lists(series(), max_size=4))
def test_whatever_is_drawn_cutting_it_down_loses_nothing(drawn: list[list[str]]) -> None:
    text = body(*(event for events in drawn for event in events))
    found = [(one.floating, one.starts, one.ends) for one in expanding.read(text, SPRING).busy]
    assert found == reference(icalendar.Calendar.from_ical(text))


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=300), st.integers(0, 400))
def test_rubbish_anywhere_is_read_or_refused_in_words(rubbish: bytes, where: int) -> None:
    text = FILES["google_exceptions"].read_bytes()
    try:
        expanding.read(text[:where] + rubbish + text[where:], SPRING)
    except Invalid as problem:
        assert problem.sentence
    except ValueError:
        pass  # said in words by `reading.__main__`


def test_titles_and_places_are_dropped_before_anything_is_parsed() -> None:
    left = trimming.trim(FILES["google_single"].read_bytes(), SPRING).text()
    assert "20270308T090000" in left
    for private in ("Dentist", "Elbchaussee", "Ana"):
        assert private not in left


def test_ten_megabytes_take_a_moment() -> None:
    """Fifteen years of a full calendar, with descriptions."""
    start = datetime.combine(date(2013, 1, 1), clock_time(9))
    events = [
        f"UID:{number}\r\nDTSTART:{at:%Y%m%dT%H%M%S}Z\r\nDTEND:{at:%Y%m%dT%H%M%S}Z\r\nDESCRIPTION:{'words ' * 40}"
        for number in range(30_000)
        for at in (start + timedelta(hours=4 * number),)
    ]
    text = body(*events)
    assert 9_500_000 < len(text) < 10_500_000
    began = time.process_time()
    expanding.read(text, SPRING)
    assert time.process_time() - began < 10


def test_too_many_events_within_the_period_are_refused() -> None:
    one = "DTSTART:20270308T090000Z\r\nDTEND:20270308T100000Z"
    with pytest.raises(Invalid, match="more in it than we can read"):
        expanding.read(body(*([one] * (trimming.MOST_SERIES + 1))), SPRING)


def test_a_process_of_its_own_says_the_same(app: Flask) -> None:
    text = FILES["google_exceptions"].read_bytes()
    assert apart.read(text, SPRING, OURS) == expanding.read(text, SPRING, OURS)
    with pytest.raises(Invalid, match="web page"):
        apart.read(FILES["web_page"].read_bytes(), SPRING)


def test_a_calendar_that_asks_for_years_of_work_is_given_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 2)
    never = "DTSTART:20270308T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"
    with pytest.raises(Invalid, match="takes too long"):
        apart.read(body(*(f"UID:{number}\r\n{never}" for number in range(50))), SPRING)


def test_reading_stands_between_transactions(app: Flask) -> None:
    with atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        apart.read(b"", SPRING)
