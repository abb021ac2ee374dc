"""Where a paid booking stands: the days, the hours, the end."""

from dataclasses import dataclass

from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.kit import clock
from marketplace.timesheets.models import Timesheet, TimesheetState


@dataclass(frozen=True, slots=True)
class Standing:
    """`tone` is action (it is the reader's turn), good, neutral or bad; `hours` names a link to them."""

    title: str
    text: str
    tone: str
    hours: str = ""


def standing(booking: Booking, side: Side | None, sheet: Timesheet | None) -> Standing:
    """For the side that reads; None for the vendor's staff."""
    if booking.disputed_at is not None:
        text = "Hours are not approved and money is not moved before the dispute has ended."
        return Standing("A dispute is open", text, "neutral", "Look at the hours")
    if sheet is not None and sheet.state is TimesheetState.SETTLED:
        return Standing("Completed", "A dispute has divided the money.", "neutral", "Look at the hours")
    if booking.state is BookingState.COMPLETED:
        return Standing("Completed", "The hours are approved. Thank you, both.", "good", "Look at the hours")
    if booking.starts_at > clock.now():
        text = "The money rests with us until the hours are approved."
        return Standing("Confirmed and paid", text, "good")
    if sheet is not None and sheet.state is TimesheetState.SUBMITTED:
        return _submitted(booking, side)
    return _working(booking, side, sheet)


def _submitted(booking: Booking, side: Side | None) -> Standing:
    expert, customer = booking.expert.name, booking.organization.name
    if side is Side.CUSTOMER:
        text = "Approving them completes the booking and releases the money."
        return Standing(f"The hours of {expert} wait for you", text, "action", "Look at the hours")
    text = "When they are approved, the booking is completed and the money released."
    return Standing(f"{customer} looks at the hours", text, "neutral", "Look at the hours")


def _working(booking: Booking, side: Side | None, sheet: Timesheet | None) -> Standing:
    over = booking.ends_at <= clock.now()
    if side is not Side.EXPERT:
        title = f"Waiting for the hours of {booking.expert.name}" if over else "Under way"
        return Standing(title, "Hours are submitted and approved next; then the money is released.", "good")
    if sheet is not None and sheet.state is TimesheetState.SENT_BACK:
        text = f"{booking.organization.name} asks you to look at them again."
        return Standing("Your hours came back", text, "action", "Correct the hours")
    if over:
        text = "Once they are approved, your money is on its way."
        return Standing("Now write down your hours", text, "action", "Write down the hours")
    return Standing("Under way", "You can write down hours day by day.", "good", "Write down the hours")
