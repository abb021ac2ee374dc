"""Figures about an expert, from what happened here. Each counts facts that nobody can word differently afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from marketplace.absences import queries as absences
from marketplace.bookings import queries as bookings
from marketplace.bookings.events import BookingAccepted, BookingDeclined, BookingRequested
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.calendar.models import Shift
from marketplace.certification.models import Certificate
from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.kit import clock
from marketplace.kit.period import local
from marketplace.registry import ratings
from marketplace.requests.lifecycles import InvitationState
from marketplace.requests.models import RequestInvitation
from marketplace.reviews.models import Review, ReviewState
from marketplace.reviews.questions import QUESTIONS, Question
from marketplace.reviews.rating import STARS
from marketplace.timesheets.events import TimesheetSubmitted
from marketplace.timesheets.models import Entry, Timesheet

REPLIES_OVER = timedelta(days=365)
"""Requests are looked at so far back: people change their habits."""

ANSWERS = (BookingAccepted.__name__, BookingDeclined.__name__)


@dataclass(frozen=True, slots=True)
class Opinion:
    """Published reviews: how many, their average in tenths of a star, and that of each question."""

    reviews: int
    tenths: int
    answers: Sequence[tuple[Question, int]] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """`handed_in`: completed bookings with hours, `on_time` of them by when they were due. `confirmed`: bookings that were paid and
    are completed or called off by the expert, `called_off` of them, or their rest. `missed`:
    days on which it is settled that they did not come.
    `requests` (invitations to propose among them) of the last year that were answered or ran out, `answered` of them, half of these
    within `reply`. `customers` with a completed booking, `came_back` of them for another."""

    opinion: Opinion
    handed_in: int
    on_time: int
    confirmed: int
    called_off: int
    missed: int
    requests: int
    answered: int
    reply: timedelta | None
    customers: int
    came_back: int


def of_expert(expert_id: int) -> Figures:
    whose = Booking.expert_id == expert_id
    handed = _handed_in(whose)
    kept = bookings.records_of([expert_id])[expert_id]
    waits = [*_waits(whose), *_invited(expert_id)]
    answers = [one for one in waits if one is not None]
    visits = _visits(whose)
    return Figures(
        opinion=opinion(Side.EXPERT, whose),
        handed_in=len(handed),
        on_time=sum(handed),
        confirmed=kept.ended,
        called_off=kept.called_off,
        missed=absences.days_missed(expert_id),
        requests=len(waits),
        answered=len(answers),
        reply=timedelta(seconds=median(one.total_seconds() for one in answers)) if answers else None,
        customers=len(visits),
        came_back=sum(count > 1 for count in visits),
    )


def of_certificate(certificate: Certificate) -> Opinion:
    """What customers said about the bookings made on that certificate."""
    return opinion(Side.EXPERT, Booking.certificate_id == certificate.id)


def of_programmes(vendor_id: int) -> Mapping[tuple[int, int], Opinion]:
    """What customers said, by the skill and the level that the experts of these bookings are certified for."""
    wanted = (
        select(Certificate.skill_id, Certificate.level, func.count(Review.id), func.sum(STARS))
        .join(Review.booking)
        .join(Booking.certificate)
        .where(
            Booking.vendor_id == vendor_id,
            Review.side == Side.CUSTOMER,
            Review.state == ReviewState.PUBLISHED,
        )
        .group_by(Certificate.skill_id, Certificate.level)
    )
    rows = db.session.execute(wanted)
    return {(skill, level): Opinion(n, ratings.tenths(n, int(total))) for skill, level, n, total in rows}


def opinion(reviewed: Side, which: ColumnElement[bool]) -> Opinion:
    """What is published about that side of those bookings."""
    author = reviewed.other
    asked = QUESTIONS[author]
    sums = [func.coalesce(func.sum(getattr(Review, one.name)), 0) for one in asked]
    wanted = select(func.count(Review.id), *sums).join(Review.booking)
    wanted = wanted.where(which, Review.side == author, Review.state == ReviewState.PUBLISHED)
    number, *stars = db.session.execute(wanted).one()
    if not number:
        return Opinion(0, 0)
    answers = [(one, 10 * int(sum_) // number) for one, sum_ in zip(asked, stars, strict=True)]
    return Opinion(number, ratings.tenths(number, int(sum(stars))), answers)


def due_at(ends_at: datetime, timezone: str) -> datetime:
    """Hours are due by the end of the Monday after the last day, on the expert's wall calendar."""
    last = (ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(timezone)).date()
    monday = last + timedelta(days=7 - last.weekday())
    return local(monday, 24 * 60, timezone)


def _handed_in(whose: ColumnElement[bool]) -> list[bool]:
    """For each week of completed bookings, whether its hours first came in by when they were due."""
    first = (
        select(func.max(Shift.ends_at), Booking.timezone, func.min(Event.at))
        .select_from(Booking)
        .join(Timesheet, Timesheet.booking_id == Booking.id)
        .join(Timesheet.entries)
        .join(Entry.shift)
        .join(Event, (Event.subject == Timesheet.ref) & (Event.kind == TimesheetSubmitted.__name__))
        .where(whose, Booking.state == BookingState.COMPLETED, Timesheet.part == 1)
        .group_by(Timesheet.id, Booking.timezone)
    )
    return [at <= due_at(ends_at, zone) for ends_at, zone, at in db.session.execute(first)]


def _waits(whose: ColumnElement[bool]) -> list[timedelta | None]:
    """How long each request waited for its answer; None where it ran out. What the customer took back says nothing, and what was
    agreed on in a proposal, or booked at once, never waited for one."""
    request = aliased(Event)
    answered = (Event.subject == Booking.ref) & Event.kind.in_(ANSWERS)
    wanted = (
        select(request.at, Event.at)
        .select_from(Booking)
        .join(request, (request.subject == Booking.ref) & (request.kind == BookingRequested.__name__))
        .outerjoin(Event, answered)
        .where(whose, Booking.created_at >= clock.now() - REPLIES_OVER)
        .where(Event.id.is_not(None) | (Booking.state == BookingState.EXPIRED))
    )
    return [at - asked if at else None for asked, at in db.session.execute(wanted)]


def _invited(expert_id: int) -> list[timedelta | None]:
    """The same for invitations to propose: a proposal and a decline are answers."""
    wanted = select(RequestInvitation.asked_at, RequestInvitation.answered_at).where(
        RequestInvitation.expert_id == expert_id,
        RequestInvitation.asked_at >= clock.now() - REPLIES_OVER,
        RequestInvitation.answered_at.is_not(None) | (RequestInvitation.state == InvitationState.EXPIRED),
    )
    return [at - asked if at and asked else None for asked, at in db.session.execute(wanted)]


def _visits(whose: ColumnElement[bool]) -> list[int]:
    """Completed bookings of each customer."""
    wanted = select(func.count(Booking.id)).where(whose, Booking.state == BookingState.COMPLETED)
    return list(db.session.scalars(wanted.group_by(Booking.organization_id)))
