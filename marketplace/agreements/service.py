"""Use cases: draft, publish and discard a text; ask for days having read one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.agreements import events, following, placeholders, policy, queries
from marketplace.agreements.errors import AgreementChanged, NoDraft
from marketplace.agreements.models import AgreementTemplate, Consent
from marketplace.amendments import queries as amendments
from marketplace.bookings.models import Booking, Side
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.organizations.models import Vendor

LONGEST = 40_000


@dataclass(frozen=True, slots=True)
class Signature:
    """Who agreed for a side, and when."""

    side: Side
    person: User
    at: datetime


def draft(vendor_ref: Ref, text: str, *, by: Actor) -> AgreementTemplate:
    """Save the draft of the next version. Raises `Invalid` for placeholders that do not exist, or are missing."""
    with atomic() as session:
        vendor = _vendor(vendor_ref, by)
        sound = _looked_through(text)
        row = queries.draft_of(vendor.id)
        if row is None:
            latest = next(iter(queries.versions_of(vendor.id)), None)
            row = AgreementTemplate(vendor=vendor, number=1 + (latest.number if latest else 0))
            session.add(row)
        row.text = sound
        session.flush()
        record(events.TemplateDrafted(row.ref, vendor.ref, row.number), by=by)
    return row


def publish(vendor_ref: Ref, *, by: Actor) -> AgreementTemplate:
    """From now on bookings are made with the draft. Those made before keep their text."""
    with atomic():
        vendor = _vendor(vendor_ref, by)
        row = _draft(vendor)
        for former in queries.versions_of(vendor.id)[:1]:
            former.become("replace")
        row.become("publish")
        row.published_at, row.published_by_id = clock.now(), by.user_id
        record(events.TemplatePublished(row.ref, vendor.ref, row.number), by=by)
    return row


def discard(vendor_ref: Ref, *, by: Actor) -> None:
    """Throw the draft away."""
    with atomic() as session:
        vendor = _vendor(vendor_ref, by)
        row = _draft(vendor)
        record(events.TemplateDiscarded(row.ref, vendor.ref, row.number), by=by)
        session.delete(row)


def ask(request: Callable[[], Booking], *, read: int | None) -> Booking:
    """A booking made by `request`, having read version `read` of the text. Raises `AgreementChanged` if it froze another."""
    with atomic():
        booking = request()
        (frozen,) = queries.of_booking(booking.id)
        if read not in (None, frozen.template_number):
            raise AgreementChanged
    return booking


def agreed_before(booking: Booking, at: datetime) -> None:
    """The customer agreed to these words at that earlier moment, for this case. Called in the transaction that made the booking."""
    (frozen,) = queries.of_booking(booking.id)
    one = frozen.accepted_by(Side.CUSTOMER)
    if one:
        one.accepted_at = at


def settle(booking: Booking, template_number: int, *, wrote: Signature, accepted: Signature) -> None:
    """A booking made from a proposal, in the words that stood beside it. Called in the transaction that made the booking.

    Whoever wrote the version agreed by writing it, the other side by accepting.
    """
    words = queries.wording(booking.vendor_id, template_number)
    made = following.freeze(booking, amendments.days_of(booking), words)
    following.sign(made, wrote.side, wrote.person, wrote.at, Consent.PROPOSAL)
    following.sign(made, accepted.side, accepted.person, accepted.at)


def _vendor(ref: Ref, by: Actor) -> Vendor:
    vendor = locked(Vendor, ref)
    permit(policy.may_write(by, vendor))
    return vendor


def _draft(vendor: Vendor) -> AgreementTemplate:
    row = queries.draft_of(vendor.id)
    if row is None:
        raise NoDraft
    return row


def _looked_through(text: str) -> str:
    typed = Typed()
    sound = typed.text("text", text, LONGEST, needed="An agreement needs its text.")
    typed.check()
    if found := placeholders.mistakes(sound):
        sentence = " ".join(found)
        raise Invalid(sentence, {"text": sentence})
    return sound
