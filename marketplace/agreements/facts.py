"""What a text is filled with: the facts of a booking, or of one that is about to be asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale

from marketplace.bookings.models import Booking
from marketplace.bookings.quoting import Quote, price_of
from marketplace.bookings.wording import length_of
from marketplace.calendar import queries as calendar
from marketplace.calendar.slots import Call
from marketplace.certification.models import Certificate
from marketplace.kit.figures import money_text
from marketplace.kit.money import Money
from marketplace.organizations.models import CancellationPolicy, Organization

ENGLISH = Locale("en")
CANCELLING: Mapping[str, str] = {
    CancellationPolicy.FLEXIBLE: (
        "Cancelled by the customer 24 hours or more before the first day begins, everything is given back. "
        "Later, the first day is owed and the rest is given back."
    ),
    CancellationPolicy.STANDARD: (
        "Cancelled by the customer seven days or more before the first day begins, everything is given back; 48 hours or "
        "more before, half of the price. Later, the first day is owed in full, and half of the other days among the first "
        "seven booked; what comes after them is given back."
    ),
    CancellationPolicy.STRICT: (
        "Cancelled by the customer 14 days or more before the first day begins, everything is given back. Later, half of "
        "the price is given back."
    ),
}
"""The presets of `bookings.cancellation`, in words."""
CANCELLING_CALLS: Mapping[str, str] = {
    CancellationPolicy.FLEXIBLE: (
        "Cancelled by the customer 24 hours or more before the call begins, everything is given back. Later, it is owed in full."
    ),
    CancellationPolicy.STANDARD: (
        "Cancelled by the customer seven days or more before the call begins, everything is given back; 48 hours or more "
        "before, half of the price. Later, it is owed in full."
    ),
    CancellationPolicy.STRICT: (
        "Cancelled by the customer 14 days or more before the call begins, everything is given back. Later, half of the price "
        "is given back."
    ),
}
BOTH_WAYS = (
    "Nobody gets back less for cancelling earlier, and the fee goes back in proportion. "
    "Cancelled by the expert, everything is given back, the fee too."
)
SAMPLE: Mapping[str, str] = {
    "customer": "Nordwind Energy",
    "booker": "Bruno Keller",
    "expert": "Ana Þórsdóttir",
    "vendor": "Ledgerline",
    "skill": "Ledgerline Payroll, Leave",
    "level": "Professional",
    "purpose": "Close the March payroll with us.",
    "days": "Mon 15 March 2027, Tue 16 March 2027, Wed 17 March 2027",
    "count": "3 days",
    "first_day": "Mon 15 March 2027",
    "last_day": "Wed 17 March 2027",
    "timezone": "Europe/Berlin",
    "rate": "€640.00",
    "unit": "a day",
    "price": "€1,920.00",
    "fee": "€192.00",
    "fee_percent": "10 %",
    "total": "€2,112.00",
    "cancellation": f"{CANCELLING[CancellationPolicy.STANDARD]} {BOTH_WAYS}",
    "approval": "5 business days",
    "release": "2 business days",
    "po_number": "PO-20417",
    "cost_centre": "4100",
    "reference": "k3v9m2x7",
}
"""For the preview of a draft."""


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day at other hours than the expert's own, or at another price than the rate."""

    starts_at: datetime
    ends_at: datetime
    cost: Money

    def said(self, zone: str) -> str:
        """`Tue 16 March 2027, 12:00–17:00, €480.00`, on the expert's wall clock."""
        starts, ends = (at.astimezone(ZoneInfo(zone)) for at in (self.starts_at, self.ends_at))
        return f"{_day(starts.date())}, {starts:%H:%M}–{ends:%H:%M}, {money_text(self.cost, ENGLISH)}"


