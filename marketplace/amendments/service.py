"""Use cases: preview, propose, accept, decline, withdraw, drop; and what the clock does."""

from collections.abc import Sequence
from datetime import date, datetime

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.accounts.models import User
from marketplace.amendments import applying, drafting, events, moving, policy, queries
from marketplace.amendments.drafting import Draft
from marketplace.amendments.errors import AlreadyOpen
from marketplace.amendments.hours import Wish
from marketplace.amendments.models import LIFECYCLE, Amendment, AmendmentState
from marketplace.bookings import queries as bookings
from marketplace.bookings.errors import PriceChanged, TooLate
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.policy import side_of
from marketplace.bookings.wording import reason_of
from marketplace.calendar import reshaping, shifts
from marketplace.calendar.slots import Call
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money


def preview(
    booking_ref: Ref, wanted: Sequence[date] | Call, rate: Money, *, hours: Wish | None = None, by: Actor
) -> Draft:
    """What the change would cost or give back, before anybody is asked. Raises what `propose` would raise."""
    booking = bookings.visible(booking_ref, by)
    _may_propose(booking, by)
    return _drafted(booking, wanted, rate, hours)


def propose(
    booking_ref: Ref,
    wanted: Sequence[date] | Call,
    rate: Money,
    message: str,
    *,
    hours: Wish | None = None,
    shown: int | None = None,
    by: Actor,
) -> Amendment:
    """Ask the other side for other days, other hours on some of them, another time or length of the call, or another rate.

    `shown` is the new total, in minor units, that was read before.
    """
    with atomic() as session:
        booking = locked(Booking, bookings.visible(booking_ref, by).ref)
        _may_propose(booking, by)
        made = _drafted(booking, wanted, rate, hours)
        if shown not in (None, made.total.amount):
            raise PriceChanged(
                "The figures have changed since you saw them. Look at the new ones, and ask again if they suit you."
            )
        amendment = _row(made, message, by)
        session.add(amendment)
        session.flush()
        record(_proposed(amendment), by=by)
    return amendment


def accept(ref: Ref, *, by: Actor) -> Amendment:
    """Agree. What costs nothing more holds at once; otherwise the new days are held until the difference is paid.

    Raises `DatesTaken`, `BegunAlready`, `NotCertified`, `TooLate` when it cannot be had any more.
    """
    with atomic():
        amendment, booking = _locked(ref, by)
        permit(policy.may_answer(by, amendment))
        LIFECYCLE.after(amendment.state, "accept")
        shifts.lock_calendar(booking.expert_id)
        made = _as_of_now(amendment, booking)
        # Days given up at once may be worked by somebody else from now on, so they go first.
        if not amendment.costs_more:
            shifts.release_days(booking.ref, made.removed)
        if made.added:
            shifts.hold_more(booking.expert, booking.ref, made.added, leaving=made.removed)
        if amendment.costs_more:
            reshaping.hold(booking.expert, booking.ref, applying.changes(amendment, booking))
            _await_payment(amendment, booking, drafting.pay_by(made), by)
        else:
            applying.apply(amendment, booking, by=by)
    return amendment


def decline(ref: Ref, reason: str, *, by: Actor) -> Amendment:
    """Say no; the booking stays as it is. The reason may be left out."""
    with atomic():
        amendment, booking = _locked(ref, by)
        permit(policy.may_answer(by, amendment))
        amendment.answer = reason_of(reason, needed=False)
        amendment.become("decline")
        side = str(side_of(by, booking))
        record(events.AmendmentDeclined(amendment.ref, booking.ref, side, amendment.answer), by=by)
    return amendment


def withdraw(ref: Ref, *, by: Actor) -> Amendment:
    """Take the proposal back before it is answered."""
    with atomic():
        amendment, booking = _locked(ref, by)
        permit(policy.may_withdraw(by, amendment))
        amendment.become("withdraw")
        record(events.AmendmentWithdrawn(amendment.ref, booking.ref), by=by)
    return amendment


def drop(ref: Ref, *, by: Actor) -> Amendment:
    """Give up what was agreed on and is not paid; the booking stays as it is."""
    with atomic():
        amendment, booking = _locked(ref, by)
        permit(policy.may_drop(by, amendment))
        amendment.become("drop")
        shifts.release_held(booking.ref)
        side = str(side_of(by, booking))
        record(events.AmendmentDropped(amendment.ref, booking.ref, booking.expert.ref, side), by=by)
    return amendment


def shorten(
    booking: Booking, kept: Sequence[date], message: str, agreed_by: User, agreed_at: datetime, *, by: Actor
) -> Amendment:
    """The expert gives up the other days, as `agreed_by` has agreed to beforehand; it holds at once. With the booking's row locked.

    Raises `AlreadyOpen`, and what `propose` raises.
    """
    _may_propose(booking, by)
    amendment = _row(drafting.draft(booking, kept, booking.rate), message, by)
    amendment.side, amendment.proposed_by_id, amendment.created_at = Side.CUSTOMER, agreed_by.id, agreed_at
    db.session.add(amendment)
    db.session.flush()
    applying.apply(amendment, booking, by=by)
    return amendment


