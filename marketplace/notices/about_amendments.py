"""What is said about changes of a booking: proposed, answered, paid, or come to nothing."""

from marketplace.accounts.actor import SYSTEM
from marketplace.amendments import events, policy, queries, wording
from marketplace.amendments.models import Amendment
from marketplace.bookings.models import Side
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import quoted, times

STAYS = "The booking stays as it is."
OTHERWISE = "the booking stays as it is."


def proposed(fact: events.AmendmentProposed, event: Event) -> None:
    one = _named(fact.subject)
    who = policy.proposer(one)

    def body(reader: Reader) -> str:
        until = reader.moment(one.respond_by)
        words = quoted(one.proposed_by.shown_name, one.message)
        return f"{_terms(one, reader)}\n\n{words}Please answer by {until}. After that {OTHERWISE}"

    title = f"{who} proposes a change of your booking"
    tell(event, _answering(one), "amendment_proposed", title=title, body=body, path=_path(one))


def reminded(fact: events.AmendmentReminded, event: Event) -> None:
    one = _named(fact.subject)
    who = policy.proposer(one)

    def body(reader: Reader) -> str:
        return f"{_terms(one, reader)}\n\nThe time to answer ends {reader.moment(one.respond_by)}."

    title = f"{who} still waits for your answer"
    tell(event, _answering(one), "amendment_reminded", title=title, body=body, path=_path(one))


def accepted(fact: events.AmendmentAccepted, event: Event) -> None:
    """It costs more: the customer pays the difference."""
    one = _named(fact.subject)
    customer, held_until = one.booking.organization.name, one.pay_by or one.respond_by
    kept_free = wording.kept_free(one)

    def to_customer(reader: Reader) -> str:
        pay = f"Pay {reader.money(one.change)} by {reader.moment(held_until)}, and the change holds."
        return f"Both sides agree: {_terms(one, reader)}\n\n{pay} Unpaid, {OTHERWISE}"

    def to_expert(reader: Reader) -> str:
        until = reader.moment(held_until)
        kept = f"{kept_free} held until {until}. It" if kept_free else f"It can be paid until {until}, and"
        return f"Both sides agree: {_terms(one, reader)}\n\n{kept} holds once {customer} has paid."

    title = "Agreed: please pay the difference"
    tell(
        event, sides.payers(one.booking), "amendment_accepted", title=title, body=to_customer, path=_path(one)
    )
    title = f"Agreed: {customer} pays the difference"
    tell(event, sides.expert(one.booking), "amendment_accepted", title=title, body=to_expert, path=_path(one))


def applied(fact: events.AmendmentApplied, event: Event) -> None:
    one = _named(fact.subject)

    def body(reader: Reader) -> str:
        back = "\n\nWhat goes back takes a few days to reach the card." if one.change.amount < 0 else ""
        return f"It holds from now on: {_terms(one, reader)}{back}"

    title = "Your booking is changed"
    tell(event, _everybody(one), "amendment_applied", title=title, body=body, path=_path(one))


def declined(fact: events.AmendmentDeclined, event: Event) -> None:
    one = _named(fact.subject)
    who = policy.other(one)

    def body(reader: Reader) -> str:
        return f"{who} said no to this: {_terms(one, reader)}\n\n{quoted(who, fact.reason)}{STAYS}"

    title = f"{who} declined your change"
    tell(event, _proposing(one), "amendment_declined", title=title, body=body, path=_path(one))


def withdrawn(fact: events.AmendmentWithdrawn, event: Event) -> None:
    one = _named(fact.subject)
    who = policy.proposer(one)

    def body(reader: Reader) -> str:
        return f"There is nothing to answer any more. {STAYS}"

    title = f"{who} took the change back"
    tell(event, _answering(one), "amendment_withdrawn", title=title, body=body, path=_path(one))


def expired(fact: events.AmendmentExpired, event: Event) -> None:
    one = _named(fact.subject)

    def body(reader: Reader) -> str:
        return f"{policy.other(one)} did not answer in time about this: {_terms(one, reader)}\n\n{STAYS}"

    title = "A change has run out"
    tell(event, _everybody(one), "amendment_expired", title=title, body=body, path=_path(one))


def lapsed(fact: events.AmendmentLapsed, event: Event) -> None:
    one = _named(fact.subject)

    def body(reader: Reader) -> str:
        return f"The difference was not paid in time for this: {_terms(one, reader)}\n\nNothing was charged. {STAYS}"

    title = "A change was not paid in time"
    tell(event, _everybody(one), "amendment_lapsed", title=title, body=body, path=_path(one))


def dropped(fact: events.AmendmentDropped, event: Event) -> None:
    one = _named(fact.subject)
    by_expert = fact.side == Side.EXPERT
    who = one.booking.expert.name if by_expert else one.booking.organization.name

    def body(reader: Reader) -> str:
        return f"{who} gave this up before it was paid: {_terms(one, reader)}\n\n{STAYS}"

    told = sides.payers(one.booking) if by_expert else sides.expert(one.booking)
    title = f"{who} gave the change up"
    tell(event, told, "amendment_dropped", title=title, body=body, path=_path(one))


def _named(ref: Ref) -> Amendment:
    return queries.visible(ref, SYSTEM)


def _path(one: Amendment) -> str:
    return f"/amendments/{one.ref}"


def _terms(one: Amendment, reader: Reader) -> str:
    said = wording.said(one, reader.money)
    figures = wording.costs(one, one.booking.organization.name, reader.money)
    return "\n\n".join([f"{said}. {figures}", *_times(one, reader)])


def _times(one: Amendment, reader: Reader) -> list[str]:
    """When a call would be, and until now is; and which hours days would have."""
    if one.call and one.call_before:
        then, now = (
            times(each.starts_at, each.ends_at, one.booking, reader) for each in (one.call, one.call_before)
        )
        return [f"The call: {then}." if then == now else f"The call: {then}, instead of {now}."]
    days = [times(each.starts_at, each.ends_at, one.booking, reader) for each in one.other_hours]
    return [f"Hours: {day}." for day in days]


def _proposing(one: Amendment) -> list[int]:
    """The person who proposed it, and nobody else of their side."""
    return sides.expert(one.booking) if one.side is Side.EXPERT else [one.proposed_by_id]


def _answering(one: Amendment) -> list[int]:
    return sides.bookers(one.booking) if one.side is Side.EXPERT else sides.expert(one.booking)


def _everybody(one: Amendment) -> list[int]:
    return [*sides.expert(one.booking), *sides.payers(one.booking)]
