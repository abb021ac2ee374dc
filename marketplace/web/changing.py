"""What an address says about a change that somebody considers, and the days among which they choose."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from marketplace.accounts.actor import Actor
from marketplace.amendments import policy
from marketplace.bookings import quoting
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, permit
from marketplace.kit.money import Money
from marketplace.kit.period import Days
from marketplace.web import choosing, months
from marketplace.web.months import Month


@dataclass(frozen=True, slots=True)
class Wish:
    """Days that are ticked and the rate as typed; `fresh` when nothing was chosen yet."""

    days: tuple[date, ...]
    rate: str
    fresh: bool

    def money(self, booking: Booking) -> Money:
        """The rate; the booking's own when none was typed. Raises `Invalid`."""
        if not self.rate.strip():
            return booking.rate
        try:
            return Money.parse(self.rate, booking.rate.currency)
        except Invalid as mistake:
            raise Invalid(mistake.sentence, {"rate": mistake.sentence}) from mistake

    @property
    def values(self) -> dict[str, Any]:
        return {"days": [day.isoformat() for day in self.days], "rate": self.rate}


@dataclass(frozen=True)
class Choice:
    """`fixed` days have begun and stay; `mine` are booked and may be given up; `open` can be ticked, those among them."""

    months: Sequence[Month]
    open: frozenset[date]
    mine: frozenset[date]
    fixed: Sequence[date]
    chosen: frozenset[date]
    unfolded: frozenset[date]
    rate: str
    today: date


def read(values: MultiDict[str, str]) -> Wish:
    return Wish(
        choosing.read(values).days, values.get("rate", "")[:20], "days" not in values and "rate" not in values
    )


def choice(booking: Booking, wish: Wish, *, by: Actor) -> Choice:
    permit(policy.may_propose(by, booking))
    shifts, expert = calendar.booked_shifts(booking.ref), booking.expert
    fixed = [one.on for one in shifts if one.starts_at <= clock.now()]
    mine = frozenset(one.on for one in shifts if one.starts_at > clock.now())
    today = clock.today(expert.timezone)
    days = _days(booking, today, mine)
    free = frozenset(day.on for day in days if day.free and _reachable(booking, day.on, today))
    chosen = mine if wish.fresh else frozenset(wish.days) & (free | mine)
    rate = wish.rate or f"{booking.rate.decimal():f}"
    shown = frozenset(day.replace(day=1) for day in chosen | mine) | {today.replace(day=1)}
    return Choice(months.of(days), free | mine, mine, fixed, chosen, shown, rate, today)


def _days(booking: Booking, today: date, mine: Collection[date]) -> list[calendar.DayState]:
    """Whole months, from this one to the vendor's horizon, and as far as the booking goes. `mine` fill no week."""
    horizon = quoting.last_bookable(booking.expert, booking.vendor)
    last = months.last_day(max(horizon, booking.last_on))
    return calendar.day_states(booking.expert, Days(today.replace(day=1), last), leaving=mine)


def _reachable(booking: Booking, day: date, today: date) -> bool:
    latest = quoting.last_bookable(booking.expert, booking.vendor)
    begun = day == today and quoting.start_of(day, booking.expert) <= clock.now()
    return today <= day <= latest and booking.certificate.live_on(day) and not begun
