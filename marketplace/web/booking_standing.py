"""Where a booking stands, in a sentence for each side."""

from collections.abc import Sequence

from marketplace.approvals.models import Approval, ApprovalState
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.bookings.wording import thing_are
from marketplace.timesheets.weeks import Week
from marketplace.web import booking_hours
from marketplace.web.booking_hours import Standing

S = BookingState


def standing(
    booking: Booking, side: Side | None, weeks: Sequence[Week], approval: Approval | None = None
) -> Standing:
    """For the side that reads; None for the vendor's staff. `approval` is what colleagues of the customer still have to say."""
    expert, customer = booking.expert.name, booking.organization.name
    if booking.state in (S.CONFIRMED, S.COMPLETED):
        return booking_hours.standing(booking, side, weeks)
    mine = {S.REQUESTED: Side.EXPERT, S.ACCEPTED: Side.CUSTOMER}.get(booking.state)
    if booking.state is S.ACCEPTED and approval is not None and approval.state is ApprovalState.WANTED:
        return Standing(
            f"{expert} said yes",
            f"The {thing_are(booking)} held. Somebody approves it first; then you pay.",
            "neutral",
        )
    tone = "action" if side and mine is side else TONES.get(booking.state, "neutral")
    return Standing(*_words(booking, side, expert, customer), tone)


TONES = {
    S.DECLINED: "bad",
    S.CANCELLED: "bad",
    S.LAPSED: "bad",
    S.EXPIRED: "bad",
}


def _words(booking: Booking, side: Side | None, expert: str, customer: str) -> tuple[str, str]:
    if booking.state is S.REQUESTED:
        return _requested(booking, side, expert, customer)
    if booking.state is S.ACCEPTED:
        return _accepted(booking, side, expert, customer)
    return _over(booking, expert, customer)


def _requested(booking: Booking, side: Side | None, expert: str, customer: str) -> tuple[str, str]:
    if side is Side.EXPERT:
        return (
            f"{customer} asks for your time",
            f"Accepting holds the {_thing(booking)} for you both until they have paid.",
        )
    return f"{expert} has been asked", "Nothing is charged until you pay, after the answer."


def _accepted(booking: Booking, side: Side | None, expert: str, customer: str) -> tuple[str, str]:
    if side is Side.CUSTOMER and booking.at_once:
        return (
            f"The {thing_are(booking)} held for you",
            f"{expert} books at once. Pay now to make the {_thing(booking)} yours.",
        )
    if side is Side.CUSTOMER:
        return (
            f"{expert} said yes",
            f"Pay to make the {_thing(booking)} yours. Until then the {thing_are(booking)} held for you.",
        )
    free = f"The {thing_are(booking)} held. If nobody pays in time, the {thing_are(booking)} free again."
    return f"Waiting for {customer} to pay", free


def _over(booking: Booking, expert: str, customer: str) -> tuple[str, str]:
    who = expert if booking.cancelled_by is Side.EXPERT else customer
    free = f"Nothing was charged, and the {thing_are(booking)} free again."
    return {
        S.DECLINED: (f"{expert} declined", "Nothing was charged."),
        S.WITHDRAWN: ("Request withdrawn", f"{customer} took the request back. Nothing was charged."),
        S.EXPIRED: ("Not answered in time", free),
        S.LAPSED: ("Not paid in time", free),
        S.CANCELLED: (f"{who} cancelled", f"The {thing_are(booking)} free again. {_refunded(booking)}"),
    }[booking.state]


def _thing(booking: Booking) -> str:
    return "time" if booking.is_call else "days"


def _refunded(booking: Booking) -> str:
    if booking.confirmed_at is None:
        return "Nothing had been paid."
    return "What goes back, and what stays, is said under Money."
