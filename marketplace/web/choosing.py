"""What an address says about the days somebody is choosing: which, on which certificate, for which organization."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from flask import url_for
from werkzeug.datastructures import MultiDict

from marketplace.db.base import Row
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days

MOST = 366
Kind = TypeVar("Kind", bound=Row)


@dataclass(frozen=True, slots=True)
class Choice:
    """`period` came along from a search and is only a wish; `days` are ticked."""

    days: tuple[date, ...]
    period: Days | None
    certificate: Ref
    organization: Ref
    again: Ref = ""
    """A booking that fell through: what was written there is taken along."""

    def address(self, endpoint: str, slug: str) -> str:
        """A page with the same choice."""
        return url_for(endpoint, slug=slug, **self.values)

    def with_days(self, days: Sequence[date]) -> "Choice":
        return replace(self, days=tuple(days))

    @property
    def values(self) -> dict[str, Any]:
        named = {"certificate": self.certificate, "organization": self.organization, "again": self.again}
        return {"days": [day.isoformat() for day in self.days]} | {
            name: it for name, it in named.items() if it
        }


def read(values: MultiDict[str, str]) -> Choice:
    """From a query or a form. Whatever is no day is left out."""
    days = (_day(raw) for raw in values.getlist("days")[:MOST])
    return Choice(
        days=tuple(sorted({day for day in days if day})),
        period=_period(values.get("first", ""), values.get("last", "")),
        certificate=values.get("certificate", "")[:12],
        organization=values.get("organization", "")[:12],
        again=values.get("again", "")[:12],
    )


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
