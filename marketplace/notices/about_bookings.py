"""What is said once a booking was accepted: paid, not paid, cancelled, completed."""

from marketplace.amendments import queries as amendments
from marketplace.bookings.events import (
    BookingCancelled,
    BookingCompleted,
    BookingConfirmed,
    BookingLapsed,
)
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.substitutes import substitutes
from marketplace.bookings.wording import thing_are
from marketplace.conversations.showing import shown
from marketplace.disputes import queries as disputes
from marketplace.events.models import Event
from marketplace.kit.money import Money
from marketplace.kit.text import apart
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import quoted, span


def confirmed(fact: BookingConfirmed, event: Event) -> None:
    booking = sides.booking_named(fact.subject)
    name, who, path = booking.expert.name, booking.organization.name, f"/bookings/{booking.ref}"

    def to_expert(reader: Reader) -> str:
        # Whoever was not asked has not read yet what it is about.
        told = quoted(booking.booker.shown_name, shown(booking.message, booking)) if booking.at_once else ""
        return (
            f"{who} has paid for {span(booking, reader)}. {_yours(booking, reader)}\n\n{told}"
            f"{reader.money(booking.price)} is held for you and released when your hours are approved."
        )

    def to_customer(reader: Reader) -> str:
        return (
            f"Your payment of {reader.money(booking.total)} has arrived, and {name} is booked for "
            f"{span(booking, reader)}.\n\n"
            f"The money is held until your approver has approved the hours. {_not_worked(booking)} given back."
        )

    title = f"Booked and paid: {who}"
    tell(event, sides.expert(booking), "booking_confirmed", title=title, body=to_expert, path=path)
    title = f"{name} is booked"
    tell(event, sides.payers(booking), "booking_confirmed", title=title, body=to_customer, path=path)


def _yours(booking: Booking, reader: Reader) -> str:
    if booking.is_call:
        return "It stands in your calendar."
    return f"The days are yours to work: the first begins {reader.moment(booking.starts_at)}."


def _it(booking: Booking) -> str:
    return "it" if booking.is_call else "them"


def _not_worked(booking: Booking) -> str:
    return "A call that does not take place is" if booking.is_call else "Days not worked are"


def lapsed(fact: BookingLapsed, event: Event) -> None:
    booking = sides.booking_named(fact.subject)
    name, who, path = booking.expert.name, booking.organization.name, f"/bookings/{booking.ref}"

    def to_expert(reader: Reader) -> str:
        return (
            f"{who} did not pay in time for {span(booking, reader)}, so the hold is over. "
            f"The {thing_are(booking)} free again, and others can ask for {_it(booking)}."
        )

    def to_customer(reader: Reader) -> str:
        return (
            f"The payment for {span(booking, reader)} with {name} did not arrive in time, "
            f"so the {thing_are(booking)} free again. Nothing has been charged.\n\n"
            f"If you still need {_it(booking)}, ask again: perhaps nobody else was faster."
        )

    if not booking.at_once:  # they never heard of it
        title = (
            f"The time for {who} is free again" if booking.is_call else f"The days for {who} are free again"
        )
        tell(event, sides.expert(booking), "booking_lapsed", title=title, body=to_expert, path=path)
    title = f"Your hold on {name}'s {'time' if booking.is_call else 'days'} has run out"
    tell(event, sides.payers(booking), "booking_lapsed", title=title, body=to_customer, path=path)


def cancelled(fact: BookingCancelled, event: Event) -> None:
    booking = sides.booking_named(fact.subject)
    name, who, path = booking.expert.name, booking.organization.name, f"/bookings/{booking.ref}"
    canceller = name if fact.side == Side.EXPERT else who
    owed = Money(fact.owed, fact.currency)
    reason = shown(fact.reason, booking)
    back = Money(fact.refund_price + fact.refund_fee, fact.currency)

    def to_expert(reader: Reader) -> str:
        kept = (
            f"By the terms of the booking {reader.money(owed)} is owed to you; it is paid out like earnings."
            if owed
            else f"Nothing is owed to you, and the {thing_are(booking)} free again."
        )
        return f"{canceller} cancelled {span(booking, reader)}.\n\n{quoted(canceller, reason)}{kept}"

    def to_customer(reader: Reader) -> str:
        refund = (
            f"{reader.money(back)} goes back to the card you paid with. That takes a few days."
            if back
            else "By the terms of the booking nothing goes back."
            if owed
            else "Nothing had been charged."
        )
        others = f"\n\n{_others(booking)}" if fact.side == Side.EXPERT else ""
        return (
            f"{canceller} cancelled {span(booking, reader)}.\n\n{quoted(canceller, reason)}{refund}{others}"
        )

    title = f"Cancelled: {who}"
    if (
        booking.confirmed_at or not booking.at_once
    ):  # of a booking at once that was never paid they have not heard
        tell(event, sides.expert(booking), "booking_cancelled", title=title, body=to_expert, path=path)
    title = f"Cancelled: {name}"
    tell(event, sides.payers(booking), "booking_cancelled", title=title, body=to_customer, path=path)


def _others(booking: Booking) -> str:
    """Who is free then, too; each can be asked with one click on the booking's page."""
    found = substitutes(booking, amendments.days_of(booking), None)
    then = "at the same time" if booking.is_call else "on the same days"
    if not found:
        return f"Nobody else with this certificate is free {then}; a search may show who is a little later."
    names = ", ".join(one.expert.name for one in found)
    return f"Free {then} and certified at least as high: {names}. The page of the booking takes your request to them."


def completed(fact: BookingCompleted, event: Event) -> None:
    """The expert hears of it with their approved hours."""
    booking = sides.booking_named(fact.subject)
    if disputes.carried_out(booking.id) is not None:
        return  # how the dispute ended says it all
    name = booking.expert.name
    by_time = event.by_user_id is None

    def body(reader: Reader) -> str:
        how = "nobody objected in the time agreed" if by_time else "the hours are approved"
        return (
            f"The work of {apart(name)}, {span(booking, reader)}, is complete: {how}, and the money is released. "
            f"What was paid for {'a call that did not take place' if booking.is_call else 'days not worked'} goes back by itself."
        )

    told = [*sides.bookers(booking), *(sides.approvers(booking) if by_time else [])]
    title, path = f"Complete: {name}", f"/bookings/{booking.ref}"
    tell(event, told, "booking_completed", title=title, body=body, path=path)
