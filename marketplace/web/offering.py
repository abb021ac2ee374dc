"""What an address says about days and a rate that somebody considers to offer, and the days among which they choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from marketplace.bookings import quoting
from marketplace.calendar import limits
from marketplace.calendar import queries as calendar
from marketplace.certification.models import Certificate
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.money import Money
from marketplace.kit.period import Days
from marketplace.registry.models import Expert
from marketplace.requests.models import ProposalVersion, Request
from marketplace.requests.proposing import Terms
from marketplace.web import choosing, months
from marketplace.web.months import Month


@dataclass(frozen=True, slots=True)
class Wish:
    """Days that are ticked and the rate as typed; `fresh` when nothing was chosen yet."""

    days: tuple[date, ...]
    rate: str
    fresh: bool

    def terms(
        self, currency: str, message: str = "", shown: int | None = None, agreement: int | None = None
    ) -> Terms:
        """Raises `Invalid`."""
        try:
            return Terms(self.days, Money.parse(self.rate, currency), message, shown, agreement)
        except Invalid as mistake:
            raise Invalid(mistake.sentence, {"rate": mistake.sentence}) from mistake

    @property
    def values(self) -> dict[str, Any]:
        return {"days": [day.isoformat() for day in self.days], "rate": self.rate}


@dataclass(frozen=True)
class Choice:
    """`open` are the days that can be ticked, `chosen` those that are, `asked` what the customer wished for."""

    months: Sequence[Month]
    open: frozenset[date]
    chosen: frozenset[date]
    asked: frozenset[date]
    unfolded: frozenset[date]
    rate: str
    currency: str
    today: date


def read(values: MultiDict[str, str]) -> Wish:
    return Wish(
        choosing.read(values).days, values.get("rate", "")[:20], "days" not in values and "rate" not in values
    )


def currency(expert: Expert, latest: ProposalVersion | None) -> str:
    return latest.rate.currency if latest else expert.currency


def choice(
    request: Request, expert: Expert, certificate: Certificate, wish: Wish, latest: ProposalVersion | None
) -> Choice:
    """A first visit finds the days of the last version ticked, or the first free ones that were asked for."""
    vendor, today = request.vendor, clock.today(expert.timezone)
    first, last = quoting.first_bookable(expert, vendor), quoting.last_bookable(expert, vendor)
    days = calendar.day_states(expert, Days(today.replace(day=1), months.last_day(last)))
    free = frozenset(
        day.on for day in days if day.free and first <= day.on <= last and certificate.live_on(day.on)
    )
    asked = frozenset(day for day in free if request.suits(day))
    wished = (
        frozenset(latest.dates)
        if latest
        else frozenset(limits.fitting(expert.id, sorted(asked))[: request.days])
    )
    chosen = (wished if wish.fresh else frozenset(wish.days)) & free
    shown = {day.replace(day=1) for day in chosen | {request.first_on, request.last_on}}
    rate = latest.rate if latest else expert.day_rate
    typed = wish.rate or (f"{rate.decimal():f}" if rate else "")
    money_of = currency(expert, latest)
    return Choice(months.of(days), free, chosen, asked, frozenset(shown), typed, money_of, today)
