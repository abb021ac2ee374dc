"""Who may write hours down, submit them, decide about them."""

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.approvals import policy as approving
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState
from marketplace.bookings.policy import is_expert, undisputed
from marketplace.kit import clock
from marketplace.timesheets import division
from marketplace.timesheets.models import Timesheet, TimesheetFile, TimesheetState
from marketplace.timesheets.weeks import Week


def may_write(actor: Actor, booking: Booking) -> bool | str:
    if actor.user_id is None or actor.user_id != booking.expert.user_id:
        return "Only the expert writes down the hours of a booking."
    if booking.state is not BookingState.CONFIRMED:
        return f"This booking {LIFECYCLE.said[booking.state]}, so there are no hours to write down."
    if booking.starts_at > clock.now():
        return "Hours can be written down from the first day on."
    return True


def may_submit(actor: Actor, week: Week) -> bool | str:
    allowed = may_write(actor, week.booking)
    if allowed is True and not week.over:
        return "Hours can be submitted once the last day of their week is over."
    return allowed


def may_decide(actor: Actor, timesheet: Timesheet) -> bool | str:
    booking = timesheet.booking
    if actor.system:
        return True
    if actor.user_id == booking.expert.user_id:
        return "You cannot decide about your own hours."
    if not actor.may_as(booking.organization_id, OrganizationRole.APPROVER):
        return f"Only an approver or the owner of {booking.organization.name} decides about hours."
    return undisputed(booking)


def may_approve(actor: Actor, timesheet: Timesheet) -> bool | str:
    """Hours worth more than the approver decides alone need somebody with a higher limit. Sending back costs nothing."""
    allowed = may_decide(actor, timesheet)
    if allowed is not True:
        return allowed
    parts = division.of(timesheet)
    return approving.within(actor, timesheet.booking, parts.price + parts.fee)


def reads_file(actor: Actor, file: TimesheetFile) -> bool:
    """The expert; once it is handed in, the organization's members, and those who judge for the vendor what a dispute is about."""
    sheet = file.timesheet
    booking = sheet.booking
    if actor.system or is_expert(actor, booking):
        return True
    if not file.handed_in:
        return False
    if actor.is_member(booking.organization_id):
        return True
    disputed = booking.disputed_at is not None or sheet.state is TimesheetState.SETTLED
    return disputed and actor.is_staff(booking.vendor_id, StaffRole.ASSESSOR, StaffRole.ADMIN)
