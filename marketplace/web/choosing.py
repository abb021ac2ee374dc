"""What an address says about the days, or the call, that somebody is choosing: which, on which certificate, for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from flask import url_for
from werkzeug.datastructures import MultiDict

from marketplace.calendar.slots import Call
from marketplace.db.base import Row
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days
from marketplace.search.timing import WEEKDAYS

MOST = 366
Kind = TypeVar("Kind", bound=Row)


@dataclass(frozen=True, slots=True)
class Choice:
    """`period` came along from a search and is only a wish; `days` are ticked. Of a call: its `minutes`, and the time `at`."""

    days: tuple[date, ...]
    period: Days | None
    certificate: Ref
    organization: Ref
    again: Ref = ""
    """A booking that fell through: what was written there is taken along."""
    minutes: int | None = None
    at: datetime | None = None
    blueprint: str = ""
    """The address (`vendor/outcome`) of what it is begun with."""
    weekdays: tuple[int, ...] = ()
    """Of the pattern that days are ticked by at first, Monday being 0; none where nothing was said."""
    per_week: int | None = None
    """So many of these weekdays in every week; all of them without it."""

    @property
    def call(self) -> Call | None:
        return Call(self.at, self.minutes) if self.at and self.minutes else None

    @property
    def wanted(self) -> Sequence[date] | Call:
        return self.call or self.days

    @property
    def step_one(self) -> str:
        """The page on which it is chosen."""
        return "calls.new" if self.minutes else "bookings.new"

    def address(self, endpoint: str, slug: str) -> str:
        """A page with the same choice."""
        return url_for(endpoint, slug=slug, **self.values)

    def with_days(self, days: Sequence[date]) -> "Choice":
        return replace(self, days=tuple(days))

    def with_call(self, call: Call) -> "Choice":
        return replace(self, at=call.starts_at, minutes=call.minutes)

    @property
    def without_blueprint(self) -> "Choice":
        """Without the booking that fell through, too: it would bring its own blueprint along."""
        return replace(self, blueprint="", again="")

    @property
    def values(self) -> dict[str, Any]:
        named = {
            "certificate": self.certificate,
            "organization": self.organization,
            "again": self.again,
            "blueprint": self.blueprint,
            "call": self.minutes,
            "at": written(self.at) if self.at else "",
            # Whoever goes back finds the times of that day.
            "first": f"{self.at:%Y-%m-%d}" if self.at else "",
            "last": f"{self.at:%Y-%m-%d}" if self.at else "",
            "weekdays": ",".join(WEEKDAYS[one] for one in self.weekdays),
            "per_week": self.per_week,
        }
        if self.period and not self.minutes:
            named |= {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}
        return {"days": [day.isoformat() for day in self.days]} | {
            name: it for name, it in named.items() if it
        }


def read(values: MultiDict[str, str]) -> Choice:
    """From a query or a form. Whatever is no day is left out."""
    return Choice(
        days=days_in(values.getlist("days")),
        period=_period(values.get("first", ""), values.get("last", "")),
        certificate=values.get("certificate", "")[:12],
        organization=values.get("organization", "")[:12],
        again=values.get("again", "")[:12],
        minutes=_minutes(values.get("call", "")),
        at=_moment(values.get("at", "")),
        blueprint=values.get("blueprint", "")[:140],
        weekdays=_weekdays(values.getlist("weekdays")),
        per_week=_per_week(values.get("per_week", "")),
    )


def days_in(raw: Sequence[str]) -> tuple[date, ...]:
    """In order, each once; whatever is no day is left out."""
    return tuple(sorted({day for day in map(_day, raw[:MOST]) if day}))


def written(at: datetime) -> str:
    """`2027-03-16T09:00Z`, as an address says it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def pick(wanted: Ref, offered: Sequence[Kind]) -> Kind | None:
    """The one of that name, or the first."""
    return next((one for one in offered if one.ref == wanted), offered[0] if offered else None)


def _period(first: str, last: str) -> Days | None:
    start, end = _day(first), _day(last)
    return Days(start, end) if start and end and 0 <= (end - start).days < MOST else None


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _weekdays(raw: Sequence[str]) -> tuple[int, ...]:
    """`tue,thu` as a search writes it, or one after the other as a form does; whatever is no weekday is left out."""
    named = {name.strip() for one in raw[:MOST] for name in one[:MOST].lower().split(",")}
    return tuple(number for number, name in enumerate(WEEKDAYS) if name in named)


def _per_week(raw: str) -> int | None:
    return int(raw) if raw in {"1", "2", "3", "4", "5", "6", "7"} else None


def _minutes(raw: str) -> int | None:
    """Whatever is a number; what is no length of a call is refused where calls are known."""
    return int(raw) if raw.isascii() and raw.isdecimal() and 0 < len(raw) < 5 and int(raw) else None


def _moment(raw: str) -> datetime | None:
    """With a zone, and not in a year at the edge of what can be reckoned with."""
    try:
        found = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo and 1970 < found.year < 3000 else None
