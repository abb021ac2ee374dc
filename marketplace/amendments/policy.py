"""Who may change a booking. Each answers True or the sentence that the person reads."""

from marketplace.accounts.actor import Actor
from marketplace.amendments.models import Amendment, AmendmentState
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState
from marketplace.bookings.policy import side_of, undisputed
from marketplace.bookings.sides import named
from marketplace.kit import clock


def may_propose(actor: Actor, booking: Booking) -> bool | str:
    if side_of(actor, booking) is None:
        return f"Only {booking.expert.name}, or an owner or booker of {booking.organization.name}, can change it."
    if booking.state is BookingState.ACCEPTED:
        return "This booking is not paid yet. Once it is, you can change it."
    if booking.state is not BookingState.CONFIRMED:
        return f"This booking {LIFECYCLE.said[booking.state]}, so there is nothing to change."
    if booking.is_call and booking.starts_at <= clock.now():
        return "This call has begun, so its time stays."
    if booking.ends_at <= clock.now():
        return "The last day of this booking is over, so there is nothing left to change."
    return undisputed(booking)


def may_answer(actor: Actor, amendment: Amendment) -> bool | str:
    side = side_of(actor, amendment.booking)
    if side is None or side is amendment.side:
        return f"Only {other(amendment)} can answer this."
    return True


def may_withdraw(actor: Actor, amendment: Amendment) -> bool | str:
    if side_of(actor, amendment.booking) is amendment.side:
        return True
    return f"Only {proposer(amendment)} can take this back."


def may_drop(actor: Actor, amendment: Amendment) -> bool | str:
    if side_of(actor, amendment.booking) is not None:
        return True
    booking = amendment.booking
    return (
        f"Only {booking.expert.name}, or an owner or booker of {booking.organization.name}, can give it up."
    )


def allowed(actor: Actor, amendment: Amendment) -> set[str]:
    """What the reader may do with it now, paying aside."""
    if amendment.state is AmendmentState.ACCEPTED:
        return {"drop"} if may_drop(actor, amendment) is True else set()
    if amendment.state is not AmendmentState.PROPOSED:
        return set()
    answers = {"accept", "decline"} if may_answer(actor, amendment) is True else set()
    return answers | ({"withdraw"} if may_withdraw(actor, amendment) is True else set())


def proposer(amendment: Amendment) -> str:
    return named(amendment.booking, amendment.side)


def other(amendment: Amendment) -> str:
    """Who has to answer."""
    return named(amendment.booking, amendment.side.other)
