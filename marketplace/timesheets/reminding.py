"""Who has forgotten hours: experts who have not submitted them, approvers who have not answered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import Booking
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.kit.period import add_business_days
from marketplace.timesheets import queries, writing
from marketplace.timesheets.events import TimesheetLate, TimesheetReminded
from marketplace.timesheets.models import Timesheet, TimesheetState
from marketplace.timesheets.weeks import Week

LATE_DAYS = (1, 3)
"""So many days after the Monday on which hours are due, or after they were sent back, the expert is reminded."""
MORNING = 8 * 60
"""At eight on their own clock."""
WAITING_DAYS = (2, 4)
"""So many business days after they were submitted, approvers are reminded; with a shorter window, at half of it."""


def remind_experts() -> None:
    """Tell experts what is late. A week of which nothing is written yet gets its sheet, which remembers it."""
    for found in queries.late(clock.now()):
        if _passed(found) > _told(found):
            _remind_expert(found)


def _remind_expert(found: Week) -> None:
    with atomic():
        week = queries.week_of(locked(Booking, found.booking.ref), found.on)
        passed = _passed(week)
        waits = week.to_write and week.over and week.booking.disputed_at is None
        if not waits or passed <= _told(week):
            return
        sheet = writing.begun(week)
        sheet.late_reminders = passed
        record(TimesheetLate(sheet.ref, week.booking.ref, week.on.isoformat(), passed), by=SYSTEM)


def _passed(week: Week) -> int:
    returned = [one.decided_at for one in week.sheets if one.open and one.decided_at]
    return sum(max([week.due(days, MORNING), *_later(returned, days)]) <= clock.now() for days in LATE_DAYS)


def _later(instants: Iterable[datetime], days: int) -> list[datetime]:
    return [one + timedelta(days=days) for one in instants]


def _told(week: Week) -> int:
    return max((one.late_reminders for one in week.sheets if one.open), default=0)


def remind_approvers() -> None:
    """Tell approvers what still waits for them, as long as their time runs."""
    for found in queries.waiting():
        if _waited(found) > found.reminders:
            _remind_approvers(found.ref, found.booking.ref)


def _remind_approvers(ref: Ref, booking_ref: Ref) -> None:
    with atomic():
        locked(Booking, booking_ref)
        sheet = locked(Timesheet, ref)
        waited = _waited(sheet)
        if sheet.state is TimesheetState.SUBMITTED and waited > sheet.reminders:
            sheet.reminders = waited
            week = sheet.week_on.isoformat()
            record(TimesheetReminded(ref, booking_ref, week, waited, sheet.title), by=SYSTEM)


def _waited(sheet: Timesheet) -> int:
    """How many of the days for reminders have passed. Nobody is reminded of what is about to be approved by itself."""
    now, begun = clock.now(), sheet.submitted_at
    if begun is None or sheet.overdue or sheet.booking.disputed_at is not None:
        return 0
    return sum(one <= now for one in _reminders(begun, sheet.approve_by))


def _reminders(begun: datetime, until: datetime | None) -> list[datetime]:
    """Where there is less time than to the first of them, once at half of it."""
    days = [add_business_days(begun, days) for days in WAITING_DAYS]
    return [begun + (until - begun) / 2] if until is not None and until <= days[0] else days
