"""Use cases: say, agree, object, withdraw, give up the rest; and what the clock does."""

from datetime import date, timedelta

from marketplace.absences import events, policy, queries, settling
from marketplace.absences.models import Absence, AbsenceState
from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.sides import speaks_for
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import Shift
from marketplace.covers import calling
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.kit.typed import Typed
from marketplace.payments import service as payments

ANSWERED_WITHIN = timedelta(hours=24)
LONGEST = 1_000


def say(booking_ref: Ref, shift_ref: Ref, words: str, *, onward: bool = False, by: Actor) -> Absence:
    """The other side did not come on that day. `onward`, of an expert: nor will they on the booked days after it."""
    with atomic() as session:
        booking = locked(Booking, bookings.visible(booking_ref, by).ref)
        permit(policy.may_say(by, booking))
        side = speaks_for(by, booking) or Side.CUSTOMER
        shift = _day(booking, shift_ref)
        absence = Absence(
            booking=booking,
            shift=shift,
            open_for=booking.id,
            side=side,
            onward=onward and side is Side.CUSTOMER,
            said_by_id=by.user_id,
            words=_words("words", words, "Say what happened, in a sentence."),
            answer_by=clock.now() + ANSWERED_WITHIN,
        )
        session.add(absence)
        session.flush()
        until, on = absence.answer_by.isoformat(), shift.on.isoformat()
        record(events.AbsenceSaid(absence.ref, booking.ref, str(absence.absent), on, until), by=by)
    return absence


def agree(ref: Ref, *, by: Actor) -> Absence:
    """It was so."""
    with atomic():
        absence = _locked(ref, by)
        permit(policy.may_answer(by, absence))
        if absence.open and settling.decided_otherwise(absence):
            raise Conflict("The booking has been decided otherwise meanwhile.")
        _settle(absence, "agree", by)
    return absence


def object_(ref: Ref, words: str, *, by: Actor) -> Absence:
    """It was not so; nothing is decided by this, and both can open a dispute."""
    with atomic():
        absence = _locked(ref, by)
        permit(policy.may_answer(by, absence))
        absence.become("object")
        absence.answer = _words("words", words, "Say how it was.")
        record(events.AbsenceContradicted(absence.ref, absence.booking.ref, absence.answer), by=by)
    return absence


def withdraw(ref: Ref, *, by: Actor) -> Absence:
    with atomic():
        absence = _locked(ref, by)
        permit(policy.may_withdraw(by, absence))
        absence.become("withdraw")
        record(events.AbsenceWithdrawn(absence.ref, absence.booking.ref), by=by)
    return absence


def give_up_rest(ref: Ref, *, by: Actor) -> Absence:
    """The expert did not come once: the customer gives up all days still to come, and everything for them goes back."""
    with atomic():
        absence = _locked(ref, by)
        booking = absence.booking
        permit(policy.may_give_up(by, absence))
        days = settling.ahead(booking)
        if not days:
            raise Conflict("No day of this booking is still to come.")
        price, fee = settling.give_back(booking, days, by=by)
        absence.rest_given_up_at = clock.now()
        record(
            events.RestGivenUp(
                absence.ref,
                booking.ref,
                booking.expert.ref,
                price.amount,
                fee.amount,
                price.currency,
                [day.isoformat() for day in days],
            ),
            by=by,
        )
    return absence


def settle_due() -> None:
    """24 hours without a word: what was said counts, unless hours say otherwise or something else has decided."""
    for ref in queries.due(clock.now()):
        with atomic():
            absence = _locked(ref, SYSTEM)
            if absence.state is not AbsenceState.SAID:
                continue
            booking = absence.booking
            if settling.decided_otherwise(absence):
                absence.become("void")
                record(events.AbsenceVoided(ref, booking.ref), by=SYSTEM)
            elif settling.claimed(absence):
                absence.become("object")
                said = "Hours were handed in for that day."
                record(events.AbsenceContradicted(ref, booking.ref, said), by=SYSTEM)
            else:
                _settle(absence, "settle", SYSTEM)


def refund(fact: events.AbsenceSettled | events.RestGivenUp, event: Event) -> None:
    """Reaction: what goes back to the customer. Harmless the second time."""
    booking = bookings.visible(fact.booking, SYSTEM)
    price, fee = Money(fact.refund_price, fact.currency), Money(fact.refund_fee, fact.currency)
    payments.give_back(booking, f"absence:{fact.subject}:{event.id}", price, fee)


def call_backup(fact: events.AbsenceSettled | events.RestGivenUp, _: Event) -> None:
    """Reaction: whoever stands by is asked for the days that were still to come and are not worked by the expert any more."""
    booking = bookings.visible(fact.booking, SYSTEM)
    given_back = fact.onward if isinstance(fact, events.AbsenceSettled) else fact.days
    calling.step_in(booking, [date.fromisoformat(day) for day in given_back])


def _settle(absence: Absence, verb: str, by: Actor) -> None:
    booking = absence.booking
    absence.become(verb)
    ahead = settling.ahead(booking)
    price, fee = settling.carry_out(absence, by=by)
    still = settling.ahead(booking)
    record(
        events.AbsenceSettled(
            absence.ref,
            booking=booking.ref,
            expert=booking.expert.ref,
            absent=str(absence.absent),
            refund_price=price.amount,
            refund_fee=fee.amount,
            currency=price.currency,
            onward=[day.isoformat() for day in ahead if day not in still],
        ),
        by=by,
    )


def _day(booking: Booking, shift_ref: Ref) -> Shift:
    shift = next((one for one in calendar.booked_shifts(booking.ref) if one.ref == shift_ref), None)
    if shift is None:
        raise Invalid("Choose one of the booked days.", {"day": "Choose one of the booked days."})
    verdict = policy.is_late(booking, shift)
    if verdict is not True:
        raise Invalid(str(verdict), {"day": str(verdict)})
    known = queries.of_booking(booking.id)
    if any(one.open for one in known):
        raise Conflict("Something said about this booking still waits for a word. One at a time, please.")
    if any(one.shift_id == shift.id and one.state is not AbsenceState.VOID for one in known):
        raise Conflict("Something has been said about this day already.")
    return shift


def _words(field: str, text: str, needed: str) -> str:
    typed = Typed()
    words = typed.text(field, text, LONGEST, needed=needed)
    typed.check()
    return words


def _locked(ref: Ref, by: Actor) -> Absence:
    """The absence, its booking locked first."""
    locked(Booking, queries.visible(ref, by).booking.ref)
    return locked(Absence, ref)
