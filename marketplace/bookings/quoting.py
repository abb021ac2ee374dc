"""What days with an expert cost, and until when each side has to act. The vendor's terms, applied."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from marketplace.bookings import queries
from marketplace.bookings.cancellation import Agreed
from marketplace.bookings.errors import NotCertified, TooLate
from marketplace.bookings.models import Booking
from marketplace.calendar import limits
from marketplace.calendar import queries as calendar
from marketplace.calendar.errors import DatesTaken
from marketplace.calendar.models import Shift
from marketplace.calendar.rules import rules
from marketplace.calendar.shifts import bounds
from marketplace.calendar.slots import Call
from marketplace.certification.models import Certificate
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid
from marketplace.kit.money import Money, total
from marketplace.kit.period import Days
from marketplace.organizations.models import Vendor
from marketplace.registry.models import Expert

MOST_DAYS = 60
PAID_BEFORE_START = timedelta(hours=24)
"""A hold ends at least this long before the first day."""
CALL_PAID_BEFORE = timedelta(hours=1)
"""Before a call only that long: most calls would be over before they could be accepted."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The same figures for both sides; frozen on the booking when it is requested."""

    days: tuple[date, ...]
    rate: Money
    """Of a day; of a call, of an hour."""
    price: Money
    fee: Money
    fee_basis_points: int
    total: Money
    at_once: bool = False
    """Nobody is asked: the days are held at once."""
    call: Call | None = None
    """One call on the only day, instead of the day."""


def offer(expert: Expert, certificate: Certificate, days: Sequence[date], organization_id: int) -> Quote:
    """Checked as of now. Raises `Invalid`, `DatesTaken`, `NotCertified`, `TooLate`, `WeekFull`."""
    vendor = certificate.skill.product.vendor
    chosen = sorted_days(days, expert, vendor)
    check_certificate(certificate, chosen[0], chosen[-1])
    check_free(expert, chosen)
    check_notice(start_of(chosen[0], expert), expert, vendor)
    return price(expert, vendor, chosen, organization_id)


def price(
    expert: Expert, vendor: Vendor, days: Sequence[date], organization_id: int, rate: Money | None = None
) -> Quote:
    """Rate times days, and the vendor's fee on it: the smaller one for a pair that has worked together.

    `rate` is the expert's own unless the two are about to agree on another.
    """
    rate = rate or expert.day_rate
    if not rate:
        raise Conflict(f"{expert.name} has not set a day rate yet, so there is no price to show.")
    return charged(expert, vendor, days, rate, rate * len(days), organization_id)


def charged(
    expert: Expert, vendor: Vendor, days: Sequence[date], rate: Money, cost: Money, organization_id: int
) -> Quote:
    """What the expert gets, with the fee on it."""
    repeat = queries.worked_together(organization_id, expert.id)
    points = vendor.repeat_fee_basis_points if repeat else vendor.fee_basis_points
    fee = cost.share(points)
    return Quote(tuple(days), rate, cost, fee, points, cost + fee, rules(expert.id).at_once)


def amended(booking: Booking, rate: Money, days: int, own: Sequence[Money] = ()) -> tuple[Money, Money]:
    """Price and fee of a booking that has `days` from now on, at that rate; of those not settled, some at prices of their `own`.

    What is settled keeps its own.
    """
    still_open = total(own, rate.currency) + rate * (days - booking.settled_days - len(own))
    return with_fee(booking, still_open)


def own_prices(booking: Booking, shifts: Iterable[Shift]) -> list[Money]:
    """Of the days whose hours were changed and are not approved yet."""
    currency = booking.price.currency
    return [Money(one.worth, currency) for one in shifts if one.worth is not None and not one.settled]


def price_of(booking: Booking, shift: Shift) -> Money:
    """What a booked day costs; of a call, all of it."""
    if booking.is_call:
        return booking.price
    return booking.rate if shift.worth is None else Money(shift.worth, booking.rate.currency)


def with_fee(booking: Booking, still_open: Money) -> tuple[Money, Money]:
    """Price and fee, were that what is not settled yet."""
    currency = still_open.currency
    price = still_open + Money(booking.settled_price, currency)
    fee = still_open.share(booking.fee_basis_points) + Money(booking.settled_fee, currency)
    return price, fee


def agreed(offer: Quote, expert: Expert, vendor: Vendor) -> Agreed:
    """What a cancellation would be settled by, were these days booked."""
    if offer.call:
        starts_at = offer.call.starts_at
        return Agreed(vendor.cancellation, [offer.price], offer.fee, starts_at, expert.timezone, call=True)
    starts_at = start_of(offer.days[0], expert)
    prices = [offer.rate] * len(offer.days)
    return Agreed(vendor.cancellation, prices, offer.fee, starts_at, expert.timezone)


