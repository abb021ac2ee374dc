"""A change being put together: which days come and go, what the booking costs then, and until when each side has to act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from marketplace.amendments.errors import BegunAlready
from marketplace.bookings import quoting
from marketplace.bookings.errors import TooLate
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.calendar.errors import named
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.money import LARGEST, Money


@dataclass(frozen=True)
class Draft:
    """The booking as it is, and the days and rate it would have. The same figures for both sides."""

    booking: Booking
    before: tuple[date, ...]
    after: tuple[date, ...]
    rate: Money

    @cached_property
    def added(self) -> list[date]:
        return sorted(set(self.after) - set(self.before))

    @cached_property
    def removed(self) -> list[date]:
        return sorted(set(self.before) - set(self.after))

    @property
    def price(self) -> Money:
        return quoting.amended(self.booking, self.rate, len(self.after))[0]

    @property
    def fee(self) -> Money:
        return quoting.amended(self.booking, self.rate, len(self.after))[1]

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


def draft(booking: Booking, days: Sequence[date], rate: Money) -> Draft:
    """Checked as of now. Raises `Invalid`, `BegunAlready`, `DatesTaken`, `NotCertified`, `TooLate`."""
    shifts = calendar.booked_shifts(booking.ref)
    wanted = tuple(sorted(set(days)))
    made = Draft(booking, tuple(one.on for one in shifts), wanted, rate)
    _check_terms(made)
    begun = [one.on for one in shifts if one.on in made.removed and one.starts_at <= clock.now()]
    if begun:
        verb = "has" if len(begun) == 1 else "have"
        raise BegunAlready(f"{named(begun)} {verb} begun already and cannot be given up any more.")
    _check_added(made)
    if made.costs_more:
        pay_by(made)
    return made


def respond_by(made: Draft) -> datetime:
    """As for requests, and never later than the first day it touches, or the end of the booking."""
    vendor_hours = timedelta(hours=made.booking.vendor.answer_hours)
    return min(clock.now() + vendor_hours, _first_touched(made))


def pay_by(made: Draft) -> datetime:
    """Until when the difference has to be paid. Raises `TooLate` when there would be no time left for it."""
    latest = _first_touched(made)
    if made.added:
        latest = min(latest, _start_of(made, made.added[0]) - quoting.PAID_BEFORE_START)
    if latest <= clock.now():
        raise TooLate(
            "The change costs more, and there is too little time left for the customer to pay the difference. "
            "New days that cost more begin at least a day after they are agreed on."
        )
    return min(clock.now() + timedelta(hours=made.booking.hold_hours), latest)


def _check_terms(made: Draft) -> None:
    if not made.after:
        raise _wrong("days", "Keep at least one day. To give all of them up, cancel the booking.")
    if len(made.after) > quoting.MOST_DAYS:
        raise _wrong("days", f"One booking has at most {quoting.MOST_DAYS} days.")
    if not 0 < made.rate.amount <= LARGEST:
        raise _wrong("rate", "Write the rate for a day, like 640 or 640.50.")
    if made.rate != made.booking.rate and len(made.after) <= made.booking.settled_days:
        raise _wrong("rate", "The hours of all these days are approved already, so their rate stays.")
    if made.before == made.after and made.rate == made.booking.rate:
        raise _wrong("days", "Nothing would change. Choose other days, or write another rate.")


def _check_added(made: Draft) -> None:
    """New days are still to come, within reach, free, and the certificate covers them."""
    if not made.added:
        return
    expert, vendor, added = made.booking.expert, made.booking.vendor, made.added
    if added[-1] > quoting.last_bookable(expert, vendor):
        raise _wrong("days", quoting.too_far(expert, vendor))
    if added[0] < clock.today(expert.timezone):
        raise _wrong("days", "Choose days that are still to come.")
    quoting.check_free(expert, added, leaving=made.removed)
    if _start_of(made, added[0]) <= clock.now():
        raise _wrong("days", "Choose days that are still to come.")
    quoting.check_certificate(made.booking.certificate, added[0], added[-1])


def _first_touched(made: Draft) -> datetime:
    """The first day that comes or goes, and in any case the end of the last one as it is booked now."""
    shifts = {one.on: one.starts_at for one in calendar.booked_shifts(made.booking.ref)}
    touched = [shifts[day] for day in made.removed[:1]] + [_start_of(made, day) for day in made.added[:1]]
    return min([*touched, made.booking.ends_at])


def _start_of(made: Draft, day: date) -> datetime:
    return quoting.start_of(day, made.booking.expert)


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: sentence})
