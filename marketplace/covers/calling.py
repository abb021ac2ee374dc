"""The expert has called off, or the rest, did not answer or did not come: the backup is asked in the name of whoever named them."""

from collections.abc import Sequence
from datetime import date

from marketplace.accounts.actor import SYSTEM
from marketplace.agreements import service as agreements
from marketplace.amendments import queries as amendments
from marketplace.amendments.events import AmendmentApplied
from marketplace.bookings import blueprints, quoting
from marketplace.bookings import queries as booking_queries
from marketplace.bookings import service as bookings
from marketplace.bookings.errors import PriceChanged
from marketplace.bookings.events import (
    BookingCancelled,
    BookingDeclined,
    BookingExpired,
    BookingLapsed,
    BookingWithdrawn,
)
from marketplace.bookings.models import Booking, Side
from marketplace.covers import handing_over, queries, service
from marketplace.covers.events import CoverCalled, CoverMissed, CoverOutdated, RestGivenToBackup
from marketplace.covers.models import LIFECYCLE, Cover
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.kit.errors import Refused
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations

Ended = BookingCancelled | BookingDeclined | BookingExpired | BookingLapsed | BookingWithdrawn


def follow(fact: Ended, _: Event) -> None:
    """Called when the expert cancelled, said no or nothing; over when the booking ended for any other reason."""
    booking = booking_queries.visible(fact.subject, SYSTEM)
    cover = queries.open_on(booking.id)
    if cover is None:
        return
    called_off = isinstance(fact, BookingCancelled) and fact.side == Side.EXPERT
    refused = called_off or isinstance(fact, BookingDeclined | BookingExpired)
    if not (refused and LIFECYCLE.allows(cover.state, "call")):
        _finish(cover.ref)
        return
    _ask(cover.ref, [amendments.days_of(booking)])


def outdate(fact: AmendmentApplied) -> None:
    """At once: nobody stands by for a time, or for a length, that they were not asked about."""
    changed = amendments.visible(fact.subject, SYSTEM)
    cover = queries.open_on(changed.booking_id)
    if cover is not None and changed.call != changed.call_before:
        cover = _locked(cover.ref)
        if LIFECYCLE.allows(cover.state, "outdate"):
            cover.become("outdate")
            record(CoverOutdated(cover.ref, cover.booking.ref), by=SYSTEM)


def follow_rest(fact: RestGivenToBackup, _: Event) -> None:
    """The rest, with the days of overlap; without them, should that be too much."""
    cover = queries.visible(fact.subject, SYSTEM)
    rest = [date.fromisoformat(day) for day in fact.given_up]
    overlap = handing_over.overlapping(cover, amendments.days_of(cover.booking))
    _ask(cover.ref, [[*overlap, *rest], rest] if overlap else [rest])


def step_in(booking: Booking, days: Sequence[date]) -> None:
    """The expert did not come, and the customer gets these days back, which were still to come: whoever stands by is asked for
    them. Harmless the second time."""
    cover = queries.open_on(booking.id)
    if cover is not None and days and LIFECYCLE.allows(cover.state, "call"):
        _ask(cover.ref, [days])


def _ask(ref: Ref, wishes: Sequence[Sequence[date]]) -> None:
    """For the first of these that can still be had."""
    for days in wishes:
        try:
            return _call(ref, days)
        except Refused:
            continue
    return _miss(ref)


def _call(ref: Ref, days: Sequence[date]) -> None:
    """One transaction: the request is made, and the cover has become it. Raises what `bookings.request` raises."""
    with atomic():
        cover = _locked(ref)
        if not LIFECYCLE.allows(cover.state, "call"):
            return
        made = agreements.ask(lambda: _request(cover, days), read=cover.template_number)
        # A day, as some may be over by now; each total was rounded by itself, so a minor unit is no higher price.
        if (made.total.amount - 1) * cover.days > cover.total.amount * made.days:
            raise PriceChanged("It costs more than was agreed to when the backup was named.")
        agreements.agreed_before(made, cover.created_at)
        cover.called = made
        cover.become("call")
        record(CoverCalled(cover.ref, cover.booking.ref, made.ref), by=SYSTEM)


def _request(cover: Cover, wanted: Sequence[date]) -> Booking:
    """For those of the days that can still be asked for, or for the very time of the call."""
    booking = cover.booking
    made = bookings.request(
        cover.expert.slug,
        cover.certificate.ref,
        service.call_of(booking) or _days_left(cover, wanted),
        booking.message,
        organization_ref=booking.organization.ref,
        release_ref=booking.release.ref if booking.release else "",
        po_number=booking.po_number,
        cost_centre=booking.cost_centre,
        ask_first=True,  # nobody sits there to pay within minutes
        by=organizations.actor_for(cover.named_by),
    )
    blueprints.pass_on(booking, made)
    return made


def _days_left(cover: Cover, wanted: Sequence[date]) -> list[date]:
    earliest = quoting.earliest_start(cover.expert, cover.booking.vendor)
    return [day for day in wanted if quoting.start_of(day, cover.expert) >= earliest]


def _miss(ref: Ref) -> None:
    with atomic():
        cover = _locked(ref)
        if LIFECYCLE.allows(cover.state, "miss"):
            cover.become("miss")
            record(CoverMissed(cover.ref, cover.booking.ref), by=SYSTEM)


def _finish(ref: Ref) -> None:
    with atomic():
        service.finish(_locked(ref))


def _locked(ref: Ref) -> Cover:
    """The cover, its booking locked first."""
    locked(Booking, queries.visible(ref, SYSTEM).booking.ref)
    return locked(Cover, ref)
