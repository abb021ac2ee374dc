"""Who may do what about a backup. Each answers True or the sentence that the person reads."""

from marketplace.accounts.actor import Actor
from marketplace.amendments import queries as amendments
from marketplace.bookings import quoting
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState
from marketplace.bookings.policy import books_for, is_expert
from marketplace.covers.models import Cover, CoverState
from marketplace.kit import clock

AHEAD = (BookingState.REQUESTED, BookingState.ACCEPTED, BookingState.CONFIRMED)


def may_name(actor: Actor, booking: Booking) -> bool | str:
    if not books_for(actor, booking.organization_id):
        return f"Only owners and bookers of {booking.organization.name} can name a backup."
    if booking.state not in AHEAD:
        return f"This booking {LIFECYCLE.said[booking.state]}, so it needs no backup."
    if booking.is_call:
        return (
            booking.starts_at > clock.now() or "The call has begun, so there is nothing left to stand by for."
        )
    days = amendments.days_of(booking)
    if not days or quoting.start_of(days[-1], booking.expert) <= clock.now():
        return "The last day has begun, so there is nothing left to stand by for."
    return True


def may_answer(actor: Actor, cover: Cover) -> bool | str:
    return is_backup(actor, cover) or "Only the backup can answer this."


def may_withdraw(actor: Actor, cover: Cover) -> bool | str:
    if books_for(actor, cover.booking.organization_id):
        return True
    return f"Only owners and bookers of {cover.booking.organization.name} can take this back."


def may_write_note(actor: Actor, cover: Cover) -> bool | str:
    if not is_expert(actor, cover.booking):
        return f"Only {cover.booking.expert.name} writes the hand-over note."
    return cover.state is CoverState.STANDING_BY or "Nobody stands by, so nobody would read it."


def may_give_rest(actor: Actor, cover: Cover) -> bool | str:
    booking = cover.booking
    if not is_expert(actor, booking):
        return f"Only {booking.expert.name} gives up the rest of these days."
    if booking.is_call:
        return "A call is given up as a whole. If you cannot come, cancel it; your backup is asked then."
    if cover.state is not CoverState.STANDING_BY:
        return "Nobody stands by, so propose a change of the booking instead."
    if booking.state is not BookingState.CONFIRMED:
        return "These days are not paid for yet. If you cannot come, cancel the booking; your backup is asked then."
    return True


def is_backup(actor: Actor, cover: Cover) -> bool:
    return actor.user_id is not None and cover.expert.user_id == actor.user_id


def sees_booking(actor: Actor, cover: Cover) -> bool:
    """The backup alone sees no more of the booking than what they would step in for."""
    booking = cover.booking
    return (
        actor.is_member(booking.organization_id)
        or actor.is_staff(booking.vendor_id)
        or is_expert(actor, booking)
    )


def allowed(actor: Actor, cover: Cover) -> set[str]:
    """What the reader may do with it now."""
    verbs = {
        "agree": cover.state is CoverState.ASKED and is_backup(actor, cover),
        "decline": cover.state is CoverState.ASKED and is_backup(actor, cover),
        "leave": cover.state is CoverState.STANDING_BY and is_backup(actor, cover),
        "withdraw": cover.open and may_withdraw(actor, cover) is True,
        "note": may_write_note(actor, cover) is True,
        "give_rest": may_give_rest(actor, cover) is True,
    }
    return {verb for verb, may in verbs.items() if may}
