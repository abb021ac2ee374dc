"""Other hours on days of a booking: from when to when, and what such a day costs then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from marketplace.amendments.errors import BegunAlready
from marketplace.bookings import quoting
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.calendar import reshaping
from marketplace.calendar.errors import DatesTaken, named
from marketplace.calendar.models import Shift
from marketplace.calendar.reshaping import Shape
from marketplace.calendar.shifts import bounds
from marketplace.calendar.working import Stretch
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.money import LARGEST, Money
from marketplace.registry.models import Expert

SHORTEST = 60
"""Minutes of the expert's own hours that are left of a day, at least."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The same hours on some days: `stretch` in minutes of the expert's wall clock.

    `price` of such a day; None: in proportion to the hours, so that six instead of eight cost three quarters.
    """

    days: Sequence[date]
    stretch: Stretch
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class NewHours:
    """One day as it would be, and as it was. `worth`: what it costs where that is not the day rate; `cost`: in any case."""

    on: date
    starts_at: datetime
    ends_at: datetime
    worth: int | None
    cost: Money
    starts_before: datetime
    ends_before: datetime
    cost_before: Money

    @property
    def shape(self) -> Shape:
        return Shape(self.on, self.starts_at, self.ends_at, self.worth)

    @property
    def moved(self) -> bool:
        return (self.starts_at, self.ends_at) != (self.starts_before, self.ends_before)

    @property
    def touched_at(self) -> datetime:
        return min(self.starts_at, self.starts_before)

    def written(self) -> dict[str, Any]:
        """For a column of JSON: instants with their zone, amounts in minor units."""
        return {
            "on": self.on.isoformat(),
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "worth": self.worth,
            "cost": self.cost.amount,
            "starts_before": self.starts_before.isoformat(),
            "ends_before": self.ends_before.isoformat(),
            "cost_before": self.cost_before.amount,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any], currency: str) -> Self:
        instants = {
            name: datetime.fromisoformat(kept[name])
            for name in ("starts_at", "ends_at", "starts_before", "ends_before")
        }
        return cls(
            on=date.fromisoformat(kept["on"]),
            worth=kept["worth"],
            cost=Money(kept["cost"], currency),
            cost_before=Money(kept["cost_before"], currency),
            **instants,
        )


def planned(booking: Booking, wish: Wish, after: Sequence[date], rate: Money) -> list[NewHours]:
    """Those of the days that would become others. Raises `Invalid`, `BegunAlready`."""
    booked = {one.on: one for one in calendar.booked_shifts(booking.ref)}
    first, last = wish.stretch
    if not 0 <= first < last <= 24 * 60:
        raise wrong("The hours end after they begin. Write them like 12:00 and 17:00.")
    if wish.price is not None and not 0 < wish.price.amount <= LARGEST:
        raise Invalid("Write what such a day costs, like 480.", {"price": "Write it like 480 or 480.50."})
    strangers = set(wish.days) - set(after)
    if strangers:
        raise wrong(f"{named(sorted(strangers))} would not be booked. Choose among the days that are.")
    days = [_planned(booking, booked.get(on), on, wish, rate) for on in sorted(set(wish.days))]
    return [one for one in days if one is not None]


def _planned(booking: Booking, shift: Shift | None, on: date, wish: Wish, rate: Money) -> NewHours | None:
    expert = booking.expert
    whole = _workday(expert, on)
    was = (shift.starts_at, shift.ends_at) if shift else whole
    _refuse_begun([on] if was[0] <= clock.now() else [])
    now = bounds(on, [wish.stretch], expert.timezone)
    check_within(expert, on, now)
    left = reshaping.worked_minutes(expert, on, now)
    if left < SHORTEST:
        raise wrong(f"Of the hours of {expert.name}, less than an hour would be left on {named([on])}.")
    worth = _worth(expert, on, now, left, wish.price, rate)
    cost_before = quoting.price_of(booking, shift) if shift else booking.rate
    if shift and (now, worth) == (was, shift.worth):
        return None
    if not shift and worth is None:
        return None
    cost = rate if worth is None else Money(worth, rate.currency)
    return NewHours(on, *now, worth, cost, *was, cost_before)


def _worth(
    expert: Expert,
    on: date,
    now: tuple[datetime, datetime],
    left: int,
    price: Money | None,
    rate: Money,
) -> int | None:
    """None for a whole day at the day rate, which follows that rate from then on."""
    if price is not None:
        return price.amount
    whole = reshaping.worked_minutes(expert, on, _workday(expert, on))
    return None if left == whole else max(1, rate.part(left, whole).amount)


def check(expert: Expert, booking: Booking, hours: Sequence[NewHours]) -> None:
    """Whether they can still be had. Raises `Invalid`, `BegunAlready`, `DatesTaken`."""
    _refuse_begun([one.on for one in hours if one.starts_before <= clock.now()])
    _refuse_begun([one.on for one in hours if one.starts_at <= clock.now()])
    for one in hours:
        check_within(expert, one.on, (one.starts_at, one.ends_at))
    if gone := reshaping.lost(expert, changes(booking, hours)):
        said = f"{expert.name} is not free at these hours on {named(gone)}. Nothing was changed; please choose others."
        raise DatesTaken(gone, said)


def changes(booking: Booking, hours: Sequence[NewHours]) -> list[tuple[Shift, Shape]]:
    """Of the days that are booked already: the shift, and what becomes of it."""
    booked = {one.on: one for one in calendar.booked_shifts(booking.ref)}
    return [(booked[one.on], one.shape) for one in hours if one.on in booked]


def check_within(expert: Expert, on: date, now: tuple[datetime, datetime]) -> None:
    opens, closes = _workday(expert, on)
    if now[0] < opens or now[1] > closes:
        from_, to = (_clock(at, expert) for at in (opens, closes))
        raise wrong(f"{expert.name} works from {from_} to {to} ({expert.timezone}) on {named([on])}.")


def _workday(expert: Expert, on: date) -> tuple[datetime, datetime]:
    found = reshaping.workday(expert, on)
    if found is None:
        raise wrong(f"{expert.name} has no hours on {named([on])} any more, so they cannot be changed.")
    return found


def _refuse_begun(days: Sequence[date]) -> None:
    if days:
        verb = "has" if len(days) == 1 else "have"
        raise BegunAlready(f"{named(days)} {verb} begun already, so the hours stay.")


def _clock(at: datetime, expert: Expert) -> str:
    return f"{at.astimezone(ZoneInfo(expert.timezone)):%H:%M}"


def wrong(sentence: str) -> Invalid:
    return Invalid(sentence, {"hours": sentence})
