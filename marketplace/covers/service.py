"""Use cases: offer and name a backup; agree, decline, leave, withdraw; the hand-over note; and what the clock does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.agreements import queries as agreements
from marketplace.agreements.errors import AgreementChanged
from marketplace.agreements.queries import Wording
from marketplace.amendments import queries as amendments
from marketplace.bookings import calls, quoting
from marketplace.bookings import queries as bookings
from marketplace.bookings.errors import PriceChanged
from marketplace.bookings.models import Booking
from marketplace.bookings.quoting import Quote
from marketplace.bookings.substitutes import Substitute, substitutes
from marketplace.bookings.wording import LONGEST_MESSAGE
from marketplace.calendar import queries as calendar
from marketplace.calendar.slots import Call
from marketplace.covers import events, policy, queries
from marketplace.covers.errors import AlreadyCovered, NotFree
from marketplace.covers.models import LIFECYCLE, Cover, CoverState
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotAllowed, Refused, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.kit.typed import Typed

MOST_OVERLAP = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """What naming somebody would mean: their price for what to stand by for, and the words that would be agreed to.

    `overlaps` are what one day more, two and three would come to, on which both work.
    """

    booking: Booking
    who: Substitute
    quote: Quote
    wording: Wording
    overlaps: Sequence[Money]


def candidates(booking: Booking) -> list[Substitute]:
    """Who is certified at least as high, and truly free on the days to stand by for, or at the very time of the call; never the
    booker."""
    found = substitutes(booking, days_ahead(booking), booking.booker.id)
    return [one for one in found if can_be_had(one, call_of(booking))]


def can_be_had(who: Substitute, call: Call | None) -> bool:
    """Of a call: by their own notice, horizon and limit, too. Days are counted with what is left when it comes to it."""
    if call is None:
        return True
    try:
        calls.check(who.expert, who.certificate, call)
    except Refused:
        return False
    return True


def call_of(booking: Booking) -> Call | None:
    return Call(booking.starts_at, booking.call_minutes) if booking.call_minutes else None


def whole_instead(booking: Booking) -> bool:
    """Whether some days of the booking have other hours: a backup is asked for whole days all the same, at their own rate."""
    if booking.is_call:
        return False
    return any(one.worth is not None and not one.given_up for one in calendar.shifts_of(booking.ref))


def stood_for(cover: Cover) -> list[date]:
    """The days that it is about: all of the booking's, or those that were left when the backup was named."""
    booking = cover.booking
    days = amendments.days_of(booking)
    if booking.is_call or booking.starts_at > cover.created_at:
        return days
    earliest = cover.created_at + timedelta(hours=booking.vendor.notice_hours)
    return [day for day in days if quoting.start_of(day, booking.expert) >= earliest]


def days_ahead(booking: Booking) -> list[date]:
    """The days to stand by for: all of them or, once the first has begun, those that can still be asked for."""
    days = amendments.days_of(booking)
    if booking.starts_at > clock.now():
        return days
    earliest = clock.now() + timedelta(hours=booking.vendor.notice_hours)
    return [day for day in days if quoting.start_of(day, booking.expert) >= earliest]


def offer(booking: Booking, expert_slug: str) -> Offer:
    """Raises `NotFree` when they are none of the candidates (any more)."""
    who = next((one for one in candidates(booking) if one.expert.slug == expert_slug), None)
    if who is None:
        raise NotFree
    days = days_ahead(booking)
    quote = _price(booking, who, days)
    more = (
        []
        if booking.is_call
        else [
            quoting.price(who.expert, booking.vendor, days[:number], booking.organization_id).total
            for number in range(1, min(MOST_OVERLAP, len(days) - 1) + 1)
        ]
    )
    return Offer(booking, who, quote, agreements.holding(booking.vendor_id), more)


def _price(booking: Booking, who: Substitute, days: Sequence[date]) -> Quote:
    """At the backup's own rate, of a day or of an hour."""
    call = call_of(booking)
    if call is None:
        return quoting.price(who.expert, booking.vendor, days, booking.organization_id)
    return calls.price(who.expert, booking.vendor, call, booking.organization_id)


def name(
    booking_ref: Ref,
    expert_slug: str,
    overlap_days: int = 0,
    *,
    shown: int | None = None,
    read: int | None = None,
    by: Actor,
) -> Cover:
    """Ask somebody to stand by, agreeing to their price and to the words, should it come to that; and to so many days on which
    both work, should the expert give up the rest of a booking that has begun.

    `shown` is the total, in minor units, and `read` the version of the text. Raises `NotFree`, `AlreadyCovered`,
    `PriceChanged`, `AgreementChanged`.
    """
    with atomic() as session:
        booking = locked(Booking, bookings.visible(booking_ref, by).ref)
        permit(policy.may_name(by, booking))
        if queries.open_on(booking.id) is not None:
            raise AlreadyCovered
        wanted = offer(booking, expert_slug)
        if shown not in (None, wanted.quote.total.amount):
            raise PriceChanged("The price has changed since you saw it. Look at the new one.")
        if read not in (None, wanted.wording.number):
            raise AgreementChanged
        if not 0 <= overlap_days <= len(wanted.overlaps):
            raise Invalid(
                "Choose one of the numbers of days.", {"overlap": "Choose one of the numbers of days."}
            )
        cover = _row(booking, wanted, overlap_days, by)
        session.add(cover)
        session.flush()
        record(events.CoverAsked(cover.ref, booking.ref, cover.expert.ref), by=by)
    return cover


