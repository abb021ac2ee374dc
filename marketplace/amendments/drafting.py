"""A change being put together: which days come and go, at which hours, what the booking costs then, and until when each side has
to act. A call is `moving`'s."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from marketplace.amendments import hours as other_hours
from marketplace.amendments.errors import BegunAlready
from marketplace.amendments.hours import NewHours, Wish
from marketplace.bookings import calls, quoting
from marketplace.bookings.errors import TooLate
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.calendar.errors import named
from marketplace.calendar.slots import Call
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.money import LARGEST, Money


@dataclass(frozen=True)
class Draft:
    """The booking as it is, and the days, their hours and the rate it would have; or the call. The same figures for both sides."""

    booking: Booking
    before: tuple[date, ...]
    after: tuple[date, ...]
    rate: Money
    hours: Sequence[NewHours] = ()
    call: Call | None = None

    @cached_property
    def added(self) -> list[date]:
        return [] if self.call else sorted(set(self.after) - set(self.before))

    @cached_property
    def removed(self) -> list[date]:
        return [] if self.call else sorted(set(self.before) - set(self.after))

    @property
    def call_before(self) -> Call | None:
        minutes = self.booking.call_minutes
        return Call(self.booking.starts_at, minutes) if minutes else None

    @property
    def price(self) -> Money:
        return self._figures[0]

    @property
    def fee(self) -> Money:
        return self._figures[1]

    @property
    def total(self) -> Money:
        return self.price + self.fee

    @property
    def change(self) -> Money:
        """What the customer pays more; below zero, gets back."""
        return self.total - self.booking.total

    @property
    def costs_more(self) -> bool:
        return self.change.amount > 0

    @cached_property
    def _figures(self) -> tuple[Money, Money]:
        if self.call:
            return quoting.with_fee(self.booking, calls.price_of(self.rate, self.call.minutes))
        changed = {one.on for one in self.hours}
        stay = [one for one in calendar.booked_shifts(self.booking.ref) if one.on in self.after]
        own = quoting.own_prices(self.booking, [one for one in stay if one.on not in changed])
        own += [one.cost for one in self.hours if one.worth is not None]
        return quoting.amended(self.booking, self.rate, len(self.after), own)


def draft(booking: Booking, days: Sequence[date], rate: Money, wish: Wish | None = None) -> Draft:
    """Checked as of now. Raises `Invalid`, `BegunAlready`, `DatesTaken`, `NotCertified`, `TooLate`."""
    wanted = tuple(sorted(set(days)))
    _check_rate(rate)
    planned = other_hours.planned(booking, wish, wanted, rate) if wish else []
    return again(booking, wanted, rate, planned)


def again(booking: Booking, days: Sequence[date], rate: Money, hours: Sequence[NewHours]) -> Draft:
    """The same of what was worked out before: time has passed since. Raises like `draft`."""
    shifts = calendar.booked_shifts(booking.ref)
    made = Draft(booking, tuple(one.on for one in shifts), tuple(days), rate, hours)
    _check_terms(made)
    begun = [one.on for one in shifts if one.on in made.removed and one.starts_at <= clock.now()]
    if begun:
        verb = "has" if len(begun) == 1 else "have"
        raise BegunAlready(f"{named(begun)} {verb} begun already and cannot be given up any more.")
    _check_added(made)
    other_hours.check(booking.expert, booking, hours)
    if made.costs_more:
        pay_by(made)
    return made


def respond_by(made: Draft) -> datetime:
    """As for requests, and never later than the first day it touches, or the end of the booking."""
    vendor = made.booking.vendor
    answer_hours = vendor.call_answer_hours if made.call else vendor.answer_hours
    return min(clock.now() + timedelta(hours=answer_hours), _first_touched(made))


def pay_by(made: Draft) -> datetime:
    """Until when the difference has to be paid. Raises `TooLate` when there would be no time left for it."""
    latest = _first_touched(made)
    if made.added:
        latest = min(latest, _start_of(made, made.added[0]) - quoting.PAID_BEFORE_START)
    if latest <= clock.now():
        raise TooLate(
            "The change costs more, and there is too little time left for the customer to pay the difference. "
            + (
                "Choose a later time, or a shorter call."
                if made.call
                else "New days that cost more begin at least a day after they are agreed on."
            )
        )
    return min(clock.now() + timedelta(hours=made.booking.hold_hours), latest)


def _check_rate(rate: Money) -> None:
    if not 0 < rate.amount <= LARGEST:
        raise wrong("rate", "Write the rate for a day, like 640 or 640.50.")


def _check_terms(made: Draft) -> None:
    if not made.after:
        raise wrong("days", "Keep at least one day. To give all of them up, cancel the booking.")
    if len(made.after) > quoting.MOST_DAYS:
        raise wrong("days", f"One booking has at most {quoting.MOST_DAYS} days.")
    if made.rate != made.booking.rate and len(made.after) <= made.booking.settled_days:
        raise wrong("rate", "The hours of all these days are approved already, so their rate stays.")
    if made.before == made.after and made.rate == made.booking.rate and not made.hours:
        raise wrong("days", "Nothing would change. Choose other days or hours, or write another rate.")


def _check_added(made: Draft) -> None:
    """New days are still to come, within reach, free, and the certificate covers them."""
    if not made.added:
        return
    expert, vendor, added = made.booking.expert, made.booking.vendor, made.added
    if added[-1] > quoting.last_bookable(expert, vendor):
        raise wrong("days", quoting.too_far(expert, vendor))
    if added[0] < clock.today(expert.timezone):
        raise wrong("days", "Choose days that are still to come.")
    quoting.check_free(expert, added, leaving=made.removed)
    if _start_of(made, added[0]) <= clock.now():
        raise wrong("days", "Choose days that are still to come.")
    quoting.check_certificate(made.booking.certificate, added[0], added[-1])


def _first_touched(made: Draft) -> datetime:
    """The first day that comes, goes or gets other hours, and in any case the end of the last one as it is booked now; of a call,
    when it begins now or then, with an hour left to pay what costs more."""
    if made.call:
        return min(made.booking.starts_at, made.call.starts_at - calls.paid_before(made.costs_more))
    shifts = {one.on: one.starts_at for one in calendar.booked_shifts(made.booking.ref)}
    touched = [shifts[day] for day in made.removed[:1]] + [_start_of(made, day) for day in made.added[:1]]
    touched += [one.touched_at for one in made.hours]
    return min([*touched, made.booking.ends_at])


def _start_of(made: Draft, day: date) -> datetime:
    return quoting.start_of(day, made.booking.expert)


def wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: sentence})
