"""A booking being put together: price and terms frozen, days placed on the calendar."""

from collections.abc import Sequence
from datetime import date

from marketplace.accounts.actor import Actor
from marketplace.bookings import calls, quoting
from marketplace.bookings.errors import TooLate
from marketplace.bookings.events import BookedAtOnce, BookingRequested
from marketplace.bookings.models import Booking
from marketplace.bookings.quoting import Quote
from marketplace.calendar import shifts
from marketplace.calendar.models import Shift
from marketplace.catalog.models import Product, Release
from marketplace.certification.models import Certificate
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotAllowed
from marketplace.kit.ids import Ref, new_ref
from marketplace.organizations.models import Organization
from marketplace.registry.models import Expert


def draft(
    offer: Quote,
    organization: Organization,
    certificate: Certificate,
    message: str,
    by: Actor,
    *,
    release: Release | None = None,
) -> Booking:
    """The row, not yet in the session; `place` adds its days. `release` is what the customer runs."""
    if by.user_id is None:
        raise NotAllowed("Only a person can book.")
    return Booking(
        ref=new_ref(),
        organization_id=organization.id,
        expert_id=certificate.expert_id,
        vendor_id=certificate.skill.vendor_id,
        certificate_id=certificate.id,
        release=release,
        booker_id=by.user_id,
        message=message,
        days=len(offer.days),
        call_minutes=offer.call.minutes if offer.call else None,
        rate=offer.rate,
        price=offer.price,
        fee=offer.fee,
        fee_basis_points=offer.fee_basis_points,
    )


def release_of(product: Product, ref: Ref) -> Release | None:
    """The product's release of that name, which is out; None for none. Raises `Invalid`."""
    if not ref:
        return None
    out = (one for one in product.releases if one.released_on <= clock.today())
    found = next((one for one in out if one.ref == ref), None)
    if found is None:
        sentence = f"Choose a release of {product.name} that is out, or none."
        raise Invalid(sentence, {"release": sentence})
    return found


def asked(expert: Expert, booking: Booking, offer: Quote, certificate: Certificate) -> Sequence[Shift]:
    """Its days, or its call, put on the calendar. Raises `DatesTaken`, `WeekFull`."""
    if offer.call is None:
        return shifts.propose(expert, booking.ref, offer.days)
    buffer = certificate.skill.product.vendor.call_buffer_minutes
    return [shifts.propose_call(expert, booking.ref, offer.call, buffer)]


def check_answerable(booking: Booking, expert: Expert) -> None:
    """A call may be free, and yet too near for an answer and a payment. Raises `TooLate`."""
    if booking.respond_by <= clock.now():
        raise TooLate(
            f"That is too soon to ask {expert.name}: there would be no time for an answer. "
            "Choose a later time."
        )


def place(booking: Booking, asked: Sequence[Shift], certificate: Certificate) -> None:
    """From the first shift to the last, on the vendor's terms."""
    expert, vendor = certificate.expert, certificate.skill.product.vendor
    booking.timezone = expert.timezone
    booking.starts_at, booking.ends_at = asked[0].starts_at, asked[-1].ends_at
    booking.policy = vendor.cancellation.value
    booking.hold_hours = vendor.hold_hours
    booking.approval_business_days = vendor.approval_business_days
    booking.release_business_days = vendor.release_business_days
    booking.review_days = vendor.review_days
    booking.expenses_percent = vendor.expenses_percent
    booking.no_show_minutes = vendor.no_show_minutes
    if booking.is_call:
        booking.buffer_minutes = vendor.call_buffer_minutes
        booking.respond_by = calls.respond_by(booking.starts_at, expert, vendor)
    else:
        booking.buffer_minutes = 0
        booking.respond_by = quoting.respond_by(booking.starts_at, vendor)


def fact(booking: Booking, first_on: date) -> BookingRequested:
    return BookingRequested(
        booking.ref,
        expert=booking.expert.ref,
        organization=booking.organization.ref,
        first_on=first_on.isoformat(),
        days=booking.days,
        call_minutes=booking.call_minutes,
        total=booking.total.amount,
        currency=booking.total.currency,
        respond_by=booking.respond_by.isoformat(),
    )


def fact_at_once(booking: Booking, first_on: date) -> BookedAtOnce:
    assert booking.hold_until
    return BookedAtOnce(
        booking.ref,
        expert=booking.expert.ref,
        organization=booking.organization.ref,
        first_on=first_on.isoformat(),
        days=booking.days,
        call_minutes=booking.call_minutes,
        total=booking.total.amount,
        currency=booking.total.currency,
        hold_until=booking.hold_until.isoformat(),
    )
