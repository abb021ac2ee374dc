"""Until when somebody has to answer."""

from datetime import UTC, datetime, time, timedelta

from marketplace.bookings import quoting
from marketplace.bookings.errors import TooLate
from marketplace.kit import clock
from marketplace.requests.models import Proposal, Request


def start(request: Request) -> None:
    """The clock of a request, from now on: the vendor's hours, and never later than the first day begins (by UTC)."""
    begins = datetime.combine(request.first_on, time(), UTC)
    request.asked_at = clock.now()
    request.respond_by = min(clock.now() + timedelta(hours=request.answer_hours), begins)
    request.reminders = 0
    if request.respond_by <= clock.now():
        raise TooLate("The first day has come, so there is no time left to answer.")


def start_proposal(proposal: Proposal) -> None:
    """The clock of its latest version: as long, and never so late that there would be no time to pay."""
    first = quoting.start_of(proposal.latest.dates[0], proposal.expert)
    latest = first - quoting.PAID_BEFORE_START
    proposal.asked_at = clock.now()
    proposal.respond_by = min(clock.now() + timedelta(hours=proposal.request.answer_hours), latest)
    proposal.reminders = 0


def until(request: Request) -> datetime:
    """Of a request that is published."""
    if request.respond_by is None:
        raise ValueError("a draft has no time to answer")
    return request.respond_by
