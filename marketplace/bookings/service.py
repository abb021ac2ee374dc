"""Use cases: quote, request, answer, withdraw, cancel; and the steps that others take a booking through."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.bookings import (
    blueprints,
    calls,
    cancellation,
    drafting,
    events,
    holding,
    policy,
    queries,
    quoting,
)
from marketplace.bookings.blueprints import Begun
from marketplace.bookings.cancellation import Agreed, Settlement
from marketplace.bookings.errors import PriceChanged, TermsChanged, TooLate
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState, Side
from marketplace.bookings.quoting import Quote
from marketplace.bookings.wording import message_of, papers_of, reason_of
from marketplace.calendar import queries as calendar
from marketplace.calendar import shifts
from marketplace.calendar.models import Shift
from marketplace.calendar.slots import Call
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import NotFound, WrongState, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import CancellationPolicy, Organization
from marketplace.registry.models import Expert


def quote(
    expert_slug: str, certificate_ref: Ref, wanted: Sequence[date] | Call, *, organization_id: int, by: Actor
) -> Quote:
    """The price of days or of a call, before anybody is asked. Raises what `request` would raise about the time itself.

    Nobody takes days at once above what they decide alone: the hold would run out before a colleague has looked.
    """
    expert = queries.bookable_expert(expert_slug)
    certificate = queries.certificate_of(expert.id, certificate_ref)
    if isinstance(wanted, Call):
        offer = calls.offer(expert, certificate, wanted, organization_id)
    else:
        offer = quoting.offer(expert, certificate, wanted, organization_id)
    return replace(offer, at_once=offer.at_once and by.within_limit(organization_id, offer.total))


def request(
    expert_slug: str,
    certificate_ref: Ref,
    wanted: Sequence[date] | Call,
    message: str,
    *,
    organization_ref: Ref,
    release_ref: Ref = "",
    shown: int | None = None,
    policy_shown: str = "",
    at_once_shown: bool | None = None,
    po_number: str = "",
    cost_centre: str = "",
    ask_first: bool = False,
    begun: Begun | None = None,
    by: Actor,
) -> Booking:
    """Ask an expert for days, or a call, for an organization. `shown` is the total, in minor units, that was read before asking,
    `policy_shown` the cancellation preset, `at_once_shown` whether it was said that nobody is asked;
    `release_ref` is what the organization runs, so that the work can speak for that release later; `po_number` and
    `cost_centre` are its own references. `ask_first` asks even who books at once; `begun` names the blueprint it comes from.

    With an expert who books at once the days are held as soon as this returns, and the booking waits for its payment.
    Raises `DatesTaken` when not all days are free (`SlotTaken` of a call), `WeekFull`, `PriceChanged` when the total is another by
    now, `TermsChanged`, `TooManyHolds`, `BlueprintUnfit`.
    """
    with atomic() as session:
        organization = _organization(organization_ref, by)
        expert = queries.bookable_expert(expert_slug)
        permit(policy.may_request(by, organization, expert))
        offer = quote(expert_slug, certificate_ref, wanted, organization_id=organization.id, by=by)
        if shown not in (None, offer.total.amount):
            raise PriceChanged(
                "The price has changed since you saw it. Look at the new one, and ask again if it suits you."
            )
        certificate = queries.certificate_of(expert.id, certificate_ref)
        if policy_shown not in ("", certificate.skill.product.vendor.cancellation):
            raise PriceChanged(
                "The terms for cancelling have changed since you saw them. Look at them, and ask again if they suit you."
            )
        at_once = offer.at_once and not ask_first
        if at_once_shown not in (None, at_once):
            raise TermsChanged(_otherwise(expert, at_once))
        runs = drafting.release_of(certificate.skill.product, release_ref)
        booking = drafting.draft(offer, organization, certificate, message_of(message), by, release=runs)
        booking.po_number, booking.cost_centre = papers_of(po_number, cost_centre)
        if begun is not None:
            blueprints.take_over(booking, begun, certificate, offer.days[-1])
        if at_once:
            holding.refuse_too_many(organization, expert)
        drafting.place(booking, drafting.asked(expert, booking, offer, certificate), certificate)
        if not at_once:
            drafting.check_answerable(booking, expert)
        session.add(booking)
        session.flush()
        if at_once:
            holding.hold(booking, by=by)
        else:
            record(drafting.fact(booking, offer.days[0]), by=by)
    return booking


def accept(ref: Ref, *, by: Actor) -> Booking:
    """Say yes, and hold the days. Raises `DatesTaken` when another booking has one, `TooLate`, `NotCertified`."""
    with atomic():
        booking = _locked(ref, by)
        permit(policy.may_answer(by, booking))
        booking.become("accept")
        if booking.respond_by <= clock.now():
            raise TooLate("The time to answer this request has run out.")
        booking.hold_until = quoting.hold_until(booking)
        held = shifts.hold(booking.ref)
        quoting.check_certificate(booking.certificate, held[0].on, held[-1].on)
        record(events.BookingAccepted(booking.ref, booking.expert.ref, booking.hold_until.isoformat()), by=by)
    return booking


def decline(ref: Ref, reason: str, *, by: Actor) -> Booking:
    """Say no, with a reason that the customer reads."""
    with atomic():
        booking = _locked(ref, by)
        permit(policy.may_answer(by, booking))
        booking.reason = reason_of(reason, needed=True)
        _end(booking, "decline")
        record(events.BookingDeclined(booking.ref, booking.expert.ref, booking.reason), by=by)
    return booking


def withdraw(ref: Ref, *, by: Actor) -> Booking:
    """Take the request back before it is answered."""
    with atomic():
        booking = _locked(ref, by)
        permit(policy.may_withdraw(by, booking))
        _end(booking, "withdraw")
        record(events.BookingWithdrawn(booking.ref, booking.expert.ref), by=by)
    return booking


def name_papers(ref: Ref, po_number: str, cost_centre: str, *, by: Actor) -> Booking:
    """Change the customer's own references, until it is paid."""
    with atomic():
        booking = _locked(ref, by)
        permit(policy.may_name_papers(by, booking))
        booking.po_number, booking.cost_centre = papers_of(po_number, cost_centre)
        record(events.BookingPapersSet(booking.ref, booking.po_number, booking.cost_centre), by=by)
    return booking


