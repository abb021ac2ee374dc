"""Disputes, as seen by both sides, by the vendor's assessors and admins, and by timers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace.accounts.actor import Actor
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.disputes.models import (
    CARRIED_OUT,
    OPEN,
    Dispute,
    DisputeState,
    Statement,
    StatementFile,
)
from marketplace.disputes.policy import READERS
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.registry.models import Expert

S = DisputeState
PAGE = 20


class Shown(StrEnum):
    """Which of a vendor's disputes."""

    WAITING = "waiting"
    ANSWER = "answer"
    ENDED = "ended"
    ALL = "all"

    @property
    def label(self) -> str:
        return {
            "waiting": "For your opinion",
            "answer": "Between the sides",
            "ended": "Ended",
            "all": "All",
        }[self]


STATES: dict[Shown, tuple[DisputeState, ...]] = {
    Shown.WAITING: (S.REFERRED, S.TAKEN),
    Shown.ANSWER: (S.ASKED,),
    Shown.ENDED: (*CARRIED_OUT, S.WITHDRAWN),
    Shown.ALL: tuple(S),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one vendor. `lasted` is from opening to the end, of those that ended with a division, half of them within that."""

    counts: dict[DisputeState, int]
    overdue: int
    lasted: timedelta | None

    def of(self, *states: DisputeState) -> int:
        return sum(self.counts.get(one, 0) for one in states)


def visible(ref: Ref, by: Actor) -> Dispute:
    """For its expert, members of the organization, and the vendor's assessors and admins. Raises `NotFound` for others."""
    wanted = whole().where(Dispute.ref == ref)
    if not by.system:
        wanted = wanted.where(_seen(by))
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def file(ref: Ref, by: Actor) -> StatementFile:
    """For whoever sees the dispute. Raises `NotFound`."""
    wanted = select(StatementFile).join(StatementFile.statement).join(Statement.dispute).join(Dispute.booking)
    found = db.session.scalar(wanted.join(Booking.expert).where(StatementFile.ref == ref, _seen(by)))
    if found is None:
        raise NotFound
    return found


def of_booking(booking_id: int) -> Sequence[Dispute]:
    """Every one, the latest first."""
    wanted = whole().where(Dispute.booking_id == booking_id)
    return db.session.scalars(wanted.order_by(Dispute.id.desc())).unique().all()


def open_on(booking_id: int) -> Dispute | None:
    return db.session.scalar(whole().where(Dispute.open_for == booking_id))


def carried_out(booking_id: int) -> Dispute | None:
    """The one that divided the booking's money."""
    wanted = select(Dispute).where(Dispute.booking_id == booking_id, Dispute.state.in_(CARRIED_OUT))
    return db.session.scalar(wanted.order_by(Dispute.id.desc()).limit(1))


def open_of_expert(expert_id: int) -> Sequence[Dispute]:
    return _listed(Booking.expert_id == expert_id, Dispute.state.in_(OPEN))


def open_of_organization(organization_id: int) -> Sequence[Dispute]:
    return _listed(Booking.organization_id == organization_id, Dispute.state.in_(OPEN))


def for_opinion(vendor_id: int) -> Sequence[Dispute]:
    """What waits for the vendor's opinion, the most urgent first."""
    return _listed(Booking.vendor_id == vendor_id, Dispute.state.in_(STATES[Shown.WAITING]))


def page_of(vendor_id: int, shown: Shown, number: int) -> Page[Dispute]:
    """What waits first by its clock; of the others the latest first."""
    which = (Booking.vendor_id == vendor_id) & Dispute.state.in_(STATES[shown])
    total = db.session.scalar(select(func.count(Dispute.id)).join(Dispute.booking).where(which)) or 0
    urgent = (Dispute.opinion_by, Dispute.id) if shown is Shown.WAITING else (Dispute.id.desc(),)
    rows = whole().where(which).order_by(*urgent).limit(PAGE).offset((number - 1) * PAGE)
    return Page(db.session.scalars(rows).unique().all(), number, PAGE, total)


def figures_of(vendor_id: int) -> Figures:
    ours = Booking.vendor_id == vendor_id
    rows = select(Dispute.state, func.count(Dispute.id)).join(Dispute.booking).where(ours)
    counts = dict(db.session.execute(rows.group_by(Dispute.state)).all())
    late = select(func.count(Dispute.id)).join(Dispute.booking).where(ours)
    late = late.where(Dispute.state.in_(STATES[Shown.WAITING]), Dispute.opinion_by <= clock.now())
    ended = select(Dispute.created_at, Dispute.ended_at).join(Dispute.booking)
    ended = ended.where(ours, Dispute.state.in_(CARRIED_OUT))
    lasted = sorted(end - begun for begun, end in db.session.execute(ended) if end)
    median = lasted[len(lasted) // 2] if lasted else None
    return Figures(counts, db.session.scalar(late) or 0, median)


def unanswered(at: datetime) -> Sequence[Ref]:
    return _due(Dispute.state == S.ASKED, Dispute.answer_by <= at)


def without_opinion(at: datetime) -> Sequence[Ref]:
    """Of which the admins were not told yet."""
    waits = Dispute.state.in_(STATES[Shown.WAITING])
    return _due(waits, Dispute.opinion_by <= at, Dispute.overdue_since.is_(None))


def to_remind(at: datetime) -> Sequence[Ref]:
    """Whose clock still runs and of which nobody was reminded: before the answer, or before the opinion."""
    answer = and_(Dispute.state == S.ASKED, Dispute.answer_by > at, Dispute.reminders < 1)
    waits = Dispute.state.in_(STATES[Shown.WAITING])
    return _due(or_(answer, and_(waits, Dispute.opinion_by > at, Dispute.reminders < 2)))


def to_close(at: datetime) -> Sequence[Ref]:
    return _due(Dispute.state.in_(OPEN), Dispute.closes_at <= at)


def _due(*which: ColumnElement[bool]) -> Sequence[Ref]:
    return db.session.scalars(select(Dispute.ref).where(*which).order_by(Dispute.id)).all()


def _listed(*which: ColumnElement[bool]) -> Sequence[Dispute]:
    soonest = func.coalesce(Dispute.opinion_by, Dispute.answer_by)
    return db.session.scalars(whole().where(*which).order_by(soonest, Dispute.id)).unique().all()


def whole() -> Select[Dispute]:
    """With all that a page or a table about them touches."""
    booking = contains_eager(Dispute.booking)
    return (
        select(Dispute)
        .join(Dispute.booking)
        .join(Booking.expert)
        .options(
            booking.contains_eager(Booking.expert),
            booking.joinedload(Booking.organization),
            booking.joinedload(Booking.vendor),
            joinedload(Dispute.opened_by),
            joinedload(Dispute.assessor),
            selectinload(Dispute.statements).options(
                joinedload(Statement.author), selectinload(Statement.files)
            ),
        )
    )


def _seen(by: Actor) -> ColumnElement[bool]:
    judged = [one for one in by.vendors if by.is_staff(one, *READERS)]
    return or_(
        Expert.user_id == by.user_id,
        Booking.organization_id.in_(list(by.organizations)),
        Booking.vendor_id.in_(judged),
    )
