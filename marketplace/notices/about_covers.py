"""What is said about the backup of a booking."""

from collections.abc import Iterable

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import BookingState
from marketplace.covers import events, queries, service
from marketplace.covers.models import Cover
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import days, span

NOTHING_HELD = "Nothing is held or paid for standing by: your calendar stays open to others."


def asked(fact: events.CoverAsked, event: Event) -> None:
    one = _named(fact.subject)
    customer, first = one.booking.organization.name, one.booking.expert.name

    def body(reader: Reader) -> str:
        return (
            f"{customer} has asked {first} for {span(one.booking, reader)}, and would like to know you in reserve. "
            f"{_what_for(one)}{_overlap(one)}\n\n"
            f"{NOTHING_HELD} Please answer by {reader.moment(one.respond_by)}."
        )

    tell(
        event,
        _backup(one),
        "cover_asked",
        title=f"{customer} asks you to stand by",
        body=body,
        path=_path(one),
    )


def _what_for(one: Cover) -> str:
    first = one.booking.expert.name
    if one.booking.is_call:
        return f"Should {first} call off, you are asked for that very time, at your own rate for an hour."
    if one.days < one.booking.days:
        left = "one day is" if one.days == 1 else f"{one.days} days are"
        return (
            f"It has begun, and {left} left. Should {first} give these up, you are asked, at your own rate."
        )
    whole = ", whole days although some of theirs are shorter" if service.whole_instead(one.booking) else ""
    return f"Should {first} call off, you are asked for the days that are left{whole}, at your own rate."


def _overlap(one: Cover) -> str:
    if not one.overlap_days:
        return ""
    said = "a day" if one.overlap_days == 1 else f"{one.overlap_days} days"
    return (
        f" If they can come until a certain day only, you begin {said} before that, to take over from them."
    )


def reminded(fact: events.CoverReminded, event: Event) -> None:
    one = _named(fact.subject)
    customer = one.booking.organization.name

    def body(reader: Reader) -> str:
        return (
            f"{customer} would like to know you in reserve for {span(one.booking, reader)}, should "
            f"{one.booking.expert.name} call off.\n\n{NOTHING_HELD} "
            f"The time to answer ends {reader.moment(one.respond_by)}."
        )

    title = f"{customer} still asks whether you stand by"
    tell(event, _backup(one), "cover_reminded", title=title, body=body, path=_path(one))


def agreed(fact: events.CoverAgreed, event: Event) -> None:
    one = _named(fact.subject)
    told = [*sides.bookers(one.booking), *sides.expert(one.booking)]
    until = "Until the call is over." if one.booking.is_call else "Until the last day is over."
    _tell_plainly(event, told, "cover_agreed", one, f"{one.expert.name} stands by", until)


def declined(fact: events.CoverDeclined, event: Event) -> None:
    one = _named(fact.subject)
    title = f"{one.expert.name} cannot stand by"
    _tell_plainly(
        event, sides.bookers(one.booking), "cover_declined", one, title, "You can name somebody else."
    )


def expired(fact: events.CoverExpired, event: Event) -> None:
    one = _named(fact.subject)
    title = f"{one.expert.name} did not answer about standing by"
    _tell_plainly(
        event, sides.bookers(one.booking), "cover_expired", one, title, "You can name somebody else."
    )


def left(fact: events.CoverLeft, event: Event) -> None:
    one = _named(fact.subject)
    title = f"{one.expert.name} stands by no more"
    _tell_plainly(event, sides.bookers(one.booking), "cover_left", one, title, "You can name somebody else.")


def withdrawn(fact: events.CoverWithdrawn, event: Event) -> None:
    one = _named(fact.subject)
    title = f"{one.booking.organization.name} needs no backup any more"
    _tell_plainly(event, _backup(one), "cover_withdrawn", one, title, "There is nothing left to do for you.")


def finished(fact: events.CoverFinished, event: Event) -> None:
    one = _named(fact.subject)
    title = f"You need not stand by for {one.booking.organization.name} any more"
    _tell_plainly(event, _backup(one), "cover_finished", one, title, "There is nothing left to do for you.")


def outdated(fact: events.CoverOutdated, event: Event) -> None:
    """The backup is free again, and the customer may ask anew."""
    one = _named(fact.subject)
    customer = one.booking.organization.name

    def to_backup(reader: Reader) -> str:
        return (
            f"The call of {customer} with {one.booking.expert.name} is now {span(one.booking, reader)}. You were asked about "
            f"another time or length, so there is nothing left to do for you. {customer} may ask you again."
        )

    def to_customer(reader: Reader) -> str:
        return (
            f"The call with {one.booking.expert.name} is now {span(one.booking, reader)}. {one.expert.name} was asked about "
            "another time or length, so nobody stands by now. You can ask them again, or somebody else."
        )

    title = f"The call with {customer} has changed: you need not stand by"
    tell(event, _backup(one), "cover_outdated", title=title, body=to_backup, path=_path(one))
    title = f"The call has changed: {one.expert.name} does not stand by any more"
    tell(
        event,
        sides.bookers(one.booking),
        "cover_outdated",
        title=title,
        body=to_customer,
        path=f"/bookings/{one.booking.ref}",
    )


def called(fact: events.CoverCalled, event: Event) -> None:
    """The backup hears of it as of any request."""
    one = _named(fact.subject)
    made = one.called
    assert made is not None

    def body(reader: Reader) -> str:
        return (
            f"{one.booking.expert.name} {_comes(one)}, and {one.expert.name} has been asked for "
            f"{span(made, reader)}: {reader.money(made.total)}. They answer by {reader.moment(made.respond_by)}. "
            "Nothing is charged before you pay."
        )

    title, path = f"Your backup is asked: {days(made)} with {one.expert.name}", f"/bookings/{made.ref}"
    tell(event, sides.bookers(one.booking), "cover_called", title=title, body=body, path=path)


def _comes(one: Cover) -> str:
    """Part of the days may be kept."""
    if one.booking.state is BookingState.EXPIRED:
        return "did not answer"
    confirmed = one.booking.state is BookingState.CONFIRMED
    return "can come on some of the days only" if confirmed else "cannot come"


def missed(fact: events.CoverMissed, event: Event) -> None:
    one = _named(fact.subject)
    title = f"Your backup, {one.expert.name}, could not be asked"
    elsewhere = {
        BookingState.CONFIRMED: "You can ask somebody else for the days that are left.",
        BookingState.EXPIRED: "You can ask somebody else.",
    }.get(one.booking.state, "The booking shows who else is free, if anybody is.")
    why = f"They are not free any more, or their price or the terms have changed. {elsewhere}"
    _tell_plainly(
        event,
        sides.bookers(one.booking),
        "cover_missed",
        one,
        title,
        why,
        path=f"/bookings/{one.booking.ref}",
    )


def _tell_plainly(
    event: Event, users: Iterable[int], kind: str, one: Cover, title: str, more: str, path: str = ""
) -> None:
    def body(reader: Reader) -> str:
        return f"It is about {span(one.booking, reader)} with {one.booking.expert.name}. {more}"

    tell(event, users, kind, title=title, body=body, path=path or _path(one))


def _named(ref: Ref) -> Cover:
    return queries.visible(ref, SYSTEM)


def _path(one: Cover) -> str:
    return f"/covers/{one.ref}"


def _backup(one: Cover) -> list[int]:
    return [one.expert.user_id]
