"""What the two sides may read of each other's words at this moment."""

from marketplace.bookings.models import Booking
from marketplace.conversations.masking import masked
from marketplace.conversations.policy import shows_contacts


def shown(text: str, booking: Booking) -> str:
    """Before the payment nothing that leads past us, afterwards everything as it was written."""
    return text if shows_contacts(booking) else masked(text)
