"""Hours written down, submitted, sent back, approved."""

from collections.abc import Mapping

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.amendments import service as amendments
from marketplace.bookings import queries as bookings
from marketplace.bookings import service as booking_service
from marketplace.bookings.models import Booking
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.period import add_business_days
from marketplace.timesheets import policy, queries, writing
from marketplace.timesheets.division import divide
from marketplace.timesheets.events import TimesheetApproved, TimesheetSentBack, TimesheetSubmitted
from marketplace.timesheets.models import Timesheet


def save(booking_ref: Ref, minutes: Mapping[Ref, int], note: str, *, by: Actor) -> Timesheet:
    """Keep what is written so far; `minutes` by shift, only of days that are over."""
    with atomic():
        booking = _booking(booking_ref, by)
        permit(policy.may_write(by, booking))
        return writing.write(booking, minutes, note, whole=False)


def submit(booking_ref: Ref, minutes: Mapping[Ref, int], note: str, *, by: Actor) -> Timesheet:
    """Hand in the hours of every shift, in minutes, breaks left out; 0 for a day not worked."""
    with atomic():
        booking = _booking(booking_ref, by)
        permit(policy.may_submit(by, booking))
        amendments.refuse_while_unpaid(booking)
        sheet = writing.write(booking, minutes, note, whole=True)
        sheet.become("submit")
        sheet.submitted_at = clock.now()
        sheet.approve_by = add_business_days(clock.now(), booking.approval_business_days)
        sheet.decided_at, sheet.decided_by_id = None, None
        worked = sum(entry.minutes for entry in sheet.entries)
        record(TimesheetSubmitted(sheet.ref, booking.ref, worked, sheet.approve_by.isoformat()), by=by)
    return sheet


def send_back(ref: Ref, reason: str, *, by: Actor) -> Timesheet:
    """Ask the expert to look again; the approver's window begins anew with the next submission."""
    with atomic():
        sheet = _locked(ref, by)
        permit(policy.may_decide(by, sheet))
        sheet.become("send_back")
        sheet.reason = writing.reason_of(reason)
        _decided(sheet, by)
        record(TimesheetSentBack(sheet.ref, sheet.booking.ref, sheet.reason), by=by)
    return sheet


def approve(ref: Ref, *, by: Actor) -> Timesheet:
    """Accept the hours: the booking is complete, worked days are earned, the others are given back."""
    with atomic():
        sheet = _locked(ref, by)
        permit(policy.may_approve(by, sheet))
        sheet.become("approve")
        _decided(sheet, by)
        booking = sheet.booking
        booking_service.complete(booking, by=by)
        parts = divide(booking, sheet.days_worked)
        record(
            TimesheetApproved(
                sheet.ref,
                booking.ref,
                sheet.days_worked,
                parts.price.amount,
                parts.fee.amount,
                parts.unworked_price.amount,
                parts.unworked_fee.amount,
                booking.price.currency,
            ),
            by=by,
        )
    return sheet


def approve_overdue() -> int:
    """Approve what nobody answered within the vendor's window; how many were approved."""
    return sum(_approve_overdue(ref) for ref in queries.overdue())


def _approve_overdue(ref: Ref) -> bool:
    """False when somebody answered, or the hours were submitted anew, since we looked."""
    with atomic():
        if not _locked(ref, SYSTEM).overdue:
            return False
        approve(ref, by=SYSTEM)
        return True


def _booking(ref: Ref, by: Actor) -> Booking:
    """Locked: only one hand at a time writes the hours of a booking."""
    return locked(Booking, bookings.visible(ref, by).ref)


def _locked(ref: Ref, by: Actor) -> Timesheet:
    """The timesheet, its booking locked first."""
    locked(Booking, queries.visible(ref, by).booking.ref)
    return locked(Timesheet, ref)


def _decided(sheet: Timesheet, by: Actor) -> None:
    sheet.decided_at, sheet.decided_by_id = clock.now(), by.user_id
