"""Hours written down, submitted, sent back, approved: week by week."""

from collections.abc import Collection, Sequence
from datetime import date

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.amendments import service as amendments
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit.errors import Conflict, permit
from marketplace.kit.ids import Ref
from marketplace.timesheets import deciding, policy, queries, submitting, writing
from marketplace.timesheets.files import attach
from marketplace.timesheets.models import LIFECYCLE, Timesheet
from marketplace.timesheets.weeks import Week
from marketplace.timesheets.writing import Hours


def save(
    booking_ref: Ref,
    hours: Hours,
    note: str,
    files: Sequence[Ref] = (),
    *,
    week_on: date | None = None,
    by: Actor,
) -> Timesheet:
    """Keep what is written of a week; only of days that are over. `week_on` is its Monday, otherwise the first that waits.

    `files` are refs that `uploads.keep` gave; nobody else reads them before they are submitted.
    """
    with atomic():
        week = _week(booking_ref, week_on, by)
        permit(policy.may_write(by, week.booking))
        sheet = writing.write(week, hours, note, whole=False)
        attach(sheet, files, by=by)
    return sheet


def submit(
    booking_ref: Ref,
    hours: Hours,
    note: str,
    files: Sequence[Ref] = (),
    *,
    week_on: date | None = None,
    by: Actor,
) -> Timesheet:
    """Hand in the hours of every day that is left of that week; 0 for a day not worked."""
    with atomic():
        week = _week(booking_ref, week_on, by)
        permit(policy.may_submit(by, week))
        amendments.refuse_while_unpaid(week.booking)
        sheet = writing.write(week, hours, note, whole=True)
        attach(sheet, files, by=by)
        sheet.become("submit")
        submitting.await_answer(sheet)
        record(submitting.submitted(sheet), by=by)
    return sheet


def send_back(ref: Ref, reason: str, *, seen: int | None = None, by: Actor) -> Timesheet:
    """Ask the expert to look again; the approver's window begins anew with the next submission."""
    with atomic():
        sheet = _decidable(ref, "send_back", seen, by)
        deciding.return_whole(sheet, writing.reason_of(reason), by)
    return sheet


def approve(ref: Ref, *, seen: int | None = None, by: Actor) -> Timesheet:
    """Accept the hours: worked days are earned, the others given back, and with its last days the booking is complete.

    `seen` is the submission that was looked at. Raises `Conflict` when there has been another, or a change waits for its payment.
    """
    with atomic():
        sheet = _decidable(ref, "approve", seen, by)
        amendments.refuse_while_unpaid(sheet.booking)
        deciding.settle(sheet, by)
    return sheet


def approve_days(
    ref: Ref, days: Collection[Ref], reason: str, *, seen: int | None = None, by: Actor
) -> Timesheet:
    """Accept those days (refs of shifts), and send the others back: they go on in a sheet of their own."""
    with atomic():
        sheet = _decidable(ref, "approve", seen, by)
        deciding.refuse_part(sheet)
        amendments.refuse_while_unpaid(sheet.booking)
        deciding.part(sheet, days, writing.reason_of(reason), by)
        deciding.settle(sheet, by)
    return sheet


def approve_overdue() -> int:
    """Approve what nobody answered within the vendor's window; how many were approved."""
    return sum(_approve_overdue(ref) for ref in queries.overdue())


def _approve_overdue(ref: Ref) -> bool:
    """False when somebody answered, or the hours were submitted anew, since we looked; or a change has to be paid first."""
    try:
        with atomic():
            if not _locked(ref, SYSTEM).overdue:
                return False
            approve(ref, by=SYSTEM)
    except Conflict:
        return False
    return True


def _week(ref: Ref, on: date | None, by: Actor) -> Week:
    """The booking locked: only one hand at a time writes its hours."""
    return queries.week_of(locked(Booking, bookings.visible(ref, by).ref), on)


def _locked(ref: Ref, by: Actor) -> Timesheet:
    """The timesheet, its booking locked first."""
    locked(Booking, queries.visible(ref, by).booking.ref)
    return locked(Timesheet, ref)


def _decidable(ref: Ref, verb: str, seen: int | None, by: Actor) -> Timesheet:
    sheet = _locked(ref, by)
    permit(policy.may_decide(by, sheet))
    LIFECYCLE.after(sheet.state, verb)
    if verb == "approve":
        permit(policy.may_approve(by, sheet))
    deciding.refuse_unless_seen(sheet, seen)
    return sheet
