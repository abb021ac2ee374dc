"""What both sides have to keep, on both clocks: the reader's, and beside it the other side's where that says something else."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from marketplace.bookings.models import Booking, Side
from marketplace.bookings.sides import reads_for
from marketplace.covers.models import Cover
from marketplace.covers.policy import is_backup
from marketplace.requests.models import Proposal, Request
from marketplace.web.filters import clock_time, from_to, moment, reader_zone
from marketplace.web.security import actor

Clock = tuple[str, str]
"""A time zone, and who lives by it."""


def init_app(app: Flask) -> None:
    for function in (
        at_both,
        from_to_both,
        at_clocks,
        clocks_of,
        clocks_of_cover,
        clocks_of_proposal,
        clocks_of_request,
        wall_day,
    ):
        app.add_template_filter(function)


def at_both(value: datetime, booking: Booking) -> str:
    """`Mon, 15 Mar 2027, 09:00 CET (04:00 EDT for Bruno)`."""
    return at_clocks(value, clocks_of(booking))


def at_clocks(value: datetime, others: Sequence[Clock]) -> str:
    """The same, where the clocks of the others are known already."""
    return _beside(moment(value), value, others, lambda zone: _short(value, zone))


def from_to_both(starts: datetime, ends: datetime, booking: Booking) -> str:
    """`Mon, 15 Mar 2027, 09:00 – 17:00 CET (04:00 – 12:00 EDT for Bruno)`."""

    def theirs(zone: str) -> str:
        if _same_day(starts, zone) and _same_day(ends, zone):
            return f"{clock_time(starts, zone)} – {_short(ends, zone)}"
        return from_to(starts, ends, zone)

    return _beside(from_to(starts, ends), starts, clocks_of(booking), theirs)


def wall_day(at: datetime, zone: str) -> date:
    """The date in that zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def clocks_of(booking: Booking) -> list[Clock]:
    """The other side's; both sides', for the vendor's staff."""
    sides = {
        Side.EXPERT: (booking.expert.timezone, booking.expert.name),
        Side.CUSTOMER: (booking.booker.timezone, booking.booker.shown_name),
    }
    own = reads_for(actor(), booking)
    return [clock for side, clock in sides.items() if side is not own]


def clocks_of_proposal(proposal: Proposal) -> list[Clock]:
    """The same of what is still being agreed on."""
    expert = proposal.expert
    return clocks_of_request(proposal.request) or [(expert.timezone, expert.name)]


def clocks_of_request(request: Request) -> list[Clock]:
    """The customer's, for the experts who read it; for the customer, whom many may answer, none."""
    if actor().is_member(request.organization_id):
        return []
    return [(request.author.timezone, request.organization.name)]


def clocks_of_cover(cover: Cover) -> list[Clock]:
    """For the backup, the customer's; for everybody else, the backup's."""
    if is_backup(actor(), cover):
        return [(cover.booking.booker.timezone, cover.booking.organization.name)]
    return [(cover.expert.timezone, cover.expert.name)]


def _beside(said: str, at: datetime, others: Sequence[Clock], write: Callable[[str], str]) -> str:
    here = at.astimezone(ZoneInfo(reader_zone())).utcoffset()
    apart = [one for one in others if at.astimezone(ZoneInfo(one[0])).utcoffset() != here]
    told = "; ".join(f"{write(zone)} for {name}" for zone, name in apart)
    return f"{said} ({told})" if told else said


def _short(at: datetime, zone: str) -> str:
    """The time alone, where it is the same day for both."""
    name = at.astimezone(ZoneInfo(zone)).tzname()
    return f"{clock_time(at, zone)} {name}" if _same_day(at, zone) else moment(at, zone)


def _same_day(at: datetime, zone: str) -> bool:
    return wall_day(at, zone) == wall_day(at, reader_zone())
