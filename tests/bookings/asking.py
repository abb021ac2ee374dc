"""Bruno's requests to Ana, for stories that begin with one."""

from datetime import date

from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from tests.cast import Cast

WEEK = [date(2027, 3, day) for day in (15, 16, 17, 18, 19)]


def ask(cast: Cast, days: list[date] = WEEK, *, who: str = "bruno", **other: str) -> Booking:
    """Bruno asks Ana for Nordwind; what is named is different."""
    given = {
        "slug": cast.ana.slug,
        "certificate": cast.certificate.ref,
        "message": "Close March with us.",
    } | other
    return bookings.request(
        given["slug"],
        given["certificate"],
        days,
        given["message"],
        organization_ref=given.get("organization", cast.nordwind.ref),
        by=cast.actor(who),
    )


def accepted(cast: Cast, days: list[date] = WEEK) -> Booking:
    """Ana has said yes."""
    return bookings.accept(ask(cast, days).ref, by=cast.actor("ana"))
