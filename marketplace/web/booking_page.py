"""The page of one booking, for both sides and the vendor's staff."""

from collections.abc import Sequence
from datetime import date

from flask import render_template

from marketplace.bookings import cancellation, policy, quoting, service
from marketplace.bookings.cancellation import Window
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState, Side
from marketplace.calendar import queries as calendar
from marketplace.certification.standing import standing as release_standing
from marketplace.kit import clock
from marketplace.payments import policy as paying
from marketplace.timesheets import queries as timesheets
from marketplace.web.booking_history import history
from marketplace.web.booking_money import returns, stations
from marketplace.web.booking_standing import standing
from marketplace.web.booking_steps import steps
from marketplace.web.forms.bookings import RefusalForm
from marketplace.web.security import actor


def render(booking: Booking, *, sentence: str = "", refusal_form: RefusalForm | None = None) -> str:
    """`sentence` says why the last click did not work."""
    side, sheet = _side(booking), timesheets.timesheet_of(booking.id)
    return render_template(
        "bookings/show.html",
        booking=booking,
        side=side,
        sentence=sentence,
        standing=standing(booking, side, sheet),
        certified=release_standing(booking.certificate),
        steps=steps(booking, sheet),
        shifts=calendar.shifts_of(booking.ref),
        clashes=_clashes(booking),
        others=_others(booking, side),
        stations=stations(booking),
        returns=returns(booking),
        cancelling=_cancelling(booking),
        now=clock.now(),
        history=history(booking),
        may=_may(booking),
        refusal_form=refusal_form or RefusalForm(),
    )


def _side(booking: Booking) -> Side | None:
    """Whose page it is; None for the vendor's staff."""
    if policy.is_expert(actor(), booking):
        return Side.EXPERT
    return Side.CUSTOMER if actor().is_member(booking.organization_id) else None


def _may(booking: Booking) -> set[str]:
    """What the reader may do now."""
    allowed = {
        "accept": policy.may_answer(actor(), booking),
        "decline": policy.may_answer(actor(), booking),
        "withdraw": policy.may_withdraw(actor(), booking),
        "confirm": paying.may_pay(actor(), booking),
        "cancel": policy.may_cancel(actor(), booking),
    }
    return {verb for verb, may in allowed.items() if may is True and LIFECYCLE.allows(booking.state, verb)}


def _cancelling(booking: Booking) -> Sequence[Window]:
    """What comes back until when, as long as somebody could cancel."""
    ahead = booking.state in (BookingState.REQUESTED, BookingState.ACCEPTED, BookingState.CONFIRMED)
    return cancellation.windows(service.agreed(booking)) if ahead and booking.starts_at > clock.now() else ()


def _clashes(booking: Booking) -> Sequence[date]:
    """Days asked for that another booking holds by now."""
    if booking.state is not BookingState.REQUESTED:
        return []
    days = [shift.on for shift in calendar.shifts_of(booking.ref)]
    return quoting.taken(booking.expert, days)


def _others(booking: Booking, side: Side | None) -> Sequence[date]:
    """For a customer who was not fast enough: the next days of the same expert. A decline is an answer."""
    lost = booking.state in (BookingState.EXPIRED, BookingState.LAPSED)
    if side is not Side.CUSTOMER or not (lost or _clashes(booking)):
        return []
    days = [shift.on for shift in calendar.shifts_of(booking.ref)]
    return quoting.alternatives(booking.expert, booking.vendor, days) if booking.expert.published else []
