"""Figures about an organization, for an expert whom it asks and for its vendor's staff."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.db.base import db
from marketplace.reviews.figures import Opinion, opinion
from marketplace.timesheets.models import Timesheet, TimesheetState


@dataclass(frozen=True, slots=True)
class CustomerFigures:
    """Bookings `completed`, by how many `experts`; `called_off` by the customer after paying. `approved`: weeks whose hours were
    approved, `by_hand` those at which somebody looked and did not let the time run out."""

    opinion: Opinion
    completed: int
    experts: int
    called_off: int
    approved: int
    by_hand: int


def of_organization(organization_id: int) -> CustomerFigures:
    whose = Booking.organization_id == organization_id
    done = Booking.state == BookingState.COMPLETED
    cancelled = (Booking.state == BookingState.CANCELLED) & (Booking.cancelled_by == Side.CUSTOMER)
    ended = select(
        func.count(case((done, 1))),
        func.count(case((done, Booking.expert_id)).distinct()),
        func.count(case((cancelled & Booking.confirmed_at.is_not(None), 1))),
    ).where(whose)
    completed, experts, called_off = db.session.execute(ended).one()
    sheets = select(func.count(Timesheet.id), func.count(Timesheet.decided_by_id)).join(Timesheet.booking)
    decided = sheets.where(whose, Timesheet.state == TimesheetState.APPROVED)
    approved, by_hand = db.session.execute(decided).one()
    return CustomerFigures(opinion(Side.CUSTOMER, whose), completed, experts, called_off, approved, by_hand)
