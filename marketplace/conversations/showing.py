"""What the two sides may read of each other's words about a booking at this moment."""

from marketplace.bookings.models import Booking
from marketplace.conversations import matters


def shown(text: str, booking: Booking) -> str:
    """Before the payment nothing that leads past us, afterwards everything as it was written."""
    return matters.of_booking(booking).shown(text)
