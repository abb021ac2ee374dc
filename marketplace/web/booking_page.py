"""The page of one booking, for both sides and the vendor's staff."""

from collections.abc import Sequence
from datetime import date

from flask import render_template

from marketplace.absences import policy as absence_policy
from marketplace.absences import queries as absences
from marketplace.agreements import queries as agreements
from marketplace.amendments import policy as amending
from marketplace.amendments import queries as amendments
from marketplace.approvals import policy as approving
from marketplace.approvals import queries as approvals
from marketplace.approvals.models import Approval, ApprovalState
from marketplace.bookings import blueprints, cancellation, checklist, policy, quoting, service
from marketplace.bookings.cancellation import Window
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState, Side
from marketplace.bookings.sides import reads_for
from marketplace.bookings.substitutes import Substitute, substitutes
from marketplace.calendar import queries as calendar
from marketplace.calendar import slots
from marketplace.calendar.models import Shift
from marketplace.calendar.slots import Call
from marketplace.certification.standing import standing as release_standing
from marketplace.covers import policy as covering
from marketplace.covers import queries as covers
from marketplace.disputes import policy as disputing
from marketplace.kit import clock
from marketplace.payments import policy as paying
from marketplace.requests import queries as requests
from marketplace.timesheets import queries as timesheets
from marketplace.web import amendment_page, dispute_page, expense_page, review_page
from marketplace.web.booking_history import history
from marketplace.web.booking_money import returns, stations
from marketplace.web.booking_standing import standing
from marketplace.web.booking_steps import steps
from marketplace.web.conversation_page import talk
from marketplace.web.forms.approvals import RefusalForm as ApprovalForm
from marketplace.web.forms.bookings import RefusalForm
from marketplace.web.security import actor

BESIDES = ("papers", "cover", "tick")
"""What can be done without the booking's taking a step."""


def render(
    booking: Booking,
    *,
    sentence: str = "",
    refusal_form: RefusalForm | None = None,
    approval_form: ApprovalForm | None = None,
) -> str:
    """`sentence` says why the last click did not work."""
    side, weeks = reads_for(actor(), booking), timesheets.weeks_of(booking)
    approval = approvals.of_booking(booking.id) if side is Side.CUSTOMER else None
    changes = amendment_page.of_booking(booking)
    return render_template(
        "bookings/show.html",
        booking=booking,
        side=side,
        sentence=sentence,
        standing=standing(booking, side, weeks, approval),
        certified=release_standing(booking.certificate),
        steps=steps(booking, weeks),
        shifts=_shifts(booking),
        changes=changes,
        from_request=requests.of_booking(booking.id),
        blueprint=blueprints.version_of(booking),
        checklist=checklist.lines(booking),
        agreements=agreements.of_booking(booking.id),
        substitutes=_substitutes(booking, side),
        days=amendments.days_of(booking),
        changing=next((one for one in changes if one.amendment.open), None),
        clashes=_clashes(booking),
        others=_others(booking, side),
        calls_again=_calls_again(booking, side),
        stations=stations(booking),
        returns=returns(booking),
        cancelling=_cancelling(booking),
        now=clock.now(),
        history=history(booking),
        talk=talk(booking),
        may=_may(booking, approval),
        absences=absences.of_booking(booking.id),
        disputes=dispute_page.of_booking(booking),
        approval=approval,
        cover=next(iter(covers.of_booking(booking.id)), None),
        approval_form=approval_form or ApprovalForm(),
        expenses=expense_page.of_booking(booking),
        may_spend=expense_page.may_hand_in(booking),
        bound=expense_page.bound_of(booking),
        reviews=review_page.standing(booking, actor()),
        customer=review_page.customer(booking, actor()),
        refusal_form=refusal_form or RefusalForm(),
    )


