"""What follows from approved hours for the customer's money. Harmless the second time."""

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import queries as bookings
from marketplace.events.models import Event
from marketplace.kit.money import Money
from marketplace.payments import service as payments
from marketplace.timesheets.events import TimesheetApproved


def give_back_unworked(fact: TimesheetApproved, _: Event) -> None:
    """Days without hours are given back, with their share of the fee."""
    booking = bookings.visible(fact.booking, SYSTEM)
    price, fee = Money(fact.unworked_price, fact.currency), Money(fact.unworked_fee, fact.currency)
    payments.give_back(booking, f"unworked:{fact.booking}", price, fee)
