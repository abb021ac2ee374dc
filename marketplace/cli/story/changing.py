"""Plans change: a booking grows and moves, and one is called off by its expert."""

from datetime import timedelta

from marketplace.accounts.actor import SYSTEM
from marketplace.amendments import service as amendments
from marketplace.amendments.models import Amendment
from marketplace.bookings import queries as bookings
from marketplace.bookings import service
from marketplace.calendar import queries as calendar
from marketplace.cli.story import stage, visiting
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days, is_working_day
from marketplace.payments import queries as payment_queries
from marketplace.payments import service as payments
from marketplace.payments import settling


def propose(ref: Ref, by: str, message: str, *, drop: int = 0, more: int = 0) -> Amendment:
    """Give up the last `drop` days, and add the next `more` free ones after the end."""
    booking = bookings.visible(ref, SYSTEM)
    days = [shift.on for shift in calendar.booked_shifts(ref)]
    later = Days(days[-1], days[-1] + timedelta(days=28))
    free = [day for day in calendar.free_days(booking.expert_id, later) if is_working_day(day)][:more]
    kept = days[: len(days) - drop]
    made = amendments.propose(ref, [*kept, *free], booking.rate, message, by=stage.actor(by))
    stage.settle()
    return made


def agree(change: Amendment, by: str, payer: str) -> None:
    """The other side agrees, and the difference is paid on the hosted page."""
    ref, booking_id = change.ref, change.booking_id
    amendments.accept(ref, by=stage.actor(by))
    visiting.pay(payments.start_change(ref, by=stage.actor(payer)), payer)
    settling.settle(payment_queries.payments_of(booking_id)[-1].checkout_id or "")
    stage.settle()


def call_off(ref: Ref, expert: str, reason: str) -> None:
    service.cancel(ref, by=stage.actor(expert), reason=reason)
    stage.settle()