@dataclass(frozen=True, slots=True)
class Deal:
    """Days at a price, some on terms of their own (`others`); or one call, at an hour's rate, in the time zone of the expert."""

    days: Sequence[date]
    rate: Money
    price: Money
    fee: Money
    fee_basis_points: int
    call: Call | None = None
    timezone: str = "UTC"
    others: Mapping[date, OwnDay] = field(default_factory=dict)

    def values(self) -> dict[str, str]:
        return {
            "days": self._when(),
            "count": length_of(len(self.days), self.call.minutes if self.call else None),
            "first_day": _day(self.days[0]),
            "last_day": _day(self.days[-1]),
            "rate": money_text(self.rate, ENGLISH),
            "unit": self._unit(),
            "price": money_text(self.price, ENGLISH),
            "fee": money_text(self.fee, ENGLISH),
            "fee_percent": f"{(Decimal(self.fee_basis_points) / 100).normalize():f} %",
            "total": money_text(self.price + self.fee, ENGLISH),
        }

    def _unit(self) -> str:
        """What the rate is for: of days on terms of their own, and of approved ones that keep an older rate, it is not."""
        if self.call:
            return "an hour"
        apart = ["for each day without a price of its own"] if self.others else []
        at_rate = self.rate * sum(day not in self.others for day in self.days)
        if (
            sum((self.others[day].cost.amount for day in self.days if day in self.others), at_rate.amount)
            != self.price.amount
        ):
            apart.append("for days whose hours were not approved yet")
        return ", ".join(["a day", *apart])

    def _when(self) -> str:
        """One beside the other; where some have terms of their own, with semicolons, as these have commas in them."""
        if self.call:
            return _time(self.call, self.timezone)
        days = [
            self.others[day].said(self.timezone) if day in self.others else _day(day) for day in self.days
        ]
        return ("; " if self.others else ", ").join(days)


def of_booking(booking: Booking, days: Sequence[date]) -> dict[str, str]:
    """Of the booking as it is, with these days."""
    call = Call(booking.starts_at, booking.call_minutes) if booking.call_minutes else None
    deal = Deal(
        days,
        booking.rate,
        booking.price,
        booking.fee,
        booking.fee_basis_points,
        call,
        booking.timezone,
        {} if call else _on_own_terms(booking),
    )
    return (
        deal.values()
        | _people(booking.organization, booking.certificate, booking.booker.shown_name)
        | _terms(
            booking.policy, booking.approval_business_days, booking.release_business_days, booking.is_call
        )
        | {
            "timezone": booking.timezone,
            "purpose": booking.message,
            "reference": booking.ref,
            "po_number": booking.po_number or "none",
            "cost_centre": booking.cost_centre or "none",
        }
    )


def _on_own_terms(booking: Booking) -> dict[date, OwnDay]:
    """The days whose hours or price were changed: each has a worth of its own from then on."""
    changed = (one for one in calendar.shifts_of(booking.ref) if one.worth is not None and not one.given_up)
    return {one.on: OwnDay(one.starts_at, one.ends_at, price_of(booking, one)) for one in changed}


def of_quote(
    offer: Quote, organization: Organization, certificate: Certificate, purpose: str, booker: str
) -> dict[str, str]:
    """Of what would be asked for; what is not written yet is named."""
    vendor = certificate.skill.product.vendor
    zone = certificate.expert.timezone
    deal = Deal(offer.days, offer.rate, offer.price, offer.fee, offer.fee_basis_points, offer.call, zone)
    return (
        deal.values()
        | _people(organization, certificate, booker)
        | _terms(
            vendor.cancellation,
            vendor.approval_business_days,
            vendor.release_business_days,
            offer.call is not None,
        )
        | {
            "timezone": certificate.expert.timezone,
            "purpose": purpose or "(what you write under “What do you need done?”)",
            "reference": "(its number, once there is one)",
            "po_number": "(yours, if you name one)",
            "cost_centre": "(yours, if you name one)",
        }
    )


def _people(organization: Organization, certificate: Certificate, booker: str) -> dict[str, str]:
    return {
        "customer": organization.name,
        "booker": booker,
        "expert": certificate.expert.name,
        "vendor": certificate.skill.product.vendor.name,
        "skill": certificate.skill.name,
        "level": certificate.named_level.label,
    }


def _terms(policy: str, approval: int, release: int, call: bool) -> dict[str, str]:
    return {
        "cancellation": f"{(CANCELLING_CALLS if call else CANCELLING)[policy]} {BOTH_WAYS}",
        "approval": _business_days(approval),
        "release": _business_days(release),
    }


def _business_days(count: int) -> str:
    return "1 business day" if count == 1 else f"{count} business days"


def _time(call: Call, zone: str) -> str:
    """`Tue 16 March 2027, 10:00 to 10:45`, on the expert's wall clock."""
    starts, ends = (at.astimezone(ZoneInfo(zone)) for at in (call.starts_at, call.ends_at))
    return f"{_day(starts.date())}, {starts:%H:%M} to {ends:%H:%M}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%B %Y}"
