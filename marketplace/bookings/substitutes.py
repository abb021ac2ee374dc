"""Who else could come, when an expert has called a booking off: certified at least as high for the same skill, and truly free
on the same days, or at the very time of the call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from marketplace.bookings import quoting
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.calendar import slots
from marketplace.calendar.slots import Call
from marketplace.certification.models import Certificate
from marketplace.certification.queries import certificates_selected
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.period import Days
from marketplace.programmes.levels import Level
from marketplace.registry.models import Expert
from marketplace.search import queries as search
from marketplace.search.query import Query

OFFERED = 3
LOOKED_AT = 30
"""So many of the best that search finds are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Substitute:
    expert: Expert
    certificate: Certificate


def substitutes(booking: Booking, days: Sequence[date], without: int | None) -> list[Substitute]:
    """A few experts, in the published order of search, free on each of those days; the one of user id `without` is left out.

    Nobody, once a day is too near to be asked for.
    """
    if not days or _begins(booking, days) < clock.now() + timedelta(hours=booking.vendor.notice_hours):
        return []
    found = _found(booking, days)
    free = _free_then(booking, found) if booking.is_call else _free(found, days)
    people = _people([one for one in found if one in free and one != booking.expert_id], without)
    certified = _certificates(booking, [one.id for one in people], days)
    offered = [
        Substitute(one, certified[one.id]) for one in people if one.id in certified and _priced(booking, one)
    ]
    return offered[:OFFERED]


def _begins(booking: Booking, days: Sequence[date]) -> datetime:
    return booking.starts_at if booking.is_call else quoting.start_of(days[0], booking.expert)


def _priced(booking: Booking, expert: Expert) -> bool:
    return bool(expert.hour_rate if booking.is_call else expert.day_rate)


def _found(booking: Booking, days: Sequence[date]) -> list[int]:
    """Through the search that everybody uses, with the days asked for as its weekdays."""
    certificate, skill = booking.certificate, booking.certificate.skill
    query = Query(
        product=f"{booking.vendor.slug}/{skill.product.slug}",
        module=skill.module.slug if skill.module else "",
        level=Level(certificate.level),
        first=days[0],
        last=days[-1],
        weekdays=tuple(sorted({day.weekday() for day in days})),
        share=100 if booking.is_call else _share(days),
        call=booking.call_minutes,
    )
    try:
        return search.matching(query, LOOKED_AT)
    except Invalid:
        return []


def _share(days: Sequence[date]) -> int:
    """How much of what the search looks at is wanted: it knows weekdays in a period, not single days."""
    weekdays = {day.weekday() for day in days}
    looked_at = sum(day.weekday() in weekdays for day in Days(days[0], days[-1]))
    return max(1, 100 * len(days) // looked_at)


def _free(ids: Sequence[int], days: Sequence[date]) -> set[int]:
    """On every single day, asked of the calendars themselves."""
    states = calendar.day_states_of(ids, Days(days[0], days[-1]))
    return {one for one in ids if set(days) <= {day.on for day in states[one] if day.free}}


def _free_then(booking: Booking, ids: Sequence[int]) -> set[int]:
    """At the very time of the call. Its date may be another one on their own calendars; search has looked at the booked one."""
    experts = db.session.scalars(select(Expert).where(Expert.id.in_(ids))).all()
    call = Call(booking.starts_at, booking.call_minutes or 0)
    return slots.free_among(experts, call, booking.vendor.call_buffer_minutes)


def _people(ids: Sequence[int], without: int | None) -> list[Expert]:
    found = {one.id: one for one in db.session.scalars(select(Expert).where(Expert.id.in_(ids)))}
    return [found[one] for one in ids if one in found and found[one].user_id != without]


def _certificates(booking: Booking, ids: Sequence[int], days: Sequence[date]) -> dict[int, Certificate]:
    """By expert: the one for the same skill, at least as high, that holds on those days."""
    certificate = booking.certificate
    wanted = certificates_selected().where(
        Certificate.expert_id.in_(ids),
        Certificate.skill_id == certificate.skill_id,
        Certificate.level >= certificate.level,
    )
    every = db.session.scalars(wanted.order_by(Certificate.level)).all()
    return {one.expert_id: one for one in every if one.live_on(days[0]) and one.live_on(days[-1])}
