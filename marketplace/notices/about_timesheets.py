"""What is said about hours: to the approver when they come in, to the expert when they are looked at."""

from datetime import datetime

from marketplace.events.models import Event
from marketplace.kit.money import Money
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import quoted, span
from marketplace.timesheets.events import TimesheetApproved, TimesheetSentBack, TimesheetSubmitted


def submitted(fact: TimesheetSubmitted, event: Event) -> None:
    booking = sides.booking_named(fact.booking)
    name = booking.expert.name
    hours, minutes = divmod(fact.minutes, 60)
    worked = f"{hours} h {minutes:02d} min" if minutes else f"{hours} h"

    def body(reader: Reader) -> str:
        until = reader.moment(datetime.fromisoformat(fact.approve_by))
        if booking.disputed_at is not None:
            return (
                f"{name} submitted {worked} for {span(booking, reader)}. A dispute about this booking is open, "
                "so there is nothing to approve: the hours are read with it."
            )
        return (
            f"{name} submitted {worked} for {span(booking, reader)}.\n\n"
            f"Approve them, or send them back with a reason, by {until}. "
            "If nobody answers by then they count as approved, and the money is released."
        )

    title, path = f"Hours to approve: {name}", f"/bookings/{booking.ref}/timesheet"
    tell(event, sides.approvers(booking), "timesheet_submitted", title=title, body=body, path=path)


def sent_back(fact: TimesheetSentBack, event: Event) -> None:
    booking = sides.booking_named(fact.booking)
    who = booking.organization.name

    def body(reader: Reader) -> str:
        return (
            f"{who} has a question about your hours for {span(booking, reader)}.\n\n"
            f"{quoted(who, fact.reason)}Correct them or explain, and submit them again; what you wrote is kept."
        )

    title, path = f"{who} sent your hours back", f"/bookings/{booking.ref}/timesheet"
    tell(event, sides.expert(booking), "timesheet_sent_back", title=title, body=body, path=path)


def approved(fact: TimesheetApproved, event: Event) -> None:
    booking = sides.booking_named(fact.booking)
    earned = Money(fact.price, fact.currency)
    who = booking.organization.name

    def body(reader: Reader) -> str:
        how = f"{who} approved your hours" if event.by_user_id else "Your hours count as approved"
        if not earned:
            return f"{how} for {span(booking, reader)}. No day was worked, so nothing is earned."
        count = booking.release_business_days
        wait = "a working day" if count == 1 else f"{count} working days"
        return (
            f"{how} for {span(booking, reader)}. You have earned {reader.money(earned)}.\n\n"
            f"It leaves for your account {wait} from now, once your payouts are set up."
        )

    title, path = f"Hours approved: {who}", f"/bookings/{booking.ref}"
    tell(event, sides.expert(booking), "timesheet_approved", title=title, body=body, path=path)