def settlement(booking: Booking, side: Side) -> Settlement:
    """What cancelling now would cost that side, and what goes back."""
    if booking.state is not BookingState.CONFIRMED:
        return cancellation.unpaid(booking.price.currency)
    return cancellation.settle(agreed(booking), side, clock.now())


def prices_of(booking: Booking) -> Sequence[Money]:
    """What each of its days costs, earliest first; of a call, all of it."""
    booked = calendar.booked_shifts(booking.ref)
    if booking.is_call or not booked:
        return [booking.price if booking.is_call else booking.rate] * booking.days
    return [quoting.price_of(booking, one) for one in booked]


def agreed(booking: Booking) -> Agreed:
    """What a cancellation of this booking is settled by."""
    return Agreed(
        CancellationPolicy(booking.policy),
        prices_of(booking),
        booking.fee,
        booking.starts_at,
        booking.timezone,
        call=booking.is_call,
    )


def cancel(ref: Ref, *, by: Actor, reason: str = "") -> Booking:
    """Call the booking off before it begins. The money follows from the fact. An expert gives a reason."""
    with atomic():
        booking = _locked(ref, by)
        permit(policy.may_cancel(by, booking))
        side = policy.side_of(by, booking) or Side.CUSTOMER
        booking.reason = reason_of(reason, needed=side is Side.EXPERT)
        figures = settlement(booking, side)
        booking.cancelled_by, booking.owed = side, figures.owed.amount
        _end(booking, "cancel")
        record(_cancelled(booking, figures), by=by)
    return booking


def give_up(booking: Booking) -> None:
    """The expert gives up the rest of its days: it stands in their figures like a booking that they called off. Called by covers,
    in their transaction, with the row locked."""
    booking.given_up_at = clock.now()


def fail(booking: Booking, reason: str, *, by: Actor) -> None:
    """The expert comes on none of its days: everything goes back, as when they cancel. Called with the row locked."""
    figures = settlement(booking, Side.EXPERT)
    booking.reason, booking.cancelled_by, booking.owed = reason, Side.EXPERT, figures.owed.amount
    _end(booking, "cancel")
    record(_cancelled(booking, figures), by=by)


