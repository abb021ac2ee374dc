"""What follows from a booking for those who assess the expert."""

from marketplace.accounts.actor import SYSTEM
from marketplace.assessing import conflicts
from marketplace.bookings import queries
from marketplace.bookings.events import BookingConfirmed
from marketplace.events.models import Event


def note_customer(fact: BookingConfirmed, _: Event) -> None:
    """From now on nobody of that organization assesses this expert."""
    booking = queries.visible(fact.subject, SYSTEM)
    conflicts.note_customer(booking.expert_id, booking.organization_id)
