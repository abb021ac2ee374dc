"""Who may say that somebody did not come, and who answers. Each answers True or the sentence that the person reads."""

from datetime import timedelta

from marketplace.absences.models import Absence, AbsenceState
from marketplace.accounts.actor import Actor
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState, Side
from marketplace.bookings.policy import undisputed
from marketplace.bookings.sides import named, speaks_for
from marketplace.calendar.models import Shift
from marketplace.kit import clock

SAID_WITHIN = timedelta(days=7)


def may_say(actor: Actor, booking: Booking) -> bool | str:
    if speaks_for(actor, booking) is None:
        return f"Only {booking.expert.name}, or somebody who books or approves for {booking.organization.name}, can say that."
    if booking.state is not BookingState.CONFIRMED:
        return f"This booking {LIFECYCLE.said[booking.state]}, so nobody is expected."
    return undisputed(booking)


def is_late(booking: Booking, shift: Shift) -> bool | str:
    """Whether it can be said about that day now."""
    if shift.starts_at + timedelta(minutes=booking.no_show_minutes) > clock.now():
        return f"It can be said from {booking.no_show_minutes} minutes after the start of the {'call' if shift.is_call else 'day'}."
    if shift.starts_at + SAID_WITHIN < clock.now():
        return f"It can be said within {SAID_WITHIN.days} days. For what is longer ago, open a dispute."
    return True


def may_answer(actor: Actor, absence: Absence) -> bool | str:
    if speaks_for(actor, absence.booking) is absence.absent:
        return True
    return f"Only {named(absence.booking, absence.absent)} can answer this."


def may_withdraw(actor: Actor, absence: Absence) -> bool | str:
    if speaks_for(actor, absence.booking) is absence.side:
        return True
    return f"Only {named(absence.booking, absence.side)} can take this back."


def may_give_up(actor: Actor, absence: Absence) -> bool | str:
    """Of the days still to come, after the expert did not come."""
    booking = absence.booking
    if speaks_for(actor, booking) is not Side.CUSTOMER:
        return (
            f"Only somebody who books or approves for {booking.organization.name} can give the other days up."
        )
    if absence.state is not AbsenceState.SETTLED or absence.absent is not Side.EXPERT:
        return "The other days can be given up once it is settled that the expert did not come."
    if absence.rest_given_up_at is not None:
        return "The other days have been given up already."
    if booking.state is not BookingState.CONFIRMED:
        return f"This booking {LIFECYCLE.said[booking.state]}, so there is nothing to give up."
    return undisputed(booking)
