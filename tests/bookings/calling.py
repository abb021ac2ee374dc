"""Bruno's calls with Ana, who takes 80 EUR an hour, for stories that begin with one."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from marketplace.calendar.slots import Call
from marketplace.kit.period import local
from tests import make
from tests.cast import Cast

TUESDAY = date(2027, 3, 16)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    """On Ana's wall clock, which is Berlin's."""
    return local(day, hour * 60 + minute, "Europe/Berlin")


def takes_calls(cast: Cast, amount: int | None = 8_000, currency: str = "EUR") -> None:
    make.change(cast.ana, hour_rate_amount=amount, currency=currency)


def ask_call(
    cast: Cast, starts_at: datetime | None = None, minutes: int = 45, *, who: str = "bruno", **other: Any
) -> Booking:
    """For Nordwind, or with Gus for Halden; on Tuesday at ten, unless something else is said."""
    return asking(cast, starts_at, minutes, who=who, **other)()


def asking(
    cast: Cast, starts_at: datetime | None = None, minutes: int = 45, *, who: str = "bruno", **other: Any
) -> Callable[[], Booking]:
    """The same still to be done; by then it needs no more of the cast."""
    organization = cast.halden if who == "gus" else cast.nordwind
    return partial(
        bookings.request,
        cast.ana.slug,
        cast.certificate.ref,
        Call(starts_at or at(10), minutes),
        "Why does the March run stop?",
        organization_ref=organization.ref,
        by=cast.actor(who),
        **other,
    )
