"""`booking.json` of a booking's archive: what was agreed, and everything that happened. Its keys are documented in docs/exports.md.

Moments are ISO 8601 in UTC, days are ISO dates, amounts are decimal figures of `currency` as text, what is not there is null.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from marketplace.absences import queries as absences
from marketplace.absences.models import Absence
from marketplace.agreements import queries as agreements
from marketplace.agreements.models import Agreement
from marketplace.amendments import queries as amendments
from marketplace.amendments.hours import NewHours
from marketplace.amendments.models import Amendment
from marketplace.bookings import checklist
from marketplace.bookings.checklist import Line
from marketplace.bookings.models import Booking, BookingState
from marketplace.bookings.sides import reads_for
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import Shift
from marketplace.conversations.showing import shown
from marketplace.covers import queries as covers
from marketplace.covers.models import Cover
from marketplace.kit import clock
from marketplace.kit.money import Money
from marketplace.timesheets import pricing
from marketplace.web.booking_history import Moment, history
from marketplace.web.security import actor

FORMAT = "mavenry-booking/1"
Fields = dict[str, Any]
Words = Callable[[str], str]


def record(booking: Booking) -> Fields:
    """As far as the reader may see it by now: before the payment without what leads past us."""
    side = reads_for(actor(), booking)

    def words(text: str) -> str:
        return shown(text, booking)

    price = pricing.of_days(booking)
    return {
        "format": FORMAT,
        "made_at": _at(clock.now()),
        "read_as": str(side or "vendor"),
        "booking": _booking(booking, words),
        "days": [
            {
                "on": one.on.isoformat(),
                "starts_at": _at(one.starts_at),
                "ends_at": _at(one.ends_at),
                "price": _amount(price(one)),
            }
            for one in _days(booking)
        ],
        "checklist": [_line(one) for one in checklist.lines(booking)],
        "terms": _terms(booking),
        "money": _money(booking),
        "agreements": [_agreement(one) for one in reversed(agreements.of_booking(booking.id))],
        "changes": [_change(one, words) for one in amendments.of_booking(booking.id)],
        "backups": [
            _backup(one, words, own=side is not None) for one in reversed(covers.of_booking(booking.id))
        ],
        "absences": [_absence(one, words) for one in absences.of_booking(booking.id)],
        "history": [_moment(one, words, own=side is not None) for one in reversed(history(booking))],
    }


def _days(booking: Booking) -> Sequence[Shift]:
    """What was given back while the booking went on is none of them, nor what is only held for a change that is not paid."""
    if booking.state is BookingState.CONFIRMED:
        return calendar.booked_shifts(booking.ref)
    return [one for one in calendar.shifts_of(booking.ref) if not one.given_up]


def _booking(one: Booking, words: Words) -> Fields:
    certificate = one.certificate
    return {
        "ref": one.ref,
        "state": str(one.state),
        "customer": one.organization.name,
        "expert": one.expert.name,
        "vendor": one.vendor.name,
        "skill": certificate.skill.name,
        "level": certificate.named_level.label,
        "certificate": certificate.ref,
        "release": one.release.version if one.release else None,
        "asked_by": one.booker.shown_name,
        "asked_for": words(one.message) or None,
        "blueprint": one.blueprint.title if one.blueprint else None,
        "blueprint_version": one.blueprint_version,
        "deliverables": one.deliverables,
        "starts_at": _at(one.starts_at),
        "ends_at": _at(one.ends_at),
        "timezone": one.timezone,
        "call_minutes": one.call_minutes,
        "po_number": one.po_number or None,
        "cost_centre": one.cost_centre or None,
        "asked_at": _at(one.created_at),
        "confirmed_at": _at(one.confirmed_at),
        "ended_at": _at(one.ended_at),
        "cancelled_by": str(one.cancelled_by) if one.cancelled_by else None,
        "reason": words(one.reason) or None,
        "disputed_at": _at(one.disputed_at),
    }


def _terms(one: Booking) -> Fields:
    return {
        "cancellation": one.policy,
        "fee_basis_points": one.fee_basis_points,
        "approval_business_days": one.approval_business_days,
        "release_business_days": one.release_business_days,
        "review_days": one.review_days,
        "no_show_minutes": one.no_show_minutes,
        "expenses_percent": one.expenses_percent,
    }


def _money(one: Booking) -> Fields:
    return {
        "currency": one.price.currency,
        "rate": _amount(one.rate),
        "price": _amount(one.price),
        "fee": _amount(one.fee),
        "total": _amount(one.total),
        "decided_days": one.settled_days,
        "decided_price": _amount(Money(one.settled_price, one.price.currency)),
        "decided_fee": _amount(Money(one.settled_fee, one.price.currency)),
        "owed_after_cancelling": None if one.owed is None else _amount(one.owed_price),
    }


def _agreement(one: Agreement) -> Fields:
    return {
        "number": one.number,
        "text_sha256": one.text_hash,
        "accepted": [
            {
                "side": str(each.side),
                "name": each.name,
                "at": _at(each.accepted_at),
                "consent": str(each.consent),
            }
            for each in one.acceptances
        ],
    }


def _change(one: Amendment, words: Words) -> Fields:
    return {
        "ref": one.ref,
        "state": str(one.state),
        "proposed_by": str(one.side),
        "message": words(one.message) or None,
        "answer": words(one.answer) or None,
        "days_before": one.days_before,
        "days_after": one.days_after,
        "hours": [_hours(each) for each in one.other_hours],
        "call_at_before": _at(one.call_at_before),
        "call_at_after": _at(one.call_at),
        "call_minutes_before": one.call_minutes_before,
        "call_minutes_after": one.call_minutes,
        "rate_before": _amount(one.rate_before),
        "rate_after": _amount(one.rate),
        "price_before": _amount(one.price_before),
        "price_after": _amount(one.price),
        "fee_before": _amount(one.fee_before),
        "fee_after": _amount(one.fee),
        "proposed_at": _at(one.created_at),
        "ended_at": _at(one.ended_at),
    }


def _hours(one: NewHours) -> Fields:
    return {
        "on": one.on.isoformat(),
        "starts_before": _at(one.starts_before),
        "ends_before": _at(one.ends_before),
        "price_before": _amount(one.cost_before),
        "starts_after": _at(one.starts_at),
        "ends_after": _at(one.ends_at),
        "price_after": _amount(one.cost),
    }


def _line(one: Line) -> Fields:
    return {
        "number": one.number,
        "words": one.words,
        "ticked_by": one.tick.ticked_by.shown_name if one.tick else None,
        "ticked_at": _at(one.tick.ticked_at) if one.tick else None,
    }


def _backup(one: Cover, words: Words, *, own: bool) -> Fields:
    """The note was written by one expert for the other, and is read by both sides."""
    return {
        "ref": one.ref,
        "state": str(one.state),
        "expert": one.expert.name,
        "named_by": one.named_by.shown_name,
        "note": (words(one.note) or None) if own else None,
        "asked_at": _at(one.created_at),
        "ended_at": _at(one.ended_at),
        "led_to": one.called.ref if one.called else None,
    }


def _absence(one: Absence, words: Words) -> Fields:
    return {
        "ref": one.ref,
        "state": str(one.state),
        "said_by": str(one.side),
        "on": one.shift.on.isoformat(),
        "words": words(one.words),
        "answer": words(one.answer) or None,
        "said_at": _at(one.created_at),
        "ended_at": _at(one.ended_at),
    }


def _moment(one: Moment, words: Words, *, own: bool) -> Fields:
    """Reasons were written by one of the two for the other."""
    return {
        "at": _at(one.at),
        "kind": one.kind,
        "by": one.by,
        "text": one.text,
        "reason": (words(one.reason) or None) if own else None,
    }


def _at(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _amount(money: Money) -> str:
    return str(money.decimal())
