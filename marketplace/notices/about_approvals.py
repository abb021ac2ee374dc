"""What is said about bookings that need a second pair of eyes."""

from marketplace.accounts.actor import SYSTEM
from marketplace.approvals import events, policy, queries
from marketplace.approvals.models import Approval
from marketplace.bookings.models import Booking, BookingState
from marketplace.bookings.wording import thing_are
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import days, quoted, span
from marketplace.organizations import queries as organizations


def wanted(fact: events.ApprovalWanted, event: Event) -> None:
    one = _named(fact.booking)
    booking = one.booking
    who = booking.booker.shown_name

    def body(reader: Reader) -> str:
        return (
            f"{who} would like to book {booking.expert.name} for {span(booking, reader)}: {reader.money(one.total)}, "
            f"which is above the {reader.money(one.wanted_for)} that {who} decides alone.\n\n"
            f"{quoted(who, booking.message)}"
            f"{_meanwhile(booking)} It can be paid once it is approved."
        )

    title = f"Please approve: {days(booking)} with {booking.expert.name}"
    tell(event, _deciders(one), "approval_wanted", title=title, body=body, path=_path(one))


def given(fact: events.ApprovalGiven, event: Event) -> None:
    one = _named(fact.booking)

    def body(reader: Reader) -> str:
        until = f" by {reader.moment(one.booking.hold_until)}" if one.booking.hold_until else ""
        return f"{event.by_name} approved {span(one.booking, reader)}. {_pay(one.booking)}{until}."

    title = f"Approved: {one.booking.expert.name}"
    tell(event, sides.payers(one.booking), "approval_given", title=title, body=body, path=_path(one))


def refused(fact: events.ApprovalRefused, event: Event) -> None:
    one = _named(fact.booking)

    def body(reader: Reader) -> str:
        words = quoted(event.by_name, fact.reason)
        return f"{event.by_name} did not approve {span(one.booking, reader)}.\n\n{words}The {thing_are(one.booking)} free again."

    title = f"Not approved: {one.booking.expert.name}"
    tell(event, sides.bookers(one.booking), "approval_refused", title=title, body=body, path=_path(one))


def _meanwhile(booking: Booking) -> str:
    if booking.state is BookingState.ACCEPTED:
        return f"{booking.expert.name} has said yes already, and the {thing_are(booking)} held."
    return f"{booking.expert.name} has been asked meanwhile."


def _pay(booking: Booking) -> str:
    if booking.state is BookingState.ACCEPTED:
        return "Now it can be paid"
    return f"Once {booking.expert.name} has accepted, it can be paid"


def _named(booking_ref: Ref) -> Approval:
    return queries.visible(booking_ref, SYSTEM)


def _path(one: Approval) -> str:
    return f"/bookings/{one.booking.ref}"


def _deciders(one: Approval) -> list[int]:
    """Whoever may decide at this moment."""
    members = organizations.members_of(one.booking.organization_id)
    people = [(member.user_id, organizations.actor_for(member.user)) for member in members]
    return [user_id for user_id, actor in people if policy.may_decide(actor, one) is True]
