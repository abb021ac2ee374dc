"""What single days of bookings cost, or cost when their hours were decided: a rate agreed on later does not reach them."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, select

from marketplace.amendments.models import Amendment, AmendmentState
from marketplace.bookings.models import Booking
from marketplace.bookings.quoting import price_of
from marketplace.calendar.models import Shift
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.timesheets import queries
from marketplace.timesheets.models import Timesheet


class DayPrices:
    """Of the bookings that have sheets which fit `which`; their changes are read once."""

    def __init__(self, which: ColumnElement[bool]) -> None:
        bookings = select(Timesheet.booking_id).join(Timesheet.booking).where(which)
        changes = select(Amendment).where(
            Amendment.booking_id.in_(bookings), Amendment.state == AmendmentState.APPLIED
        )
        self._rates: dict[int, list[tuple[datetime, Money]]] = defaultdict(list)
        for one in db.session.scalars(changes.order_by(Amendment.ended_at, Amendment.id)):
            if one.ended_at:
                self._rates[one.booking_id].append((one.ended_at, one.rate_before))

    def of(self, booking: Booking, shift: Shift, decided_at: datetime | None) -> Money:
        """Of a call, all of it."""
        if booking.is_call or shift.worth is not None or decided_at is None:
            return price_of(booking, shift)
        later = (rate for at, rate in self._rates[booking.id] if at > decided_at)
        return next(later, booking.rate)


def of_days(booking: Booking) -> Callable[[Shift], Money]:
    """The same for the days of one."""
    prices = DayPrices(Booking.id == booking.id)
    decided = {
        entry.shift_id: sheet.decided_at
        for sheet in queries.sheets_of(booking.id)
        if sheet.decided
        for entry in sheet.entries
    }
    return lambda shift: prices.of(booking, shift, decided.get(shift.id))
