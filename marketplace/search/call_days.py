"""Days on which the longest call is not the one that their weekday's hours and the bits of the day tell of."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from marketplace.calendar import gaps
from marketplace.kit.period import Days
from marketplace.search import days as bits
from marketplace.search.agenda import Agenda


@dataclass(frozen=True, slots=True)
class CallDay:
    """`longest` minutes of a call, given so many minutes of pause; `whole` where the day is free for a day's work, too."""

    on: date
    buffer: int
    longest: int
    whole: bool


def call_days(agenda: Agenda, since: int) -> list[CallDay]:
    """Of the year from the month `since` on; none of somebody who takes no calls."""
    off, taken, usual = agenda.off_bits(since), agenda.taken_bits(since), agenda.longest()
    found = []
    for day in sorted(_odd(agenda, since)):
        month, bit = bits.month_of(day) - since, bits.bit(day)
        whole = not (off[month] | taken[month]) & bit
        for buffer in sorted(agenda.buffers):
            longest = _longest(agenda, day, buffer)
            if (longest != usual[day.weekday()]) if whole else (longest >= gaps.LEAST):
                found.append(CallDay(day, buffer, longest, whole))
    return found


def _odd(agenda: Agenda, since: int) -> set[date]:
    """Whatever meets a shift or another appointment, has hours of its own, or is shorter or longer than 24 hours."""
    if not agenda.buffers:
        return set()
    zone, pause = ZoneInfo(agenda.zone), timedelta(minutes=max(agenda.buffers))
    found = set(agenda.hours.other) | set(_turns(agenda.zone, since))
    met = [(starts - pause, ends) for _, starts, ends, _ in agenda.shifts] + agenda.elsewhere
    for starts, ends in met:
        first, last = starts.astimezone(zone).date(), ends.astimezone(zone).date()
        found.update(Days(max(first, bits.first_of(since)), last))
    window = bits.window_days(since)
    return {day for day in found if day in window}


@lru_cache(maxsize=1_000)
def _turns(zone: str, since: int) -> Sequence[date]:
    """Days on which a clock in that zone is put forward or back."""
    there = ZoneInfo(zone)
    midnights = [
        (day, datetime.combine(day, datetime.min.time(), there))
        for day in Days(bits.first_of(since), bits.last_of(since + bits.MONTHS - 1) + timedelta(days=1))
    ]
    return [
        day
        for (day, starts), (_, ends) in pairwise(midnights)
        if ends.astimezone(UTC) - starts.astimezone(UTC) != timedelta(days=1)
    ]


def _longest(agenda: Agenda, day: date, buffer: int) -> int:
    if not agenda.open_for_calls(day):
        return 0
    worked = gaps.worked(day, sorted(agenda.hours.on(day)), agenda.zone)
    if not worked:
        return 0
    taken = [(starts, until) for _, starts, until, _ in agenda.shifts]
    return gaps.longest(
        gaps.left_over(worked, taken, list(_near(agenda.elsewhere, worked)), timedelta(minutes=buffer))
    )


def _near(elsewhere: Sequence[gaps.Instants], worked: Sequence[gaps.Instants]) -> Iterator[gaps.Instants]:
    """A year may hold thousands of appointments, in order."""
    for one in elsewhere[bisect_left(elsewhere, worked[0][0], key=lambda one: one[1]) :]:
        if one[0] >= worked[-1][1]:
            return
        yield one