def _may(booking: Booking, approval: Approval | None) -> set[str]:
    """What the reader may do now."""
    allowed = {
        "accept": policy.may_answer(actor(), booking),
        "decline": policy.may_answer(actor(), booking),
        "withdraw": policy.may_withdraw(actor(), booking),
        "confirm": paying.may_pay(actor(), booking),
        "cancel": policy.may_cancel(actor(), booking),
        "cover": covers.open_on(booking.id) is None and covering.may_name(actor(), booking),
        "papers": policy.may_name_papers(actor(), booking),
        "amend": amending.may_propose(actor(), booking),
        "tick": policy.may_tick(actor(), booking),
    }
    may = {
        verb
        for verb, verdict in allowed.items()
        if verdict is True and (verb in BESIDES or LIFECYCLE.allows(booking.state, verb))
    }
    may |= _troubles(booking)
    if approval is None or approval.state is not ApprovalState.WANTED:
        return may
    return may - {"confirm"} | ({"approve"} if approving.may_decide(actor(), approval) is True else set())


def _troubles(booking: Booking) -> set[str]:
    """What may be said when something goes wrong."""
    found = {"dispute"} if disputing.may_open(actor(), booking) is True else set()
    if absence_policy.may_say(actor(), booking) is True and _somebody_is_late(booking):
        found.add("absence")
    return found


def _somebody_is_late(booking: Booking) -> bool:
    return any(absence_policy.is_late(booking, one) is True for one in calendar.booked_shifts(booking.ref))


def _shifts(booking: Booking) -> Sequence[Shift]:
    """The days it has; of one that has ended, those it had last."""
    days = amendments.days_of(booking)
    every = [one for one in calendar.shifts_of(booking.ref) if one.on in days]
    return list({one.on: one for one in every}.values())


def _substitutes(booking: Booking, side: Side | None) -> Sequence[Substitute]:
    """For a customer whose expert has called the booking off, or did not take it."""
    off = booking.state is BookingState.DECLINED or (
        booking.state is BookingState.CANCELLED and booking.cancelled_by is Side.EXPERT
    )
    if not off or side is not Side.CUSTOMER or not policy.books_for(actor(), booking.organization_id):
        return ()
    return substitutes(booking, amendments.days_of(booking), actor().user_id)


def _cancelling(booking: Booking) -> Sequence[Window]:
    """What comes back until when, as long as somebody could cancel."""
    ahead = booking.state in (BookingState.REQUESTED, BookingState.ACCEPTED, BookingState.CONFIRMED)
    return cancellation.windows(service.agreed(booking)) if ahead and booking.starts_at > clock.now() else ()


def _clashes(booking: Booking) -> Sequence[date]:
    """Days asked for that another booking holds by now."""
    if booking.state is not BookingState.REQUESTED:
        return []
    if booking.call_minutes:
        call = Call(booking.starts_at, booking.call_minutes)
        return [] if slots.is_free(booking.expert, call, booking.buffer_minutes) else [booking.first_on]
    days = [shift.on for shift in calendar.shifts_of(booking.ref)]
    return quoting.taken(booking.expert, days)


def _others(booking: Booking, side: Side | None) -> Sequence[date]:
    """For a customer who was not fast enough: the next days of the same expert. A decline is an answer."""
    lost = booking.state in (BookingState.EXPIRED, BookingState.LAPSED)
    if side is not Side.CUSTOMER or booking.is_call or not (lost or _clashes(booking)):
        return []
    days = [shift.on for shift in calendar.shifts_of(booking.ref)]
    return quoting.alternatives(booking.expert, booking.vendor, days) if booking.expert.published else []


def _calls_again(booking: Booking, side: Side | None) -> bool:
    """The same for a call: its other times have a page of their own."""
    lost = booking.state in (BookingState.EXPIRED, BookingState.LAPSED) or bool(_clashes(booking))
    takes = booking.expert.published and booking.expert.hour_rate is not None
    return booking.is_call and side is Side.CUSTOMER and lost and takes
