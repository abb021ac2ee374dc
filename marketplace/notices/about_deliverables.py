"""What is said about deliverables that are handed in instead of hours; `about_timesheets` says it of hours."""

from datetime import datetime

from marketplace.accounts.actor import SYSTEM
from marketplace.events.models import Event
from marketplace.kit.money import Money
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import quoted
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets.events import (
    TimesheetApproved,
    TimesheetReminded,
    TimesheetSentBack,
    TimesheetSubmitted,
)

AnyFact = TimesheetSubmitted | TimesheetSentBack | TimesheetApproved | TimesheetReminded


def submitted(fact: TimesheetSubmitted, event: Event) -> None:
    if not fact.deliverable:
        return
    booking, sheet = sides.booking_named(fact.booking), timesheets.visible(fact.subject, SYSTEM)
    name, days = booking.expert.name, "one day" if sheet.days == 1 else f"{sheet.days} days"

    def body(reader: Reader) -> str:
        handed_in = f"{name} handed in “{fact.deliverable}”. It stands for {days}."
        if booking.disputed_at is not None:
            return f"{handed_in} A dispute about this booking is open, so there is nothing to accept: it is read with that."
        until = reader.moment(datetime.fromisoformat(fact.approve_by))
        otherwise = (
            "If nobody answers by then it counts as accepted, and the money is released."
            if fact.automatic
            else "Nothing is accepted by itself, and the money is held until you answer."
        )
        return (
            f"{handed_in}\n\nLook at it beside what was agreed, and accept it, or send it back with a reason, by {until}. "
            f"{otherwise}"
        )

    title = f"A deliverable to accept: {name}"
    tell(event, sides.approvers(booking), "deliverable_submitted", title=title, body=body, path=_path(fact))


def sent_back(fact: TimesheetSentBack, event: Event) -> None:
    if not fact.deliverable:
        return
    booking = sides.booking_named(fact.booking)
    who = booking.organization.name
    body = (
        f"{who} has a question about “{fact.deliverable}”.\n\n{quoted(who, fact.reason)}"
        "Mend it or explain, and hand it in again; what you wrote is kept. You can hand in hours for its days instead."
    )
    title = f"{who} sent your deliverable back"
    tell(event, sides.expert(booking), "deliverable_sent_back", title=title, body=body, path=_path(fact))


def approved(fact: TimesheetApproved, event: Event) -> None:
    if not fact.deliverable:
        return
    booking, earned = sides.booking_named(fact.booking), Money(fact.price, fact.currency)
    who, wait = booking.organization.name, booking.release_business_days
    days = "a working day" if wait == 1 else f"{wait} working days"

    def body(reader: Reader) -> str:
        how = f"{who} accepted" if event.by_user_id else "Nobody objected in time, so it is accepted:"
        return (
            f"{how} “{fact.deliverable}”. You have earned {reader.money(earned)}.\n\n"
            f"It leaves for your account {days} from now, once your payouts are set up."
        )

    title = f"Deliverable accepted: {who}"
    tell(event, sides.expert(booking), "deliverable_accepted", title=title, body=body, path=_path(fact))


def reminded(fact: TimesheetReminded, event: Event) -> None:
    if not fact.deliverable:
        return
    booking, sheet = sides.booking_named(fact.booking), timesheets.visible(fact.subject, SYSTEM)

    def body(reader: Reader) -> str:
        until = reader.moment(sheet.approve_by) if sheet.approve_by else ""
        otherwise = "; unanswered, it counts as accepted then" if sheet.automatic else ""
        return (
            f"“{fact.deliverable}” still waits for an answer.\n\n"
            f"Accept it, or send it back with a reason, by {until}{otherwise}."
        )

    title = f"Still to accept: a deliverable of {booking.expert.name}"
    tell(event, sides.approvers(booking), "deliverable_reminded", title=title, body=body, path=_path(fact))


def _path(fact: AnyFact) -> str:
    sheet = timesheets.visible(fact.subject, SYSTEM)
    return f"/bookings/{fact.booking}/deliverables/{sheet.deliverable}"