def call_off(booking: Booking, *, by: Actor) -> None:
    """The customer's own approver said no to what is not paid yet. Called by approvals, in its transaction, with the row locked."""
    if booking.state is BookingState.REQUESTED:
        _end(booking, "withdraw")
        record(events.BookingWithdrawn(booking.ref, booking.expert.ref), by=by)
        return
    if booking.state is not BookingState.ACCEPTED:
        raise WrongState(f"This booking {LIFECYCLE.said[booking.state]}, so that is no longer possible.")
    figures = cancellation.unpaid(booking.price.currency)
    booking.cancelled_by, booking.owed = Side.CUSTOMER, figures.owed.amount
    _end(booking, "cancel")
    record(_cancelled(booking, figures), by=by)


def confirm(booking: Booking) -> None:
    """The customer has paid. Called by payments, in its transaction, with the row locked."""
    booking.become("confirm")
    booking.confirmed_at = clock.now()
    shifts.book(booking.ref)
    record(events.BookingConfirmed(booking.ref, booking.expert.ref), by=SYSTEM)


def amend(booking: Booking, rate: Money, kept: Sequence[Shift]) -> None:
    """Other days or another rate from now on: both sides agreed, or days on which the expert did not come are given back.

    Called by amendments and absences, in their transaction, with the row locked.

    `kept` are the days it has from now on, earliest first.
    """
    booking.become("amend")
    booking.price, booking.fee = quoting.amended(booking, rate, len(kept), quoting.own_prices(booking, kept))
    booking.rate, booking.days = rate, len(kept)
    booking.starts_at, booking.ends_at = kept[0].starts_at, kept[-1].ends_at


def amend_call(booking: Booking, rate: Money, call: Call) -> None:
    """The call is at another time from now on, of another length, or at another rate: both sides agreed. Called by amendments."""
    booking.become("amend")
    booking.price, booking.fee = quoting.with_fee(booking, calls.price_of(rate, call.minutes))
    booking.rate, booking.call_minutes = rate, call.minutes
    booking.starts_at, booking.ends_at = call.starts_at, call.ends_at


def settle_days(booking: Booking, days: int, price: Money, fee: Money, shifts: Iterable[Shift] = ()) -> None:
    """So many days are decided for good, by approval or with a dispute, and came to that; `shifts` are those days where the
    booking goes on. Called in the transaction of whoever decides, with the row locked."""
    for one in shifts:
        one.settled = True
    booking.settled_days += days
    booking.settled_price += price.amount
    booking.settled_fee += fee.amount


def complete(booking: Booking, *, by: Actor) -> None:
    """All its days are decided. Called in the transaction of whoever decides about the last ones, with the row locked."""
    booking.become("complete")
    booking.ended_at = clock.now()
    record(events.BookingCompleted(booking.ref, booking.expert.ref), by=by)


def expire_unanswered() -> None:
    """Close requests whose time to be answered has run out."""
    for ref in queries.unanswered(clock.now()):
        _time_out(ref, "expire", events.BookingExpired)


def lapse_unpaid() -> None:
    """Give back the days of accepted bookings that nobody paid in time."""
    for ref in queries.unpaid(clock.now()):
        _time_out(ref, "lapse", events.BookingLapsed)


def _time_out(ref: Ref, verb: str, fact: type[events.BookingExpired | events.BookingLapsed]) -> None:
    with atomic():
        booking = locked(Booking, ref)
        if not LIFECYCLE.allows(booking.state, verb):
            return
        _end(booking, verb)
        record(fact(booking.ref, booking.expert.ref), by=SYSTEM)


def _end(booking: Booking, verb: str) -> None:
    booking.become(verb)
    booking.ended_at = clock.now()
    shifts.release(booking.ref)


def _locked(ref: Ref, by: Actor) -> Booking:
    return locked(Booking, queries.visible(ref, by).ref)


def _organization(ref: Ref, by: Actor) -> Organization:
    found = organizations.organization(ref)
    if found is None or not by.is_member(found.id):
        raise NotFound("We could not find that organization.")
    return found


def _otherwise(expert: Expert, at_once: bool) -> str:
    if at_once:
        return f"{expert.name} has just begun to book at once: no answer is needed, and you pay right away. Look again, and go on."
    return f"{expert.name} is asked first by now. Look at it again, and ask if it suits you."


def _cancelled(booking: Booking, figures: Settlement) -> events.BookingCancelled:
    return events.BookingCancelled(
        booking.ref,
        expert=booking.expert.ref,
        side=str(booking.cancelled_by),
        reason=booking.reason,
        owed=figures.owed.amount,
        refund_price=figures.refund_price.amount,
        refund_fee=figures.refund_fee.amount,
        currency=figures.owed.currency,
    )
