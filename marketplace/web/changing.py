"""What an address says about a change that somebody considers, and the days among which they choose."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from marketplace.accounts.actor import Actor
from marketplace.amendments import hours, policy
from marketplace.bookings import quoting
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import Shift
from marketplace.calendar.slots import Call
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, permit
from marketplace.kit.money import Money
from marketplace.kit.period import Days
from marketplace.web import choosing, months
from marketplace.web.months import Month


@dataclass(frozen=True, slots=True)
class Wish:
    """Days that are ticked and the rate as typed; `fresh` when nothing was chosen yet. Other hours `from_` and `to`, on those
    of the days that are named in `on`, or all to come, and the `price` of such a day as typed. Of a call: its `minutes`, the time
    `at`, and from which day on times are `listed`."""

    days: tuple[date, ...]
    rate: str
    fresh: bool
    from_: str = ""
    to: str = ""
    on: tuple[date, ...] = ()
    price: str = ""
    minutes: int | None = None
    at: datetime | None = None
    listed: date | None = None

    def wanted(self, booking: Booking) -> Sequence[date] | Call:
        """Raises `Invalid` where it is a call without a time."""
        if not booking.is_call:
            return self.days
        if self.at is None or self.minutes is None:
            raise Invalid("Choose a time for the call.", {"at": "Choose a time for the call."})
        return Call(self.at, self.minutes)

    def hours(self, booking: Booking) -> hours.Wish | None:
        """None where none were typed. Raises `Invalid`."""
        if booking.is_call or not (self.from_.strip() or self.to.strip()):
            return None
        stretch = _minute(self.from_), _minute(self.to)
        begun = {one.on for one in calendar.booked_shifts(booking.ref) if one.starts_at <= clock.now()}
        days = self.on or tuple(day for day in self.days if day not in begun)
        price = _amount(self.price, "price", booking) if self.price.strip() else None
        return hours.Wish(days, stretch, price)

    def money(self, booking: Booking) -> Money:
        """The rate; the booking's own when none was typed. Raises `Invalid`."""
        return _amount(self.rate, "rate", booking) if self.rate.strip() else booking.rate

    @property
    def values(self) -> dict[str, Any]:
        """For an address, or the hidden fields of a form."""
        named = {
            "from": self.from_,
            "to": self.to,
            "price": self.price,
            "call": self.minutes,
            "at": choosing.written(self.at) if self.at else "",
            "first": self.listed or "",
            "last": self.listed or "",
        }
        days = {"days": [day.isoformat() for day in self.days], "on": [day.isoformat() for day in self.on]}
        return {"rate": self.rate} | days | {name: it for name, it in named.items() if it}


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
    shifts: Sequence[Shift]
    """The booked days that have not begun, whose hours can become others."""
    wish: Wish


def read(values: MultiDict[str, str]) -> Wish:
    chosen = choosing.read(values)
    listed = chosen.period.first if chosen.period else None
    return Wish(
        chosen.days,
        values.get("rate", "")[:20],
        "days" not in values and "rate" not in values,
        values.get("from", "")[:5],
        values.get("to", "")[:5],
        choosing.days_in(values.getlist("on")),
        values.get("price", "")[:20],
        chosen.minutes,
        chosen.at,
        listed or (chosen.at.date() if chosen.at else None),
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
    ahead = [one for one in shifts if one.on in mine]
    return Choice(months.of(days), free | mine, mine, fixed, chosen, shown, rate, today, ahead, wish)


def _days(booking: Booking, today: date, mine: Collection[date]) -> list[calendar.DayState]:
    """Whole months, from this one to the vendor's horizon, and as far as the booking goes. `mine` fill no week."""
    horizon = quoting.last_bookable(booking.expert, booking.vendor)
    last = months.last_day(max(horizon, booking.last_on))
    return calendar.day_states(booking.expert, Days(today.replace(day=1), last), leaving=mine)


def _minute(typed: str) -> int:
    """`17:00`, of a wall clock's day; midnight at its end is 24:00."""
    hour, _, minute = typed.strip().partition(":")
    if hour.isascii() and hour.isdecimal() and minute.isascii() and minute.isdecimal() and len(minute) == 2:
        return int(hour) * 60 + int(minute)
    raise hours.wrong("Write from when to when, like 12:00 and 17:00.")


def _amount(typed: str, field: str, booking: Booking) -> Money:
    try:
        return Money.parse(typed, booking.rate.currency)
    except Invalid as mistake:
        raise Invalid(mistake.sentence, {field: mistake.sentence}) from mistake


def _reachable(booking: Booking, day: date, today: date) -> bool:
    latest = quoting.last_bookable(booking.expert, booking.vendor)
    begun = day == today and quoting.start_of(day, booking.expert) <= clock.now()
    return today <= day <= latest and booking.certificate.live_on(day) and not begun
