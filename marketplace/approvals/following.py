"""At once, in the transaction of the booking itself: an approval is wanted with it, and ends with it."""

from marketplace.accounts.actor import SYSTEM
from marketplace.approvals import queries
from marketplace.approvals.events import ApprovalVoided, ApprovalWanted
from marketplace.approvals.models import LIFECYCLE, Approval
from marketplace.bookings import queries as bookings
from marketplace.bookings.events import (
    BookingCancelled,
    BookingDeclined,
    BookingExpired,
    BookingLapsed,
    BookingRequested,
    BookingWithdrawn,
)
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.db.session import locked
from marketplace.events.log import record
from marketplace.organizations import queries as organizations

Ended = BookingCancelled | BookingDeclined | BookingExpired | BookingLapsed | BookingWithdrawn


def want(fact: BookingRequested) -> None:
    """With the request, so that a colleague can look while the expert does."""
    want_for(bookings.visible(fact.subject, SYSTEM))


def want_for(booking: Booking) -> None:
    """Where the total is above the booker's limit: nobody pays before. Called in the transaction that made the booking."""
    booker = organizations.actor_for(booking.booker)
    limit = booker.limits.get(booking.organization_id)
    if limit is None or booker.within_limit(booking.organization_id, booking.total):
        return
    approval = Approval(booking=booking, total=booking.total, wanted_for=limit)
    db.session.add(approval)
    db.session.flush()
    total = booking.total
    record(ApprovalWanted(approval.ref, booking.ref, total.amount, total.currency), by=booker)


def void(fact: Ended) -> None:
    booking = bookings.visible(fact.subject, SYSTEM)
    known = queries.of_booking(booking.id)
    if known is not None and LIFECYCLE.allows(known.state, "void"):
        approval = locked(Approval, known.ref)
        approval.become("void")
        record(ApprovalVoided(approval.ref, booking.ref), by=SYSTEM)
