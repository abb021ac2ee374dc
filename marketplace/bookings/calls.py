"""One call instead of days: an hour's rate by the minute, a time of day, a pause after it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from marketplace.bookings import quoting
from marketplace.bookings.errors import NoCalls
from marketplace.bookings.models import Booking
from marketplace.bookings.quoting import CALL_PAID_BEFORE, Quote
from marketplace.calendar import limits, slots
from marketplace.calendar.errors import SlotTaken
from marketplace.calendar.gaps import MINUTES, QUARTER, on_quarter
from marketplace.calendar.rules import rules
from marketplace.calendar.slots import Call, Slot
from marketplace.certification.models import Certificate
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.money import Money
from marketplace.kit.period import Days
from marketplace.organizations.models import Vendor
from marketplace.registry.models import Expert

AN_HOUR = 60


def price_of(rate: Money, minutes: int) -> Money:
    """Minutes at an hour's rate, rounded half up to a minor unit. The pause is not charged."""
    return rate.part(minutes, AN_HOUR)


def rate_of(expert: Expert) -> Money:
    """Of an hour. Raises `NoCalls`."""
    if not expert.hour_rate:
        raise NoCalls(
            f"{expert.name} has not set a rate for an hour, and so takes no calls. Ask for days instead."
        )
    return expert.hour_rate


def offer(expert: Expert, certificate: Certificate, call: Call, organization_id: int) -> Quote:
    """Checked as of now. Raises `Invalid`, `NoCalls`, `NotCertified`, `SlotTaken`, `TooLate`, `WeekFull`."""
    rate_of(expert)
    check(expert, certificate, call)
    return price(expert, certificate.skill.product.vendor, call, organization_id)


def price(expert: Expert, vendor: Vendor, call: Call, organization_id: int) -> Quote:
    """Without asking whether it can be had. Raises `NoCalls`."""
    rate, on = rate_of(expert), slots.day_of(expert, call.starts_at)
    cost = price_of(rate, call.minutes)
    return replace(quoting.charged(expert, vendor, [on], rate, cost, organization_id), call=call)


def check(expert: Expert, certificate: Certificate, call: Call, *, moved: Booking | None = None) -> date:
    """Whether it can be had: its date on the expert's wall calendar. Raises like `offer`.

    `moved` is a booked call that would go there, and leave its own time: one that only gets another length has had its notice.
    """
    vendor = certificate.skill.product.vendor
    buffer, owner = (moved.buffer_minutes, moved.ref) if moved else (vendor.call_buffer_minutes, None)
    if call.minutes not in MINUTES:
        raise _wrong("call", "A call lasts 30, 45, 60, 90 or 120 minutes.")
    if call.starts_at != on_quarter(call.starts_at):
        raise _wrong("at", "Calls begin on the hour, or a quarter, half or three quarters past it.")
    if call.starts_at <= clock.now():
        raise _wrong("at", "That time has passed. Choose one that is still to come.")
    on = slots.day_of(expert, call.starts_at)
    if on > quoting.last_bookable(expert, vendor):
        raise _wrong("at", quoting.too_far(expert, vendor))
    if moved is None or call.starts_at != moved.starts_at:
        quoting.check_notice(call.starts_at, expert, vendor, "the call begins. Choose a later time")
    quoting.check_certificate(certificate, on, on)
    if not slots.is_free(expert, call, buffer, owner):
        raise SlotTaken([on])
    limits.check(expert.id, [on], besides=owner)
    return on


def free_slots(
    expert: Expert, certificate: Certificate, minutes: int, days: Days, *, moved: Booking | None = None
) -> Iterator[Slot]:
    """Those of these days that could be asked for now, in order; or to which a booked call could be `moved`."""
    vendor = certificate.skill.product.vendor
    buffer, owner = (moved.buffer_minutes, moved.ref) if moved else (vendor.call_buffer_minutes, None)
    within = Days(
        max(days.first, certificate.starts_on, clock.today(expert.timezone)),
        min(days.last, certificate.expires_on, quoting.last_bookable(expert, vendor)),
    )
    if not within or not certificate.live_on(within.first):
        return iter(())
    return slots.free_slots(
        expert,
        within,
        minutes,
        buffer,
        since=_ahead(expert, vendor) + QUARTER,
        besides=owner,
    )


def paid_before(costs: bool) -> timedelta:
    """So long before a call begins that what it costs is paid."""
    return CALL_PAID_BEFORE if costs else timedelta()


def respond_by(starts_at: datetime, expert: Expert, vendor: Vendor) -> datetime:
    """Sooner than about days; and never later than the notice before it."""
    latest = starts_at - max(CALL_PAID_BEFORE, timedelta(hours=quoting.notice_hours(expert, vendor)))
    return min(clock.now() + timedelta(hours=vendor.call_answer_hours), latest)


def _ahead(expert: Expert, vendor: Vendor) -> datetime:
    """Before that, nobody could answer and pay any more; where nobody is asked, only the notice counts."""
    earliest = quoting.earliest_start(expert, vendor)
    return earliest if rules(expert.id).at_once else max(earliest, clock.now() + CALL_PAID_BEFORE)


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: sentence})
