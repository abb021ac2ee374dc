"""An expert who can come until a certain day only: the backup, who stands by, is asked for the rest and for the days of overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.accounts.actor import Actor
from marketplace.amendments import queries as amendments
from marketplace.amendments import service as changing
from marketplace.bookings import quoting
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from marketplace.bookings.wording import reason_of
from marketplace.calendar import queries as calendar
from marketplace.covers import policy, queries
from marketplace.covers.events import RestGivenToBackup
from marketplace.covers.models import Cover
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money


@dataclass(frozen=True, slots=True)
class Rest:
    """What the expert keeps and gives up, what goes back to the customer for it, and on which days both would work."""

    kept: Sequence[date]
    given_up: Sequence[date]
    back: Money
    overlap: Sequence[date]


def last_days(cover: Cover) -> list[date]:
    """The days that can be the expert's last: at least one that has not begun comes after it."""
    shifts = calendar.booked_shifts(cover.booking.ref)
    ahead = [one.on for one in shifts if one.starts_at > clock.now()]
    return [one.on for one in shifts if ahead and one.on < ahead[-1]][-len(ahead) :]


def preview(ref: Ref, last_on: date, *, by: Actor) -> Rest:
    """Before anything is given up. Raises what `give_rest` raises."""
    cover = queries.visible(ref, by)
    permit(policy.may_give_rest(by, cover))
    return _rest(cover, last_on, by)


def give_rest(ref: Ref, last_on: date, reason: str, *, by: Actor) -> Cover:
    """Give up all days after `last_on`: the money for them goes back, and the backup is asked. The customer reads the reason.

    Raises `Invalid`, and `Conflict` while a change of the booking or a dispute is open.
    """
    why = reason_of(reason, needed=True)
    with atomic():
        booking = locked(Booking, queries.visible(ref, by).booking.ref)
        cover = locked(Cover, ref)
        permit(policy.may_give_rest(by, cover))
        rest = _rest(cover, last_on, by)
        said = f"Agreed when {cover.expert.name} was named as the backup, who is asked for the rest."
        changing.shorten(booking, rest.kept, said, cover.named_by, cover.created_at, by=by)
        bookings.give_up(booking)
        given_up = [day.isoformat() for day in rest.given_up]
        record(RestGivenToBackup(cover.ref, booking.ref, last_on.isoformat(), given_up, why), by=by)
    return cover


def overlapping(cover: Cover, kept: Sequence[date]) -> list[date]:
    """The last of the days that are kept, as many as were agreed on, as far as the backup can still be asked for them."""
    if not cover.overlap_days:
        return []
    earliest = quoting.earliest_start(cover.expert, cover.booking.vendor)
    days = [day for day in kept[-cover.overlap_days :] if quoting.start_of(day, cover.expert) >= earliest]
    gone = quoting.taken(cover.expert, days) if days else []
    return [day for day in days if day not in gone]


def _rest(cover: Cover, last_on: date, by: Actor) -> Rest:
    if last_on not in last_days(cover):
        said = "Choose your last day: one that is booked, with a day after it that has not begun."
        raise Invalid(said, {"last": said})
    days = amendments.days_of(cover.booking)
    kept = [day for day in days if day <= last_on]
    if amendments.open_on(cover.booking.id) is not None:
        raise Conflict("A change of this booking waits for an answer. Settle that first.")
    draft = changing.preview(cover.booking.ref, kept, cover.booking.rate, by=by)
    return Rest(kept, draft.removed, -draft.change, overlapping(cover, kept))
