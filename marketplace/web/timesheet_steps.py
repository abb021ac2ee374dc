"""The life of a timesheet as a bar: written, submitted, approved; who must act, and by when."""

from collections.abc import Sequence

from marketplace.bookings.models import Booking
from marketplace.timesheets.models import Timesheet, TimesheetState
from marketplace.web.booking_steps import Step


def steps(booking: Booking, sheet: Timesheet | None, *, delivers: bool = False) -> Sequence[Step]:
    """`delivers`: of a deliverable, which is accepted."""
    approved = "Accepted" if delivers else "Approved"
    ahead = [Step("Submitted", "next"), Step(approved, "next")]
    if sheet is None or sheet.state is TimesheetState.DRAFT:
        return [Step("Written", "now", booking.expert.name), *ahead]
    if sheet.state is TimesheetState.SENT_BACK:
        return [Step("Sent back", "now", booking.expert.name, at=sheet.decided_at), *ahead]
    done = [Step("Written", "done"), Step("Submitted", "done", at=sheet.submitted_at)]
    if sheet.state is TimesheetState.SUBMITTED:
        if booking.disputed_at is not None:
            return [*done, Step(approved, "now", "once the dispute has ended")]
        return [*done, Step(approved, "now", booking.organization.name, sheet.approve_by)]
    if sheet.state is TimesheetState.SETTLED:
        return [Step("Written", "done"), Step("Settled with a dispute", "done", at=sheet.decided_at)]
    by = f"by {sheet.decided_by.shown_name}" if sheet.decided_by else "because nobody answered in time"
    return [*done, Step(approved, "done", by, at=sheet.decided_at)]
