"""What an approver's answer does to a sheet: settled as a whole, or some of its days only and the others sent back."""

from collections.abc import Collection

from marketplace.accounts.actor import Actor
from marketplace.bookings import service as bookings
from marketplace.db.base import db
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid
from marketplace.kit.ids import Ref
from marketplace.timesheets import queries
from marketplace.timesheets.division import Division, of
from marketplace.timesheets.events import TimesheetApproved, TimesheetSentBack
from marketplace.timesheets.files import carry_over, copied
from marketplace.timesheets.models import Timesheet, TimesheetState


def refuse_unless_seen(sheet: Timesheet, seen: int | None) -> None:
    """`seen` is the submission that the approver looked at. Raises `Conflict`."""
    if seen not in (None, sheet.submissions):
        what = "The deliverable was" if sheet.delivers else "The hours were"
        raise Conflict(f"{what} submitted anew since you looked. Look at what is new first.")


def refuse_part(sheet: Timesheet) -> None:
    """Raises `Conflict` for what has no days of its own to choose from."""
    if sheet.delivers:
        raise Conflict("A deliverable is accepted as a whole, or sent back.")


def return_whole(sheet: Timesheet, reason: str, by: Actor) -> None:
    sheet.become("send_back")
    _gather(sheet)
    sheet.reason, sheet.late_reminders = reason, 0
    _decided(sheet, by)
    week, title = sheet.week_on.isoformat(), sheet.title
    record(TimesheetSentBack(sheet.ref, sheet.booking.ref, reason, week, title), by=by)


def _gather(sheet: Timesheet) -> None:
    """One sheet of hours of a week is open: what was begun while this one waited, as for a day added later, goes on in it.

    A deliverable has a sheet of its own, whatever week it is in. No word is lost: what is too long by now the expert shortens.
    """
    if sheet.delivers:
        return
    for other in queries.sheets_of(sheet.booking_id):
        if other.open and not other.delivers and other is not sheet and other.week_on == sheet.week_on:
            for entry in list(other.entries):
                other.entries.remove(entry)
                sheet.entries.append(entry)
            carry_over(other, sheet)
            sheet.note = "\n\n".join(filter(None, (sheet.note, other.note)))
            db.session.flush()
            db.session.delete(other)
            db.session.flush()


def settle(sheet: Timesheet, by: Actor) -> None:
    """Its days are earned or given back, for good; with the last of them the booking is complete."""
    sheet.become("approve")
    _decided(sheet, by)
    parts = of(sheet)
    sheet.earned_price, sheet.earned_fee = parts.price.amount, parts.fee.amount
    sheet.back_price, sheet.back_fee = parts.unworked_price.amount, parts.unworked_fee.amount
    days = [entry.shift for entry in sheet.entries]
    bookings.settle_days(sheet.booking, sheet.days, parts.whole_price, parts.whole_fee, days)
    if not sheet.booking.open_days:
        bookings.complete(sheet.booking, by=by)
    record(_approved(sheet, parts), by=by)


def part(sheet: Timesheet, kept: Collection[Ref], reason: str, by: Actor) -> Timesheet:
    """Keep those days (refs of shifts) and take the others to a sheet of their own, which is sent back. Raises `Invalid`."""
    rest = [entry for entry in sheet.entries if entry.shift.ref not in kept]
    if len(rest) == sheet.days:
        raise _wrong("Tick the days that you approve. To approve none, send all of them back.")
    if not rest:
        raise _wrong("You have ticked every day. Approve the hours as a whole instead.")
    following = Timesheet(
        booking=sheet.booking,
        week_on=sheet.week_on,
        part=_next_part(sheet),
        state=TimesheetState.SUBMITTED,
        note=sheet.note,
        submissions=sheet.submissions,
        submitted_at=sheet.submitted_at,
        automatic=sheet.automatic,
    )
    following.files = [copied(one) for one in sheet.files]
    db.session.add(following)
    for entry in rest:
        sheet.entries.remove(entry)
        following.entries.append(entry)
    db.session.flush()
    return_whole(following, reason, by)
    return following


def _next_part(sheet: Timesheet) -> int:
    every = queries.sheets_of(sheet.booking_id)
    return max(one.part for one in every if one.week_on == sheet.week_on) + 1


def _decided(sheet: Timesheet, by: Actor) -> None:
    sheet.decided_at, sheet.decided_by_id = clock.now(), by.user_id


def _approved(sheet: Timesheet, parts: Division) -> TimesheetApproved:
    return TimesheetApproved(
        sheet.ref,
        sheet.booking.ref,
        sheet.days_worked,
        parts.price.amount,
        parts.fee.amount,
        parts.unworked_price.amount,
        parts.unworked_fee.amount,
        sheet.booking.price.currency,
        sheet.week_on.isoformat(),
        sheet.title,
    )


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, {"days": sentence})
