"""What is said about hours: to the approver when they come in and wait, to the expert when they are late or looked at."""

from datetime import date, datetime

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import Booking
from marketplace.events.models import Event
from marketplace.kit.money import Money
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import quoted
from marketplace.notices.wording import span as span_of
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets.events import (
    TimesheetApproved,
    TimesheetLate,
    TimesheetReminded,
    TimesheetSentBack,
    TimesheetSubmitted,
)


def submitted(fact: TimesheetSubmitted, event: Event) -> None:
    if fact.deliverable:
        return  # said by about_deliverables
    booking = sides.booking_named(fact.booking)
    name = booking.expert.name
    hours, minutes = divmod(fact.minutes, 60)
    worked = f"{hours} h {minutes:02d} min" if minutes else f"{hours} h"

    def body(reader: Reader) -> str:
        until = reader.moment(datetime.fromisoformat(fact.approve_by))
        worked_on = f"{name} submitted {worked} for {_span(booking, fact.week_on, reader)}."
        if booking.disputed_at is not None:
            return f"{worked_on} A dispute about this booking is open, so there is nothing to approve: the hours are read with it."
        otherwise = (
            "If nobody answers by then they count as approved, and the money is released."
            if fact.automatic
            else "Nothing is approved by itself, and the money is held until you answer."
        )
        return f"{worked_on}\n\nApprove them, or send them back with a reason, by {until}. {otherwise}"

    title, path = f"Hours to approve: {name}", _path(fact)
    tell(event, sides.approvers(booking), "timesheet_submitted", title=title, body=body, path=path)


def reminded(fact: TimesheetReminded, event: Event) -> None:
    if fact.deliverable:
        return  # said by about_deliverables
    booking, sheet = sides.booking_named(fact.booking), timesheets.visible(fact.subject, SYSTEM)
    name = booking.expert.name

    def body(reader: Reader) -> str:
        until = reader.moment(sheet.approve_by) if sheet.approve_by else ""
        otherwise = "; unanswered, they count as approved then" if sheet.automatic else ""
        return (
            f"The hours for {_span(booking, fact.week_on, reader)} still wait for an answer.\n\n"
            f"Approve them, or send them back with a reason, by {until}{otherwise}."
        )

    title, path = f"Still to approve: hours of {name}", _path(fact)
    tell(event, sides.approvers(booking), "timesheet_reminded", title=title, body=body, path=path)


def late(fact: TimesheetLate, event: Event) -> None:
    booking = sides.booking_named(fact.booking)
    who = booking.organization.name

    def body(reader: Reader) -> str:
        return (
            f"Your hours for {_span(booking, fact.week_on, reader)} with {who} are still to be submitted.\n\n"
            "Submit them, and the money for this week is on its way as soon as they are approved. "
            "Write 0 for days that you did not work."
        )

    title, path = f"Your hours for {who} are late", _path(fact)
    tell(event, sides.expert(booking), "timesheet_late", title=title, body=body, path=path)


def sent_back(fact: TimesheetSentBack, event: Event) -> None:
    if fact.deliverable:
        return  # said by about_deliverables
    booking = sides.booking_named(fact.booking)
    who = booking.organization.name

    def body(reader: Reader) -> str:
        return (
            f"{who} has a question about your hours for {_span(booking, fact.week_on, reader)}.\n\n"
            f"{quoted(who, fact.reason)}Correct them or explain, and submit them again; what you wrote is kept."
        )

    title, path = f"{who} sent your hours back", _path(fact)
    tell(event, sides.expert(booking), "timesheet_sent_back", title=title, body=body, path=path)


def approved(fact: TimesheetApproved, event: Event) -> None:
    if fact.deliverable:
        return  # said by about_deliverables
    booking = sides.booking_named(fact.booking)
    earned = Money(fact.price, fact.currency)
    who = booking.organization.name

    def body(reader: Reader) -> str:
        how = f"{who} approved your hours" if event.by_user_id else "Your hours count as approved"
        span = _span(booking, fact.week_on, reader)
        if not earned:
            return f"{how} for {span}. No day was worked, so nothing is earned."
        count = booking.release_business_days
        wait = "a working day" if count == 1 else f"{count} working days"
        return (
            f"{how} for {span}. You have earned {reader.money(earned)}.\n\n"
            f"It leaves for your account {wait} from now, once your payouts are set up."
        )

    title, path = f"Hours approved: {who}", f"/bookings/{booking.ref}"
    tell(event, sides.expert(booking), "timesheet_approved", title=title, body=body, path=path)


def _span(booking: Booking, week_on: str, reader: Reader) -> str:
    """`the week of Monday, 8 March 2027`; the whole booking in facts from the time when it had one sheet."""
    return f"the week of {reader.day(date.fromisoformat(week_on))}" if week_on else span_of(booking, reader)


def _path(fact: TimesheetSubmitted | TimesheetSentBack | TimesheetLate | TimesheetReminded) -> str:
    week = f"?week={fact.week_on}" if fact.week_on else ""
    return f"/bookings/{fact.booking}/timesheet{week}"
