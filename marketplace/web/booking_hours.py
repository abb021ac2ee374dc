"""Where a paid booking stands: the days, the hours, the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.kit import clock
from marketplace.timesheets.models import TimesheetState
from marketplace.timesheets.weeks import Week


@dataclass(frozen=True, slots=True)
class Standing:
    """`tone` is action (it is the reader's turn), good, neutral or bad; `hours` names a link to them, or to the `deliverable` of
    that number."""

    title: str
    text: str
    tone: str
    hours: str = ""
    deliverable: int | None = None


def standing(booking: Booking, side: Side | None, weeks: Sequence[Week]) -> Standing:
    """For the side that reads; None for the vendor's staff."""
    if booking.disputed_at is not None:
        text = "Hours are not approved and money is not moved before the dispute has ended."
        return Standing("A dispute is open", text, "neutral", "Look at the hours")
    every = [sheet for week in weeks for sheet in (*week.sheets, *week.delivered)]
    if any(sheet.state is TimesheetState.SETTLED for sheet in every):
        return Standing("Completed", "A dispute has divided the money.", "neutral", "Look at the hours")
    if booking.state is BookingState.COMPLETED:
        return Standing("Completed", "The hours are approved. Thank you, both.", "good", "Look at the hours")
    if booking.starts_at > clock.now():
        text = "The money rests with us until the hours are approved."
        return Standing("Confirmed and paid", text, "good")
    if side is Side.EXPERT:
        return _to_expert(booking, weeks)
    if any(week.waits for week in weeks):
        return _submitted(booking, side, weeks)
    return _working(booking)


def _submitted(booking: Booking, side: Side | None, weeks: Sequence[Week]) -> Standing:
    expert, customer = booking.expert.name, booking.organization.name
    waiting = [sheet for week in weeks for sheet in week.waiting]
    if all(sheet.delivers for sheet in waiting):
        return _delivered(booking, side, waiting[0].deliverable)
    ends = "completes the booking and releases the money" if _last(weeks) else "releases the money for them"
    if side is Side.CUSTOMER:
        text = f"Approving them {ends}."
        return Standing(f"The hours of {expert} wait for you", text, "action", "Look at the hours")
    text = (
        "When they are approved, the booking is completed and the money released."
        if _last(weeks)
        else "When they are approved, the money for them is released."
    )
    return Standing(f"{customer} looks at the hours", text, "neutral", "Look at the hours")


def _delivered(booking: Booking, side: Side | None, number: int | None) -> Standing:
    expert, customer, look = booking.expert.name, booking.organization.name, "Look at the deliverable"
    if side is Side.CUSTOMER:
        text = "Accepting it settles its days and releases the money for them."
        return Standing(f"A deliverable of {expert} waits for you", text, "action", look, number)
    text = "When it is accepted, the money for its days is released."
    return Standing(f"{customer} looks at a deliverable", text, "neutral", look, number)


def _last(weeks: Sequence[Week]) -> bool:
    """Nothing is left to come after what waits for an approver."""
    return not any(week.left for week in weeks) and sum(week.waits for week in weeks) == 1


def _working(booking: Booking) -> Standing:
    over = booking.ends_at <= clock.now()
    title = f"Waiting for the hours of {booking.expert.name}" if over else "Under way"
    return Standing(title, "Hours are submitted and approved next; then the money is released.", "good")


def _to_expert(booking: Booking, weeks: Sequence[Week]) -> Standing:
    mine = [week for week in weeks if week.to_write and week.begun]
    if any(week.sheet and week.sheet.state is TimesheetState.SENT_BACK for week in mine):
        text = f"{booking.organization.name} asks you to look at them again."
        return Standing("Your hours came back", text, "action", "Correct the hours")
    if any(week.over for week in mine):
        text = "Once they are approved, your money is on its way."
        return Standing("Now write down your hours", text, "action", "Write down the hours")
    if any(week.waits for week in weeks):
        return _submitted(booking, Side.EXPERT, weeks)
    if booking.is_call:
        return Standing("Under way", "When the call is over, you confirm how long it was.", "good")
    return Standing("Under way", "You can write down hours day by day.", "good", "Write down the hours")
