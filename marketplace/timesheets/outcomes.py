"""What became of the people who were certified: the days they were booked for, counted by certificate and by programme."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from sqlalchemy import ColumnElement, func, select

from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Certificate
from marketplace.certification.queries import certificates_selected
from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.programmes.levels import Level
from marketplace.timesheets.events import TimesheetSentBack
from marketplace.timesheets.models import Entry, Timesheet, TimesheetState

FEWEST_BOOKINGS, FEWEST_EXPERTS, TROUBLED_PERCENT = 5, 2, 20
"""A programme is marked when at least so many bookings ended, of so many people, and so many percent went wrong.

One person alone never marks a programme: that would judge them, not how they were examined.
"""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Bookings under a certificate, or several. `customers` to how many completed bookings each; `days` are days worked,
    `call_minutes` what was worked in calls, of which none is a day.

    `troubled` are those that the expert cancelled, or whose hours the customer sent back.
    """

    days: int = 0
    call_minutes: int = 0
    cancelled: int = 0
    sent_back: int = 0
    troubled: int = 0
    customers: Mapping[int, int] = field(default_factory=dict)

    @property
    def completed(self) -> int:
        return sum(self.customers.values())

    @property
    def came_back(self) -> int:
        """Customers who booked the same person more than once."""
        return sum(count > 1 for count in self.customers.values())

    @property
    def ended(self) -> int:
        """Completed, or cancelled by the expert; what customers call off says nothing about the expert."""
        return self.completed + self.cancelled

    @property
    def troubled_percent(self) -> int:
        return round(100 * self.troubled / self.ended) if self.ended else 0


@dataclass(frozen=True, slots=True)
class Record:
    """A programme's level: how many were certified, how many of these people were booked, and what became of it."""

    skill: Skill
    level: Level
    certificates: int
    experts: int
    bookings: Sequence[Outcomes]

    @property
    def outcomes(self) -> Outcomes:
        return reduce(_sum, self.bookings, Outcomes())

    @property
    def came_back(self) -> int:
        """Counted person by person: a customer who books two people once each has not come back."""
        return sum(one.came_back for one in self.bookings)

    @property
    def customers(self) -> int:
        return sum(len(one.customers) for one in self.bookings)

    @property
    def judged(self) -> bool:
        """Enough has happened to say something."""
        return self.outcomes.ended >= FEWEST_BOOKINGS and self.experts >= FEWEST_EXPERTS

    @property
    def disappoints(self) -> bool:
        found = self.outcomes
        return self.judged and 100 * found.troubled >= TROUBLED_PERCENT * found.ended


def of_certificate(certificate: Certificate) -> Outcomes:
    found = _outcomes(Booking.certificate_id == certificate.id)
    return found.get(certificate.id, Outcomes())


def records(vendor_id: int) -> list[Record]:
    """Skill by skill and level by level, those that disappoint first, then those with the most bookings."""
    certificates = db.session.scalars(certificates_selected().where(Product.vendor_id == vendor_id)).all()
    found = _outcomes(Booking.vendor_id == vendor_id)
    groups: dict[tuple[int, int], list[Certificate]] = {}
    for one in certificates:
        groups.setdefault((one.skill_id, one.level), []).append(one)
    made = [_record(group, found) for group in groups.values()]
    return sorted(made, key=lambda one: (not one.disappoints, -one.outcomes.ended, one.skill.name, one.level))


def _record(group: Sequence[Certificate], found: Mapping[int, Outcomes]) -> Record:
    booked = [one for one in group if one.id in found and found[one.id].ended]
    return Record(
        skill=group[0].skill,
        level=group[0].named_level,
        certificates=len(group),
        experts=len({one.expert_id for one in booked}),
        bookings=_by_person((one.expert_id, found[one.id]) for one in booked),
    )


def _by_person(found: Iterable[tuple[int, Outcomes]]) -> list[Outcomes]:
    """One person's certificates of a level, first and renewed, are one record."""
    people: dict[int, Outcomes] = {}
    for expert_id, one in found:
        people[expert_id] = _sum(people.get(expert_id, Outcomes()), one)
    return list(people.values())


def _sum(one: Outcomes, other: Outcomes) -> Outcomes:
    return Outcomes(
        days=one.days + other.days,
        call_minutes=one.call_minutes + other.call_minutes,
        cancelled=one.cancelled + other.cancelled,
        sent_back=one.sent_back + other.sent_back,
        troubled=one.troubled + other.troubled,
        customers=Counter(one.customers) + Counter(other.customers),
    )


def _outcomes(which: ColumnElement[bool]) -> dict[int, Outcomes]:
    """Certificate to its outcomes, for those bookings."""
    ended = (Booking.state == BookingState.COMPLETED) | (
        (Booking.state == BookingState.CANCELLED) & (Booking.cancelled_by == Side.EXPERT)
    )
    bookings = db.session.execute(
        select(Booking.id, Booking.certificate_id, Booking.organization_id, Booking.state).where(which, ended)
    ).all()
    days, calls, back = _days(which), _call_minutes(which), _sent_back(which)
    found: dict[int, Outcomes] = {}
    for booking_id, certificate_id, organization_id, state in bookings:
        cancelled, returned = state is BookingState.CANCELLED, booking_id in back
        one = Outcomes(
            days=days.get(booking_id, 0),
            call_minutes=calls.get(booking_id, 0),
            cancelled=int(cancelled),
            sent_back=int(returned),
            troubled=int(cancelled or returned),
            customers={} if cancelled else {organization_id: 1},
        )
        found[certificate_id] = _sum(found.get(certificate_id, Outcomes()), one)
    return found


def _days(which: ColumnElement[bool]) -> dict[int, int]:
    """Booking to its days worked, as approved; calls are none."""
    return _counted(func.count(Entry.id), which & Booking.call_minutes.is_(None))


def _call_minutes(which: ColumnElement[bool]) -> dict[int, int]:
    """Call to the minutes worked, as approved."""
    return _counted(func.sum(Entry.minutes), which & Booking.call_minutes.is_not(None))


def _counted(what: ColumnElement[int], which: ColumnElement[bool]) -> dict[int, int]:
    wanted = (
        select(Timesheet.booking_id, what)
        .join(Timesheet.entries)
        .join(Timesheet.booking)
        .where(which, Timesheet.state == TimesheetState.APPROVED, Entry.minutes > 0)
        .group_by(Timesheet.booking_id)
    )
    return {booking_id: int(count) for booking_id, count in db.session.execute(wanted)}


def _sent_back(which: ColumnElement[bool]) -> set[int]:
    """Bookings whose hours were sent back at least once; the state alone forgets it."""
    wanted = (
        select(Timesheet.booking_id)
        .join(Timesheet.booking)
        .join(Event, Event.subject == Timesheet.ref)
        .where(which, Event.kind == TimesheetSentBack.__name__)
    )
    return set(db.session.scalars(wanted))
