"""A booking that both sides have agreed on already, made in one step. Called by requests, in its transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.accounts.actor import Actor
from marketplace.bookings import drafting, events, policy, quoting
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState
from marketplace.bookings.quoting import Quote
from marketplace.bookings.wording import message_of
from marketplace.calendar import shifts
from marketplace.catalog.outcomes import Blueprint
from marketplace.certification.models import Certificate
from marketplace.db.base import db
from marketplace.events.log import record
from marketplace.kit.errors import permit
from marketplace.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the two have said yes to: `offer` is the price that both saw, `booker` the actor who speaks for the organization."""

    organization: Organization
    certificate: Certificate
    offer: Quote
    message: str
    booker: Actor
    deliverables: Sequence[Mapping[str, str]] = ()
    checklist: Sequence[str] = ()
    blueprint: Blueprint | None = None
    blueprint_version: int | None = None


def check_days(certificate: Certificate, days: Sequence[date]) -> list[date]:
    """In order, each once. Raises what `bookings.quote` raises about days, and `TooLate` where no time to pay would be left."""
    expert, vendor = certificate.expert, certificate.skill.product.vendor
    chosen = quoting.sorted_days(days, expert, vendor)
    quoting.check_certificate(certificate, chosen[0], chosen[-1])
    quoting.check_free(expert, chosen)
    starts_at = quoting.start_of(chosen[0], expert)
    quoting.check_notice(starts_at, expert, vendor)
    quoting.check_payable(starts_at)
    return chosen


def agree(made: Agreed, *, by: Actor) -> Booking:
    """Requested and accepted at once: the days are held, and wait for payment. `by` is whoever said the last yes.

    Raises `DatesTaken` when a day is gone, `NotCertified`, `TooLate`.
    """
    expert = made.certificate.expert
    permit(policy.may_request(made.booker, made.organization, expert))
    days = check_days(made.certificate, made.offer.days)
    booking = drafting.draft(
        made.offer, made.organization, made.certificate, message_of(made.message), made.booker
    )
    booking.deliverables = [dict(one) for one in made.deliverables]
    booking.checklist = list(made.checklist)
    booking.blueprint, booking.blueprint_version = made.blueprint, made.blueprint_version
    asked = shifts.hold_more(expert, booking.ref, days)
    drafting.place(booking, asked, made.certificate)
    booking.state = LIFECYCLE.after(BookingState.REQUESTED, "accept")
    booking.hold_until = quoting.hold_until(booking)
    db.session.add(booking)
    db.session.flush()
    record(events.BookingAccepted(booking.ref, expert.ref, booking.hold_until.isoformat()), by=by)
    return booking