def agree(ref: Ref, *, by: Actor) -> Cover:
    """Stand by until the last day, or the call, is over. The time stays open to others."""
    with atomic():
        cover = _locked(ref, by)
        permit(policy.may_answer(by, cover))
        cover.become("agree")
        record(events.CoverAgreed(cover.ref, cover.booking.ref), by=by)
    return cover


def decline(ref: Ref, *, by: Actor) -> Cover:
    with atomic():
        cover = _locked(ref, by)
        permit(policy.may_answer(by, cover))
        cover.become("decline")
        record(events.CoverDeclined(cover.ref, cover.booking.ref), by=by)
    return cover


def leave(ref: Ref, *, by: Actor) -> Cover:
    """Stand by no more: something else came up."""
    with atomic():
        cover = _locked(ref, by)
        permit(policy.may_answer(by, cover))
        cover.become("leave")
        record(events.CoverLeft(cover.ref, cover.booking.ref), by=by)
    return cover


def withdraw(ref: Ref, *, by: Actor) -> Cover:
    """The customer needs no backup any more, or another one."""
    with atomic():
        cover = _locked(ref, by)
        permit(policy.may_withdraw(by, cover))
        cover.become("withdraw")
        record(events.CoverWithdrawn(cover.ref, cover.booking.ref), by=by)
    return cover


def write_note(ref: Ref, note: str, *, by: Actor) -> Cover:
    """What the backup should know. Both of them and the customer read it."""
    typed = Typed()
    sound = typed.text("note", note, LONGEST_MESSAGE)
    typed.check()
    with atomic():
        cover = _locked(ref, by)
        permit(policy.may_write_note(by, cover))
        cover.note = sound
        record(events.HandoverNoteWritten(cover.ref, cover.booking.ref), by=by)
    return cover


def remind() -> None:
    """Tell backups who have not answered that half of the time has passed, and again towards its end."""
    for ref, passed in queries.to_remind(clock.now()):
        with atomic():
            cover = _locked(ref, SYSTEM)
            if cover.state is CoverState.ASKED and cover.reminders < passed:
                cover.reminders = passed
                record(events.CoverReminded(cover.ref, cover.booking.ref, passed), by=SYSTEM)


def expire_unanswered() -> None:
    """Close what nobody answered in time."""
    for ref in queries.unanswered(clock.now()):
        with atomic():
            cover = _locked(ref, SYSTEM)
            if LIFECYCLE.allows(cover.state, "expire"):
                cover.become("expire")
                record(events.CoverExpired(cover.ref, cover.booking.ref), by=SYSTEM)


def finish_past() -> None:
    """Nobody stands by once the last day, or the call, is over."""
    for ref in queries.past(clock.now()):
        with atomic():
            finish(_locked(ref, SYSTEM))


def finish(cover: Cover) -> None:
    """With the row locked."""
    if LIFECYCLE.allows(cover.state, "finish"):
        cover.become("finish")
        record(events.CoverFinished(cover.ref, cover.booking.ref), by=SYSTEM)


def _row(booking: Booking, wanted: Offer, overlap_days: int, by: Actor) -> Cover:
    if by.user_id is None:
        raise NotAllowed("Only a person can name a backup.")
    return Cover(
        booking=booking,
        open_for=booking.id,
        expert=wanted.who.expert,
        certificate=wanted.who.certificate,
        named_by_id=by.user_id,
        total=wanted.quote.total,
        days=len(wanted.quote.days),
        overlap_days=overlap_days,
        overlap_total=wanted.overlaps[overlap_days - 1]
        if overlap_days
        else Money.zero(wanted.quote.total.currency),
        template_number=wanted.wording.number,
        respond_by=_respond_by(booking, wanted),
    )


def _respond_by(booking: Booking, wanted: Offer) -> datetime:
    """Never after it has begun; about a call sooner than about days."""
    if booking.is_call:
        return min(clock.now() + timedelta(hours=booking.vendor.call_answer_hours), booking.starts_at)
    return quoting.respond_by(quoting.start_of(wanted.quote.days[0], booking.expert), booking.vendor)


def _locked(ref: Ref, by: Actor) -> Cover:
    """The cover, its booking locked first."""
    locked(Booking, queries.visible(ref, by).booking.ref)
    return locked(Cover, ref)
