"""The page on which the time of a call is chosen: what is truly free, on the reader's clock and on the expert's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import render_template

from marketplace.bookings import calls, quoting
from marketplace.calendar.gaps import MINUTES
from marketplace.calendar.slots import Call, Slot
from marketplace.kit import clock
from marketplace.kit.errors import Refused
from marketplace.kit.money import Money
from marketplace.kit.period import Days
from marketplace.registry.models import Expert
from marketplace.web.choosing import Choice
from marketplace.web.filters import reader_zone
from marketplace.web.picking import Asking, asking

USUAL = 45
SHOWN = 5
"""Days with free times on one page."""


@dataclass(frozen=True)
class CallTimes:
    """`days` of the reader's calendar with their free times; `prices` of every length; `more` is where the next page begins."""

    asking: Asking
    minutes: int
    prices: Sequence[tuple[int, Money]]
    first: date
    days: Sequence[tuple[date, Sequence[Slot]]]
    more: date | None

    @property
    def same_clock(self) -> bool:
        return same_clock(self.days, self.asking.expert.timezone)


def same_clock(days: Sequence[tuple[date, Sequence[Slot]]], zone: str) -> bool:
    """Whether the reader and somebody in that zone read the same times."""
    return all(
        one.starts_at.astimezone(ZoneInfo(reader_zone())).utcoffset()
        == one.starts_at.astimezone(ZoneInfo(zone)).utcoffset()
        for _, slots in days
        for one in slots
    )


def render(expert: Expert, choice: Choice, refusal: Refused | None = None) -> str:
    """Raises `Conflict` with what is missing, `NoCalls` too."""
    found = times(asking(expert, choice), choice)
    return render_template("calls/new.html", times=found, asking=found.asking, choice=choice, refusal=refusal)


def times(who: Asking, choice: Choice) -> CallTimes:
    rate = calls.rate_of(who.expert)
    minutes = choice.minutes if choice.minutes in MINUTES else USUAL
    today = clock.today(who.expert.timezone)
    first = max(choice.period.first, today) if choice.period else today
    days = _by_day(who, minutes, first)
    more = days[SHOWN][0] if len(days) > SHOWN else None
    prices = [(one, calls.price_of(rate, one)) for one in MINUTES]
    return CallTimes(who, minutes, prices, first, days[:SHOWN], more)


def after(who: Asking, call: Call) -> Call | None:
    """The next time at which such a call could be had."""
    last = quoting.last_bookable(who.expert, who.certificate.skill.product.vendor)
    reach = Days(call.starts_at.astimezone(ZoneInfo(who.expert.timezone)).date(), last)
    found = calls.free_slots(who.expert, who.certificate, call.minutes, reach)
    slot = next((one for one in found if one.starts_at >= call.starts_at), None)
    return Call(slot.starts_at, call.minutes) if slot else None


def _by_day(who: Asking, minutes: int, first: date) -> list[tuple[date, list[Slot]]]:
    last = quoting.last_bookable(who.expert, who.certificate.skill.product.vendor)
    # A day earlier of theirs may still reach into the reader's first.
    reach = Days(first - timedelta(days=1), last)
    return by_day(calls.free_slots(who.expert, who.certificate, minutes, reach), first)


def by_day(slots: Iterable[Slot], first: date) -> list[tuple[date, list[Slot]]]:
    """On the reader's calendar, from `first` on; a page and a day more, where there are so many."""
    zone, found = ZoneInfo(reader_zone()), list[tuple[date, list[Slot]]]()
    for day, some in groupby(slots, key=lambda one: one.starts_at.astimezone(zone).date()):
        if day >= first:
            found.append((day, list(some)))
        if len(found) > SHOWN:
            break
    return found