def refuse_while_unpaid(booking: Booking) -> None:
    """Called by timesheets: hours are neither handed in nor approved while days and rate may still change. Raises `Conflict`."""
    one = queries.open_on(booking.id)
    if one is not None and one.state is AmendmentState.ACCEPTED:
        raise Conflict(
            "A change of this booking still waits for its payment. Try again once it is paid, or given up."
        )


def remind() -> None:
    """Tell whoever has to answer that half of the time has passed, and again towards its end."""
    for ref, passed in queries.to_remind(clock.now()):
        with atomic():
            amendment, booking = _locked(ref, SYSTEM)
            if amendment.state is AmendmentState.PROPOSED and amendment.reminders < passed:
                amendment.reminders = passed
                record(events.AmendmentReminded(amendment.ref, booking.ref, passed), by=SYSTEM)


def expire_unanswered() -> None:
    """Close proposals whose time to be answered has run out."""
    for ref in queries.unanswered(clock.now()):
        with atomic():
            amendment, booking = _locked(ref, SYSTEM)
            if LIFECYCLE.allows(amendment.state, "expire"):
                amendment.become("expire")
                record(events.AmendmentExpired(amendment.ref, booking.ref), by=SYSTEM)


def lapse_unpaid() -> None:
    """Give back the days held for changes whose difference nobody paid in time."""
    for ref in queries.unpaid(clock.now()):
        with atomic():
            amendment, booking = _locked(ref, SYSTEM)
            if LIFECYCLE.allows(amendment.state, "lapse"):
                amendment.become("lapse")
                shifts.release_held(booking.ref)
                record(events.AmendmentLapsed(amendment.ref, booking.ref, booking.expert.ref), by=SYSTEM)


def _may_propose(booking: Booking, by: Actor) -> None:
    permit(policy.may_propose(by, booking))
    if queries.open_on(booking.id) is not None:
        raise AlreadyOpen


def _drafted(booking: Booking, wanted: Sequence[date] | Call, rate: Money, hours: Wish | None) -> Draft:
    moving.refuse_kind(booking, wanted)
    if isinstance(wanted, Call):
        return moving.draft(booking, wanted, rate)
    return drafting.draft(booking, wanted, rate, hours)


def _locked(ref: Ref, by: Actor) -> tuple[Amendment, Booking]:
    """The change, its booking locked first."""
    booking = locked(Booking, queries.visible(ref, by).booking.ref)
    return locked(Amendment, ref), booking


def _row(made: Draft, message: str, by: Actor) -> Amendment:
    booking = made.booking
    return Amendment(
        booking=booking,
        open_for=booking.id,
        side=side_of(by, booking) or Side.CUSTOMER,
        proposed_by_id=by.user_id,
        message=reason_of(message, needed=False),
        hours=[one.written() for one in made.hours],
        call_at=made.call.starts_at if made.call else None,
        call_minutes=made.call.minutes if made.call else None,
        call_at_before=made.call_before.starts_at if made.call_before else None,
        call_minutes_before=made.call_before.minutes if made.call_before else None,
        days_before=[day.isoformat() for day in made.before],
        days_after=[day.isoformat() for day in made.after],
        rate_before=booking.rate,
        price_before=booking.price,
        fee_before=booking.fee,
        rate=made.rate,
        price=made.price,
        fee=made.fee,
        respond_by=drafting.respond_by(made),
    )


def _as_of_now(amendment: Amendment, booking: Booking) -> Draft:
    """Everything is looked at again: time has passed since it was proposed."""
    if amendment.respond_by <= clock.now():
        raise TooLate("The time to answer this has run out. The booking stays as it is.")
    if amendment.call:
        made = moving.draft(booking, amendment.call, amendment.rate)
    else:
        made = drafting.again(booking, amendment.after, amendment.rate, amendment.other_hours)
    if (made.price, made.fee) != (amendment.price, amendment.fee):
        raise PriceChanged(
            "Hours were approved since this was proposed, so the figures are others by now. Please propose it anew."
        )
    return made


def _await_payment(amendment: Amendment, booking: Booking, pay_by: datetime, by: Actor) -> None:
    amendment.become("accept")
    amendment.pay_by = pay_by
    record(
        events.AmendmentAccepted(
            amendment.ref,
            booking.ref,
            booking.expert.ref,
            amendment.change.amount,
            amendment.change.currency,
            pay_by.isoformat(),
        ),
        by=by,
    )


def _proposed(amendment: Amendment) -> events.AmendmentProposed:
    return events.AmendmentProposed(
        amendment.ref,
        booking=amendment.booking.ref,
        expert=amendment.booking.expert.ref,
        side=str(amendment.side),
        change=amendment.change.amount,
        currency=amendment.change.currency,
        respond_by=amendment.respond_by.isoformat(),
    )
