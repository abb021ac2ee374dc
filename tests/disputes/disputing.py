"""Disputes of Ana's three days with Nordwind, for stories that begin with one. She submits; Dora or Bruno object."""

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.disputes import deciding, service
from marketplace.disputes.models import Dispute, Topic
from marketplace.disputes.wording import Wish
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payments import queries as payments
from tests.cast import Cast
from tests.conftest import Clock
from tests.payouts.stage import paid
from tests.timesheets.stage import AFTER, submitted

PRICE, FEE = 192_000, 19_200
"""Three days of 640, and a tenth of that."""


def eur(amount: int) -> Money:
    return Money(amount, "EUR")


def at_work(cast: Cast, clock: Clock) -> Booking:
    """Paid, worked, and the hours of all three days submitted."""
    booking = paid(cast)
    clock.to(AFTER)
    submitted(cast, booking)
    return booking


def begin(
    cast: Cast,
    booking: Booking,
    amount: int = 64_000,
    *,
    who: str = "dora",
    topic: Topic = Topic.HOURS,
    text: str = "On Wednesday nobody saw you.",
) -> Dispute:
    return service.begin(booking.ref, Wish(topic, eur(amount), text), by=cast.actor(who))


def contested(cast: Cast, booking: Booking, amount: int = 64_000) -> Dispute:
    one = begin(cast, booking, amount)
    return service.contest(one.ref, "I worked from the archive.", by=cast.actor("ana"))


def taken(cast: Cast, booking: Booking) -> Dispute:
    return deciding.take(contested(cast, booking).ref, by=cast.actor("carla"))


def opine(cast: Cast, ref: str, earned: int, who: str = "carla") -> Dispute:
    return deciding.opine(ref, eur(earned), "The log shows two days and a half.", by=cast.actor(who))


def now(one: Dispute | str) -> Dispute:
    db.session.rollback()
    ref = one if isinstance(one, str) else one.ref
    return db.session.scalars(db.select(Dispute).where(Dispute.ref == ref)).one()


def balance(kind: AccountKind, owner: str = "") -> int:
    return ledger.balance(kind, owner, "EUR").amount


def back(booking: Booking) -> int:
    """What went back to the customer."""
    return sum(one.amount.amount for one in payments.refunds_of(booking.id))
