"""Where in a day a call can lie: arithmetic of stretches, without a database.

Hours minus what keeps others out, minus what other calendars say. A call lies inside one stretch of the hours, never across a
break. It begins on a quarter of an hour of the clock, which is the same in all zones of the world.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from marketplace.calendar.working import Stretch
from marketplace.kit.period import CALLS, local

MINUTES = CALLS
"""How long a call can be."""
LEAST = MINUTES[0]
QUARTER = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Instants = tuple[datetime, datetime]


def left_over(
    worked: Sequence[Instants], taken: Sequence[Instants], busy: Sequence[Instants], buffer: timedelta
) -> list[Instants]:
    """In which parts of the worked stretches a whole call can lie, in order.

    `taken` are shifts from their start to the end of their own pause. The new call's pause must be over, too, before the next of
    them begins; it may reach past the end of the hours and into what the expert does elsewhere.
    """
    closed = [(starts - buffer, until) for starts, until in taken]
    return [piece for stretch in worked for piece in _without(stretch, sorted([*closed, *busy]))]


def worked(day: date, hours: Sequence[Stretch], zone: str) -> list[Instants]:
    """The hours of that day as instants. What the clocks skip in spring is no time for a call."""
    found = ((local(day, start, zone), local(day, end, zone)) for start, end in hours)
    return [(starts, ends) for starts, ends in found if starts < ends]


def starts_in(found: Sequence[Instants], minutes: int) -> Iterator[datetime]:
    """Every quarter of an hour at which a call of that length can begin."""
    length = timedelta(minutes=minutes)
    for opens, closes in found:
        at = on_quarter(opens)
        while at + length <= closes:
            yield at
            at += QUARTER


def holds(found: Sequence[Instants], starts_at: datetime, ends_at: datetime) -> bool:
    return any(opens <= starts_at and ends_at <= closes for opens, closes in found)


def longest(found: Sequence[Instants]) -> int:
    """Minutes of the longest call."""
    lengths = (int((closes - on_quarter(opens)).total_seconds() // 60) for opens, closes in found)
    return max([0, *lengths])


def longest_of(hours: Sequence[Stretch]) -> int:
    """The same for hours of which nothing is taken, on a day on which no clock is put forward or back."""
    return max([0, *(end - (start + -start % 15) for start, end in hours)])


def on_quarter(at: datetime) -> datetime:
    """That instant, or the next quarter of an hour."""
    return at + (_EPOCH - at) % QUARTER


def _without(stretch: Instants, closed: Sequence[Instants]) -> Iterator[Instants]:
    """What is left of the stretch; `closed` is in the order of its beginnings."""
    opens, closes = stretch
    for starts, ends in closed:
        if ends <= opens:
            continue
        if starts >= closes:
            break
        if starts > opens:
            yield opens, starts
        opens = max(opens, ends)
    if opens < closes:
        yield opens, closes