def sorted_days(days: Sequence[date], expert: Expert, vendor: Vendor) -> list[date]:
    """In order, each once. Raises `Invalid` when there are none, too many, or one lies out of reach."""
    chosen = sorted(set(days))
    if not chosen:
        raise Invalid("Choose at least one day.", {"days": "Choose at least one day."})
    if len(chosen) > MOST_DAYS:
        raise Invalid(
            f"One booking has at most {MOST_DAYS} days.", {"days": f"Choose at most {MOST_DAYS} days."}
        )
    if chosen[0] < clock.today(expert.timezone):
        raise Invalid("Some of these days have passed.", {"days": "Choose days that are still to come."})
    if chosen[-1] > last_bookable(expert, vendor):
        sentence = too_far(expert, vendor)
        raise Invalid(sentence, {"days": sentence})
    return chosen


def check_free(expert: Expert, days: Sequence[date], leaving: Collection[date] = ()) -> None:
    """Raises `DatesTaken` naming the days that are not free, `WeekFull`. `leaving` are days given up for them."""
    if gone := taken(expert, days, leaving):
        raise DatesTaken(gone)
    limits.check(expert.id, days, leaving=leaving)


def taken(expert: Expert, days: Sequence[date], leaving: Collection[date] = ()) -> list[date]:
    """Those of the days, given in order, that are not free."""
    free = set(calendar.free_days(expert.id, Days(days[0], days[-1]), leaving=leaving))
    return [day for day in days if day not in free]


def start_of(day: date, expert: Expert) -> datetime:
    """When work begins on a working day."""
    return bounds(day, calendar.hours_on(expert.id, day), expert.timezone)[0]


def alternatives(expert: Expert, vendor: Vendor, days: Sequence[date]) -> list[date]:
    """As many free days, from the first of those asked for on; fewer when there are not so many."""
    reach = Days(max(days[0], first_bookable(expert, vendor)), last_bookable(expert, vendor))
    return limits.fitting(expert.id, calendar.free_days(expert.id, reach))[: len(days)]


def first_bookable(expert: Expert, vendor: Vendor) -> date:
    """The first day that begins late enough, if it is worked at all."""
    earliest = earliest_start(expert, vendor)
    day = earliest.astimezone(ZoneInfo(expert.timezone)).date()
    worked = calendar.hours_on(expert.id, day)
    return day + timedelta(days=1) if worked and start_of(day, expert) < earliest else day


def last_bookable(expert: Expert, vendor: Vendor) -> date:
    return clock.today(expert.timezone) + timedelta(days=horizon_days(expert, vendor))


def horizon_days(expert: Expert, vendor: Vendor) -> int:
    """The vendor's, or the expert's own where that is nearer."""
    own = rules(expert.id).horizon_days
    return vendor.horizon_days if own is None else min(own, vendor.horizon_days)


def too_far(expert: Expert, vendor: Vendor) -> str:
    """Whose horizon it is, in a sentence."""
    most = horizon_days(expert, vendor)
    whose = expert.name if most < vendor.horizon_days else vendor.name
    return f"{whose} takes bookings up to {most} days ahead."


def check_notice(
    starts_at: datetime,
    expert: Expert,
    vendor: Vendor,
    begins: str = "the first day begins. Choose later days",
) -> None:
    if starts_at < earliest_start(expert, vendor):
        own = notice_hours(expert, vendor)
        wants = f"{expert.name} wants" if own > vendor.notice_hours else f"{vendor.name} asks for"
        raise TooLate(f"{wants} at least {own} hours of notice before {begins}.")


def notice_hours(expert: Expert, vendor: Vendor) -> int:
    """The vendor's, or the expert's own where that is longer."""
    return max(rules(expert.id).notice_hours or 0, vendor.notice_hours)


def earliest_start(expert: Expert, vendor: Vendor) -> datetime:
    return clock.now() + timedelta(hours=notice_hours(expert, vendor))


def check_certificate(certificate: Certificate, first: date, last: date) -> None:
    if not (certificate.live_on(first) and certificate.live_on(last)):
        raise NotCertified(f"The certificate for {certificate.skill.name} does not cover all of these days.")


def respond_by(starts_at: datetime, vendor: Vendor) -> datetime:
    return min(clock.now() + timedelta(hours=vendor.answer_hours), starts_at)


def check_payable(starts_at: datetime) -> None:
    """Whether accepted days that begin then could still be paid for. Raises `TooLate`."""
    if starts_at - PAID_BEFORE_START <= clock.now():
        raise TooLate(
            "Choose days that begin more than a day from now, so that there is time to pay for them."
        )


def hold_until(booking: Booking) -> datetime:
    """Raises `TooLate` when there would be no time left to pay."""
    if booking.hold_minutes is not None:
        return min(clock.now() + timedelta(minutes=booking.hold_minutes), booking.starts_at)
    latest = booking.starts_at - (CALL_PAID_BEFORE if booking.is_call else PAID_BEFORE_START)
    if latest <= clock.now():
        left, later = ("an hour", "a later time") if booking.is_call else ("a day", "later days")
        raise TooLate(
            f"There is less than {left} left before the start, too little for the customer to pay. "
            f"Please decline, and suggest {later}."
        )
    return min(clock.now() + timedelta(hours=booking.hold_hours), latest)
