"""What is said while a booking is asked for: requested, answered, taken back, run out."""

from marketplace.approvals import queries as approvals
from marketplace.approvals.models import ApprovalState
from marketplace.bookings.events import (
    BookedAtOnce,
    BookingAccepted,
    BookingDeclined,
    BookingExpired,
    BookingReminded,
    BookingRequested,
    BookingWithdrawn,
)
from marketplace.bookings.wording import thing_are
from marketplace.conversations.showing import shown
from marketplace.events.models import Event
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import days, quoted, span


def requested(fact: BookingRequested, event: Event) -> None:
    booking = sides.booking_named(fact.subject)
    who = booking.organization.name

    def body(reader: Reader) -> str:
        return (
            f"{who} would like to book you for {span(booking, reader)}: {booking.certificate.skill.name}. "
            f"You would earn {reader.money(booking.price)}.\n\n"
            f"{quoted(booking.booker.shown_name, shown(booking.message, booking))}"
            f"Please answer by {reader.moment(booking.respond_by)}. After that the request runs out."
        )

    title = f"{who} asks for {days(booking)}{'' if booking.is_call else ' of your time'}"
    path = f"/bookings/{booking.ref}"
    tell(event, sides.expert(booking), "booking_requested", title=title, body=body, path=path)


def reminded(fact: BookingReminded, event: Event) -> None:
    booking = sides.booking_named(fact.subject)
    who = booking.organization.name

    def body(reader: Reader) -> str:
        return (
            f"{who} would like to book you for {span(booking, reader)}: {booking.certificate.skill.name}. "
            f"You would earn {reader.money(booking.price)}.\n\n"
            f"The time to answer ends {reader.moment(booking.respond_by)}. A no is an answer, too."
        )

    title, path = f"{who} still waits for your answer", f"/bookings/{booking.ref}"
    tell(event, sides.expert(booking), "booking_reminded", title=title, body=body, path=path)


def accepted(fact: BookingAccepted, event: Event) -> None:
    booking = sides.booking_named(fact.subject)
    who = booking.expert.name
    approval = approvals.of_booking(booking.id)
    waits = approval is not None and approval.state is ApprovalState.WANTED

    def body(reader: Reader) -> str:
        held = f" by {reader.moment(booking.hold_until)}" if booking.hold_until else ""
        yes = f"{who} said yes to {span(booking, reader)} and holds {'it' if booking.is_call else 'them'} for you.\n\n"
        if waits:
            return f"{yes}Above a limit of yours somebody has to approve it first; then it can be paid{held}."
        return f"{yes}Pay {reader.money(booking.total)}{held} to make it certain. Unpaid, the {thing_are(booking)} free again."

    title = f"{who} accepted: {'it waits for approval' if waits else 'please pay to confirm'}"
    path = f"/bookings/{booking.ref}"
    tell(event, sides.payers(booking), "booking_accepted", title=title, body=body, path=path)


def booked_at_once(fact: BookedAtOnce, event: Event) -> None:
    """Whoever pays. The expert, who was not asked, hears of it when it is paid: until then it may come to nothing."""
    booking = sides.booking_named(fact.subject)
    name = booking.expert.name

    def body(reader: Reader) -> str:
        held = f" until {reader.moment(booking.hold_until)}" if booking.hold_until else ""
        return (
            f"{booking.booker.shown_name} chose {span(booking, reader)} with {name}, who books at once: "
            f"no answer is needed.\n\n"
            f"The {thing_are(booking)} held for you{held}. Pay {reader.money(booking.total)} by then to make it certain; "
            f"unpaid, the {thing_are(booking)} free again."
        )

    title, path = f"Held for you: {days(booking)} with {name}", f"/bookings/{booking.ref}"
    tell(event, sides.payers(booking), "booked_at_once", title=title, body=body, path=path)


def declined(fact: BookingDeclined, event: Event) -> None:
    booking = sides.booking_named(fact.subject)
    who = booking.expert.name

    def body(reader: Reader) -> str:
        return (
            f"{who} cannot take {span(booking, reader)}.\n\n{quoted(who, shown(fact.reason, booking))}"
            "Nothing has been charged. Others with the same certificate may be free."
        )

    title, path = f"{who} declined your request", f"/bookings/{booking.ref}"
    tell(event, sides.bookers(booking), "booking_declined", title=title, body=body, path=path)


def withdrawn(fact: BookingWithdrawn, event: Event) -> None:
    booking = sides.booking_named(fact.subject)
    who = booking.organization.name

    def body(reader: Reader) -> str:
        return f"{who} no longer needs {span(booking, reader)}. There is nothing to do; the {thing_are(booking)} free."

    title, path = f"{who} withdrew a request", f"/bookings/{booking.ref}"
    tell(event, sides.expert(booking), "booking_withdrawn", title=title, body=body, path=path)


def expired(fact: BookingExpired, event: Event) -> None:
    booking = sides.booking_named(fact.subject)
    name, who = booking.expert.name, booking.organization.name
    path = f"/bookings/{booking.ref}"

    def to_customer(reader: Reader) -> str:
        return (
            f"{name} did not answer in time about {span(booking, reader)}. Nothing has been charged.\n\n"
            f"Others with the same certificate may be free {'then' if booking.is_call else 'on those days'}."
        )

    def to_expert(reader: Reader) -> str:
        return (
            f"The request of {who} for {span(booking, reader)} had to be answered by "
            f"{reader.moment(booking.respond_by)}, so it has run out.\n\n"
            "Declining counts as an answer, too; it tells customers where they stand."
        )

    title = f"No answer from {name}"
    tell(event, sides.bookers(booking), "booking_expired", title=title, body=to_customer, path=path)
    title = f"The request of {who} has run out"
    tell(event, sides.expert(booking), "booking_expired", title=title, body=to_expert, path=path)
