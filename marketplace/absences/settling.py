"""What follows when it is settled: days go back, or are owed. Called with the booking and the absence locked."""

from collections.abc import Collection, Sequence
from datetime import date

from marketplace.absences.models import Absence
from marketplace.accounts.actor import Actor
from marketplace.amendments import applying as amendments
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.calendar import queries as calendar
from marketplace.calendar import shifts
from marketplace.calendar.models import Shift
from marketplace.kit import clock
from marketplace.kit.money import Money
from marketplace.timesheets import absent as hours
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets.models import TimesheetState

NAMED = "The expert did not come."


def decided_otherwise(absence: Absence) -> bool:
    """The booking goes another way by now: it is over, disputed, or the hours of that day are approved."""
    booking = absence.booking
    if booking.state is not BookingState.CONFIRMED or booking.disputed_at is not None:
        return True
    approved = [one for one in timesheets.sheets_of(booking.id) if one.state is TimesheetState.APPROVED]
    return any(entry.shift_id == absence.shift_id for sheet in approved for entry in sheet.entries)


def claimed(absence: Absence) -> bool:
    """The expert has handed in hours for the day on which they are said not to have come, sent back or not."""
    if absence.absent is not Side.EXPERT:
        return False
    sheets = timesheets.sheets_of(absence.booking_id)
    handed_in = [one for one in sheets if one.submitted_at is not None and not one.decided]
    return any(
        entry.shift_id == absence.shift_id and entry.minutes for sheet in handed_in for entry in sheet.entries
    )


def carry_out(absence: Absence, *, by: Actor) -> tuple[Money, Money]:
    """Of the price and of the fee, what goes back to the customer by itself."""
    booking = absence.booking
    if absence.absent is Side.CUSTOMER:
        hours.owe(booking, absence.shift)
        return Money.zero(booking.price.currency), Money.zero(booking.price.currency)
    missed = {one.on for one in calendar.booked_shifts(booking.ref) if _missed(one, absence)}
    return give_back(booking, missed, by=by)


def _missed(shift: Shift, absence: Absence) -> bool:
    """That day, and with `onward` those that were still to come when it was said."""
    return shift.id == absence.shift_id or (absence.onward and shift.starts_at > absence.created_at)


def ahead(booking: Booking) -> list[date]:
    """Booked days that have not begun."""
    return [one.on for one in calendar.booked_shifts(booking.ref) if one.starts_at > clock.now()]


def give_back(booking: Booking, days: Collection[date], *, by: Actor) -> tuple[Money, Money]:
    """Those days are the booking's no more. Nothing when none is left: then it is called off, and all goes back with that."""
    booked = calendar.booked_shifts(booking.ref)
    kept = [one for one in booked if one.on not in days]
    nothing = Money.zero(booking.price.currency)
    if not kept:
        bookings.fail(booking, NAMED, by=by)
        return nothing, nothing
    amendments.void_open(booking)
    hours.forget(booking, [one for one in booked if one.on in days])
    return _shrunk(booking, kept, days, by)


def _shrunk(
    booking: Booking, kept: Sequence[Shift], days: Collection[date], by: Actor
) -> tuple[Money, Money]:
    """It goes on with those that are kept; where their hours are approved, it has come to its end."""
    price, fee = booking.price, booking.fee
    shifts.release_days(booking.ref, days)
    bookings.amend(booking, booking.rate, kept)
    if not booking.open_days:
        bookings.complete(booking, by=by)
    return price - booking.price, fee - booking.fee
