"""Who may do what in a dispute. Each answers True or the sentence that the person reads."""

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.approvals import policy as approving
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState
from marketplace.bookings.sides import named, speaks_for
from marketplace.disputes.models import Dispute, DisputeState
from marketplace.kit import clock
from marketplace.kit.money import Money

READERS = (StaffRole.ASSESSOR, StaffRole.ADMIN)


def may_open(actor: Actor, booking: Booking) -> bool | str:
    if speaks_for(actor, booking) is None:
        return _sides_only(booking, "open a dispute about it")
    if booking.disputed_at is not None:
        return "A dispute about this booking is open already."
    if booking.state is BookingState.CONFIRMED:
        if booking.starts_at > clock.now():
            return "This booking has not begun. Until it does, it can be changed or cancelled."
        return True
    if booking.state is BookingState.COMPLETED:
        return True
    return f"This booking {LIFECYCLE.said[booking.state]}, so there is no money to disagree about."


def may_speak(actor: Actor, dispute: Dispute) -> bool | str:
    """Add words, files, offers."""
    if speaks_for(actor, dispute.booking) is None:
        return _sides_only(dispute.booking, "say something here")
    return True


def may_contest(actor: Actor, dispute: Dispute) -> bool | str:
    if speaks_for(actor, dispute.booking) is not dispute.answering:
        return f"Only {named(dispute.booking, dispute.answering)} can answer this."
    return True


def may_agree(actor: Actor, dispute: Dispute) -> bool | str:
    """To what was asked for when it was opened."""
    return may_contest(actor, dispute)


def may_release(actor: Actor, dispute: Dispute, price: Money) -> bool | str:
    """The customer's word for a division: what their hours could not be approved with must not be given this way."""
    booking = dispute.booking
    if booking.state is not BookingState.CONFIRMED or not price:
        return True
    if not actor.may_as(booking.organization_id, OrganizationRole.APPROVER):
        return (
            f"Only an approver or the owner of {booking.organization.name} can agree to money for the expert."
        )
    return approving.within(actor, booking, price)


def may_take_offer(actor: Actor, dispute: Dispute) -> bool | str:
    side = speaks_for(actor, dispute.booking)
    if dispute.offer_side is None:
        return "There is no offer to agree to."
    if side is None or side is dispute.offer_side:
        return f"Only {named(dispute.booking, dispute.offer_side.other)} can agree to this offer."
    return True


def may_withdraw(actor: Actor, dispute: Dispute) -> bool | str:
    if speaks_for(actor, dispute.booking) is dispute.side:
        return True
    return f"Only {named(dispute.booking, dispute.side)} can take this back."


def may_take(actor: Actor, dispute: Dispute) -> bool | str:
    """Conflicts of interest are asked of `deciding.bar`, which has to look around."""
    return actor.is_staff(dispute.booking.vendor_id, StaffRole.ASSESSOR) or (
        f"Opinions are given by assessors of {dispute.booking.vendor.name}."
    )


def may_leave(actor: Actor, dispute: Dispute) -> bool | str:
    if dispute.assessor_id == actor.user_id and actor.user_id is not None:
        return True
    return actor.is_staff(dispute.booking.vendor_id, StaffRole.ADMIN) or (
        "Only whoever took a dispute, or an admin, can hand it back."
    )


def may_opine(actor: Actor, dispute: Dispute) -> bool | str:
    verdict = may_take(actor, dispute)
    if verdict is True and dispute.state is DisputeState.TAKEN and dispute.assessor_id != actor.user_id:
        return "Another assessor has taken this dispute."
    return verdict


def reads_thread(actor: Actor, dispute: Dispute) -> bool:
    """What the two wrote to each other is read for the opinion alone: by whoever gives it, and admins while it is awaited.

    Conflicts of interest are asked of `deciding.bar`.
    """
    if dispute.state is DisputeState.TAKEN and dispute.assessor_id == actor.user_id:
        return True
    waits = dispute.state in (DisputeState.REFERRED, DisputeState.TAKEN)
    return waits and actor.is_staff(dispute.booking.vendor_id, StaffRole.ADMIN)


def _sides_only(booking: Booking, what: str) -> str:
    return f"Only {booking.expert.name}, or somebody who books or approves for {booking.organization.name}, can {what}."
