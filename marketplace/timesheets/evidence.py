"""Approved hours become evidence of what the expert knows, and join the claims they support."""

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import queries as bookings
from marketplace.bookings.events import BookingCompleted
from marketplace.certification import attaching
from marketplace.db.session import atomic
from marketplace.events.models import Event
from marketplace.evidence import work
from marketplace.kit import clock
from marketplace.search import projection
from marketplace.timesheets import queries
from marketplace.timesheets.models import TimesheetState


def note_work(fact: BookingCompleted, _: Event) -> None:
    """Reaction to BookingCompleted. Harmless the second time: there is one piece of work for a booking, over all of its weeks."""
    booking = bookings.visible(fact.subject, SYSTEM)
    sheets = queries.sheets_of(booking.id)
    minutes = sum(one.minutes for one in sheets if one.state is TimesheetState.APPROVED)
    if not minutes:
        return
    with atomic():
        done = work.note(
            booking.ref,
            expert_id=booking.expert_id,
            skill_id=booking.certificate.skill_id,
            release_id=booking.release_id,
            organization_id=booking.organization_id,
            minutes=minutes,
            first_on=booking.first_on,
            last_on=booking.last_on,
            approved_at=booking.ended_at or clock.now(),
        )
        attaching.follow_work(done)
        projection.refresh(done.expert_id)
