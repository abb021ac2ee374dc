"""A deliverable handed in instead of hours: it stands for some of the booking's open days, and is worth them in full.

It is a sheet like any other: an approver reads it beside the criteria that were agreed on, the same clocks run, and a day that it
stands for cannot be claimed with hours as well, nor the other way round (`letting_go`).
"""

from collections.abc import Collection, Sequence

from marketplace.accounts.actor import Actor
from marketplace.amendments import service as amendments
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.calendar.models import Shift
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.timesheets import letting_go, policy, queries, submitting
from marketplace.timesheets.files import attach
from marketplace.timesheets.models import LIFECYCLE, Entry, Timesheet
from marketplace.timesheets.weeks import monday_of
from marketplace.timesheets.writing import LONGEST_NOTE


def deliver(
    booking_ref: Ref, number: int, days: Collection[Ref], note: str, files: Sequence[Ref] = (), *, by: Actor
) -> Timesheet:
    """Hand in the booking's deliverable of that number, for those days (refs of shifts) that have begun.

    Raises `Invalid` with the fields days, note and files, `WrongState` when it was handed in already.
    """
    with atomic():
        booking = locked(Booking, bookings.visible(booking_ref, by).ref)
        permit(policy.may_write(by, booking))
        check_number(booking, number)
        amendments.refuse_while_unpaid(booking)
        known = queries.delivery_of(booking.id, number)
        if known is not None:
            LIFECYCLE.after(known.state, "submit")
        chosen, words = _checked(booking, days, note, files)
        sheet = known or _begun(booking, number, chosen)
        letting_go.of_days(booking, chosen, keeping=sheet)
        before = {one.shift_id: one for one in sheet.entries}
        # What the work counts as, where experience is told from it: the day as it was booked.
        sheet.entries = [before.get(one.id) or Entry(shift=one, minutes=one.minutes) for one in chosen]
        sheet.note = words
        attach(sheet, files, by=by)
        sheet.become("submit")
        submitting.await_answer(sheet)
        record(submitting.submitted(sheet), by=by)
    return sheet


def check_number(booking: Booking, number: int) -> None:
    """Raises `NotFound` when nothing of that number was agreed on."""
    if not 1 <= number <= len(booking.deliverables):
        raise NotFound("This booking has no such deliverable.")


def open_days(booking: Booking) -> list[Shift]:
    """Those that have begun and are claimed by nothing. What is still to come can be given back or moved, so it waits."""
    covered = queries.covered(booking.id)
    return [
        one for one in queries.shifts_of(booking) if one.id not in covered and one.starts_at <= clock.now()
    ]


def _checked(
    booking: Booking, days: Collection[Ref], note: str, files: Sequence[Ref]
) -> tuple[list[Shift], str]:
    typed = Typed()
    words = typed.text("note", note, LONGEST_NOTE, needed="Say in a few words what you hand over.")
    chosen = [one for one in open_days(booking) if one.ref in days]
    if not days:
        typed.wrong("days", "Tick the days that it stands for.")
    elif len(chosen) < len(set(days)):
        typed.wrong("days", "One of these days is claimed already, or still to come. Look at what is left.")
    typed.check()
    return chosen, words


def _begun(booking: Booking, number: int, chosen: Sequence[Shift]) -> Timesheet:
    monday = monday_of(chosen[0].on)
    parts = [one.part for one in queries.sheets_of(booking.id) if one.week_on == monday]
    sheet = Timesheet(booking=booking, week_on=monday, part=max(parts, default=0) + 1, deliverable=number)
    db.session.add(sheet)
    db.session.flush()
    return sheet
