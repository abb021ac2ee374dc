"""The life of a booking as a bar: what is done, what is now, who must act and by when, what comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.bookings.models import Booking, BookingState
from marketplace.kit import clock
from marketplace.timesheets.weeks import Week

S = BookingState
COURSE = ("Asked", "Accepted", "Paid", "Worked", "Completed")
AT_ONCE = ("Chosen", "Held", "Paid", "Worked", "Completed")
REACHED = {S.REQUESTED: 1, S.ACCEPTED: 2, S.CONFIRMED: 3, S.COMPLETED: 5}
ENDED = {
    S.DECLINED: "Declined",
    S.WITHDRAWN: "Withdrawn",
    S.EXPIRED: "Not answered",
    S.LAPSED: "Not paid",
    S.CANCELLED: "Cancelled",
}


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, now, next or ended; `who` must act `by` then, or `begins` then; reached `at`."""

    label: str
    state: str
    who: str = ""
    by: datetime | None = None
    at: datetime | None = None
    begins: datetime | None = None


def steps(booking: Booking, weeks: Sequence[Week]) -> Sequence[Step]:
    course = AT_ONCE if booking.at_once else COURSE
    if booking.state in ENDED:
        done = [Step(label, "done") for label in course[: _reached_before(booking)]]
        return [*done, Step(ENDED[booking.state], "ended", at=booking.ended_at)]
    reached = REACHED[booking.state]
    if any(week.waits for week in weeks) and not any(week.left for week in weeks):
        done = [Step(label, "done") for label in course[:-1]]
        if booking.disputed_at is not None:
            return [*done, Step(course[-1], "now", "once the dispute has ended")]
        return [*done, Step(course[-1], "now", booking.organization.name, _answer_by(weeks))]
    done = [Step(label, "done") for label in course[:reached]]
    ahead = [Step(label, "next") for label in course[reached + 1 :]]
    return done if reached == len(course) else [*done, _now(booking, course[reached]), *ahead]


def _answer_by(weeks: Sequence[Week]) -> datetime | None:
    """When the last of the hours that wait should be answered."""
    sheets = [sheet for week in weeks for sheet in week.waiting]
    return max((one.approve_by for one in sheets if one.approve_by), default=None)


def _reached_before(booking: Booking) -> int:
    """How far it came before it ended."""
    if booking.confirmed_at:
        return 3
    return 2 if booking.hold_until else 1


def _now(booking: Booking, label: str) -> Step:
    if booking.state is S.REQUESTED:
        return Step(label, "now", booking.expert.name, booking.respond_by)
    if booking.state is S.ACCEPTED:
        return Step(label, "now", booking.organization.name, booking.hold_until)
    if booking.starts_at > clock.now():
        return Step(label, "now", booking.expert.name, begins=booking.starts_at)
    return Step(label, "now", booking.expert.name, booking.ends_at)
