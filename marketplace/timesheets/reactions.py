"""What follows from approved hours for the customer's money, and from a change for hours. Harmless the second time."""

from marketplace.accounts.actor import SYSTEM
from marketplace.amendments.events import AmendmentApplied
from marketplace.bookings import queries as bookings
from marketplace.bookings import service as booking_service
from marketplace.bookings.models import BookingState
from marketplace.events.models import Event
from marketplace.kit.money import Money
from marketplace.payments import service as payments
from marketplace.timesheets.events import TimesheetApproved


def give_back_unworked(fact: TimesheetApproved, _: Event) -> None:
    """Days without hours are given back, with their share of the fee."""
    booking = bookings.visible(fact.booking, SYSTEM)
    price, fee = Money(fact.unworked_price, fact.currency), Money(fact.unworked_fee, fact.currency)
    payments.give_back(booking, f"unworked:{fact.cause}", price, fee)


def complete_settled(fact: AmendmentApplied) -> None:
    """At once: when both sides agree that no day comes after those that are approved, the booking is complete."""
    booking = bookings.visible(fact.booking, SYSTEM)
    if booking.state is BookingState.CONFIRMED and not booking.open_days:
        booking_service.complete(booking, by=SYSTEM)
