"""What the money does when something happens to a booking or a payment. Each is harmless the second time."""

from marketplace.accounts.actor import SYSTEM
from marketplace.amendments.events import AmendmentApplied, AmendmentDropped, AmendmentLapsed, AmendmentVoided
from marketplace.bookings import queries as bookings
from marketplace.bookings.events import BookingCancelled, BookingLapsed
from marketplace.events.models import Event
from marketplace.expenses.events import ExpenseSentBack, ExpenseWithdrawn
from marketplace.kit.money import Money
from marketplace.payments import queries, refunds, settling
from marketplace.payments.events import PaymentCameTooLate


def close_pages(fact: BookingCancelled | BookingLapsed, _: Event) -> None:
    """Nobody should pay any more; who was quicker gets the money back as too late."""
    settling.close(fact.subject)


def close_pages_of_change(fact: AmendmentDropped | AmendmentLapsed | AmendmentVoided, _: Event) -> None:
    """The same for a change that was agreed on, and is not wanted any more."""
    settling.close_change(fact.subject)


def close_pages_of_expense(fact: ExpenseSentBack | ExpenseWithdrawn, _: Event) -> None:
    """What was approved before is not to be paid any more."""
    settling.close_expense(fact.subject)


def refund_change(fact: AmendmentApplied, _: Event) -> None:
    """What a booking costs less after a change."""
    booking = bookings.visible(fact.booking, SYSTEM)
    price, fee = Money(fact.refund_price, fact.currency), Money(fact.refund_fee, fact.currency)
    refunds.give_back(booking, f"amendment:{fact.subject}", price, fee)


def refund_cancelled(fact: BookingCancelled, _: Event) -> None:
    """What the settlement gives back."""
    booking = bookings.visible(fact.subject, SYSTEM)
    price, fee = Money(fact.refund_price, fact.currency), Money(fact.refund_fee, fact.currency)
    refunds.give_back(booking, f"cancellation:{fact.subject}", price, fee)


def refund_too_late(fact: PaymentCameTooLate, _: Event) -> None:
    """All of a payment that nothing waited for."""
    payment = queries.payment(fact.subject)
    refunds.refund(payment, f"too_late:{fact.subject}", payment.price, payment.fee)
