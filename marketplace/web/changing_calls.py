"""Another time, or another length, for a call that is booked: what is truly free, on both clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template

from marketplace.amendments import policy
from marketplace.bookings import calls, quoting
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.sides import reads_for
from marketplace.calendar import slots
from marketplace.calendar.gaps import MINUTES
from marketplace.calendar.slots import Call, Slot
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, Refused, permit
from marketplace.kit.money import Money
from marketplace.kit.period import Days
from marketplace.web.call_times import SHOWN, by_day, same_clock
from marketplace.web.changing import Wish
from marketplace.web.clocks import Clock, clocks_of
from marketplace.web.security import actor


@dataclass(frozen=True)
class Choice:
    """`days` of the reader's calendar with the times the call could go to; `prices` of every length; `more` is where the next page
    begins; `stay` says that it could have this length at the time it has."""

    minutes: int
    rate: str
    prices: Sequence[tuple[int, Money]]
    first: date
    days: Sequence[tuple[date, Sequence[Slot]]]
    more: date | None
    stay: bool
    other: Clock
    same_clock: bool


def render(booking: Booking, wish: Wish, refusal: Refused | None = None) -> str:
    permit(policy.may_propose(actor(), booking))
    by_expert = reads_for(actor(), booking) is Side.EXPERT
    return render_template(
        "amendments/call.html",
        booking=booking,
        choice=choice(booking, wish),
        refusal=refusal,
        party=booking.organization.name if by_expert else booking.expert.name,
    )


def choice(booking: Booking, wish: Wish) -> Choice:
    minutes = wish.minutes if wish.minutes in MINUTES else booking.call_minutes or MINUTES[0]
    first = max(wish.listed or date.min, clock.today(booking.expert.timezone))
    days, other = _days(booking, minutes, first), clocks_of(booking)[0]
    return Choice(
        minutes=minutes,
        rate=wish.rate or f"{booking.rate.decimal():f}",
        prices=[(one, calls.price_of(_rate(booking, wish), one)) for one in MINUTES],
        first=first,
        days=days[:SHOWN],
        more=days[SHOWN][0] if len(days) > SHOWN else None,
        stay=_can_stay(booking, minutes),
        other=other,
        same_clock=same_clock(days[:SHOWN], other[0]),
    )


def _days(booking: Booking, minutes: int, first: date) -> list[tuple[date, list[Slot]]]:
    # A day earlier of theirs may still reach into the reader's first.
    reach = Days(first - timedelta(days=1), quoting.last_bookable(booking.expert, booking.vendor))
    free = calls.free_slots(booking.expert, booking.certificate, minutes, reach, moved=booking)
    return by_day((one for one in free if one.starts_at != booking.starts_at), first)


def _can_stay(booking: Booking, minutes: int) -> bool:
    call = Call(booking.starts_at, minutes)
    return slots.is_free(booking.expert, call, booking.buffer_minutes, booking.ref)


def _rate(booking: Booking, wish: Wish) -> Money:
    """The one that was typed, as far as it can be read."""
    try:
        return wish.money(booking)
    except Invalid:
        return booking.rate
