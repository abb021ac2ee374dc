"""What is said about the customer's money when it does not take the usual way, or comes back."""

from marketplace.events.models import Event
from marketplace.kit.money import Money
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import span
from marketplace.payments.events import PaymentCameTooLate, RefundFailed, RefundSucceeded


def came_too_late(fact: PaymentCameTooLate, event: Event) -> None:
    booking = sides.booking_named(fact.booking)
    amount = Money(fact.amount, fact.currency)

    def body(reader: Reader) -> str:
        if fact.expense:
            return (
                f"Your payment of {reader.money(amount)} for an expense of {booking.expert.name} arrived when it did not wait for "
                "a payment any more.\n\nAll of it goes back to your card by itself."
            )
        return (
            f"Your payment of {reader.money(amount)} for {span(booking, reader)} with {booking.expert.name} "
            "arrived after the hold had run out, so the booking was not confirmed.\n\n"
            "All of it goes back to your card by itself. You can ask again."
        )

    title = "Your payment arrived too late and goes back"
    path = f"/expenses/{fact.expense}" if fact.expense else f"/bookings/{booking.ref}"
    tell(event, sides.payers(booking), "payment_came_too_late", title=title, body=body, path=path)


def refunded(fact: RefundSucceeded, event: Event) -> None:
    booking = sides.booking_named(fact.booking)
    amount = Money(fact.amount, fact.currency)

    def title(reader: Reader) -> str:
        return f"{reader.money(amount)} has gone back to you"

    def body(reader: Reader) -> str:
        return (
            f"{reader.money(amount)} for {span(booking, reader)} with {booking.expert.name} has been given "
            "back to the card it came from. Banks take up to ten days to show it."
        )

    path = f"/bookings/{booking.ref}"
    tell(event, sides.payers(booking), "refund_succeeded", title=title, body=body, path=path)


def refund_failed(fact: RefundFailed, event: Event) -> None:
    booking = sides.booking_named(fact.booking)
    amount = Money(fact.amount, fact.currency)
    path = f"/bookings/{booking.ref}"

    def to_customer(reader: Reader) -> str:
        return (
            f"We tried to give you back {reader.money(amount)} for {span(booking, reader)} with "
            f"{booking.expert.name}, but your bank did not take it. The money is not lost: "
            "it is with us, and somebody will write to you about another way."
        )

    def to_operator(reader: Reader) -> str:
        return (
            f"{reader.money(amount)} could not go back to {booking.organization.name}: {fact.failure} "
            "Agree on another way with them."
        )

    title = "A refund did not reach you"
    tell(event, sides.payers(booking), "refund_failed", title=title, body=to_customer, path=path)
    title = f"A refund failed: {booking.organization.name}"
    tell(event, sides.operators(), "refund_failed", title=title, body=to_operator, path=path)
