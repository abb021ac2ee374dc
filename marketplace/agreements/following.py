"""At once, in the transaction of the booking itself: its text is frozen, and whoever acts agrees to it by acting."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.accounts.models import User
from marketplace.agreements import facts, placeholders, queries
from marketplace.agreements.events import AgreementAccepted
from marketplace.agreements.models import LONGEST_NAME, Acceptance, Agreement, Consent
from marketplace.agreements.queries import Wording
from marketplace.amendments import queries as amendments
from marketplace.amendments.events import AmendmentApplied
from marketplace.amendments.models import Amendment
from marketplace.bookings import queries as bookings
from marketplace.bookings.events import BookedAtOnce, BookingAccepted, BookingRequested
from marketplace.bookings.models import Booking, Side
from marketplace.db.base import db
from marketplace.events import log
from marketplace.events.models import Event
from marketplace.kit import clock
from marketplace.kit.ids import Ref


def offer(fact: BookingRequested) -> None:
    """Asking for days is agreeing to the text that holds at the vendor."""
    booking = _booking(fact.subject)
    made = freeze(booking, amendments.days_of(booking), queries.holding(booking.vendor_id))
    sign(made, Side.CUSTOMER, booking.booker, clock.now())


def accept(fact: BookingAccepted) -> None:
    """Saying yes to the days is agreeing to it.

    Bookings older than agreements have none, and those made from a proposal get theirs from `service.settle`.
    """
    booking = _booking(fact.subject)
    for made in queries.of_booking(booking.id)[:1]:
        sign(made, Side.EXPERT, booking.expert.user, clock.now())


def settle_at_once(fact: BookedAtOnce) -> None:
    """Whoever books at once agrees by booking, and the expert has agreed beforehand: by letting customers book so."""
    booking = _booking(fact.subject)
    made = freeze(booking, amendments.days_of(booking), queries.holding(booking.vendor_id))
    sign(made, Side.CUSTOMER, booking.booker, clock.now())
    sign(made, Side.EXPERT, booking.expert.user, clock.now(), Consent.RULE)


def renew(fact: AmendmentApplied) -> None:
    """A change that both agreed to is a further version, in the same words, agreed to when the change was."""
    amendment = amendments.visible(fact.subject, SYSTEM)
    booking = _booking(fact.booking)
    for former in queries.of_booking(booking.id)[:1]:
        wording = Wording(former.template_number, former.source)
        made = freeze(booking, amendment.after, wording, number=former.number + 1, amendment=amendment)
        other, at = _answer(amendment)
        sign(made, amendment.side, amendment.proposed_by, amendment.created_at, Consent.PROPOSAL)
        sign(made, amendment.side.other, other, at)


def _booking(ref: Ref) -> Booking:
    return bookings.visible(ref, SYSTEM)


def freeze(
    booking: Booking,
    days: Sequence[date],
    wording: Wording,
    *,
    number: int = 1,
    amendment: Amendment | None = None,
) -> Agreement:
    """The words filled with the facts of the booking, for good."""
    text = placeholders.filled(wording.text, facts.of_booking(booking, days))
    made = Agreement(
        booking=booking,
        number=number,
        amendment=amendment,
        template_number=wording.number,
        source=wording.text,
        text=text,
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def sign(made: Agreement, side: Side, person: User, at: datetime, consent: Consent = Consent.ACT) -> None:
    """A side agrees to it, under the name that the person bears now."""
    name = person.shown_name[:LONGEST_NAME]
    made.acceptances.append(
        Acceptance(
            side=side,
            user_id=person.id,
            name=name,
            accepted_at=at,
            text_hash=made.text_hash,
            consent=consent,
        )
    )
    db.session.flush()
    fact = AgreementAccepted(made.ref, made.booking.ref, made.number, str(side), made.text_hash, str(consent))
    log.record(fact, by=Actor(user_id=person.id, name=name))


def _answer(amendment: Amendment) -> tuple[User, datetime]:
    """Who said yes to the change, and when: it is applied then, or accepted then and applied by the payment."""
    answered = (one for one in log.history(amendment.ref) if _is_answer(one))
    event = next(answered)
    return db.session.get_one(User, event.by_user_id), event.at


def _is_answer(event: Event) -> bool:
    return event.kind in ("AmendmentAccepted", "AmendmentApplied") and event.by_user_id is not None
