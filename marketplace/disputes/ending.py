"""How a dispute ends with a division: all of it in one transaction, but for the customer's refund, which follows from the fact."""

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.bookings import queries as bookings
from marketplace.bookings import service as booking_service
from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar import shifts
from marketplace.disputes import stakes
from marketplace.disputes.events import DisputeClosed, DisputeDecided, DisputeSettled
from marketplace.disputes.models import Dispute
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.kit import clock
from marketplace.kit.money import Money
from marketplace.payments import service as payments
from marketplace.payouts import disputed
from marketplace.timesheets import disputed as hours

Ended = DisputeSettled | DisputeDecided | DisputeClosed
FACTS: dict[str, type[Ended]] = {"settle": DisputeSettled, "opine": DisputeDecided, "close": DisputeClosed}


def end(dispute: Dispute, verb: str, back: int, *, by: Actor) -> None:
    """Both rows locked. `back` of the price goes back to the customer, in minor units."""
    dispute.become(verb)
    dispute.back = back
    booking, made = dispute.booking, stakes.of(dispute, back)
    before = Money(dispute.fee_taken, dispute.price.currency)
    disputed.divide_anew(booking, made.earned, made.fee, fee_before=before, cause=dispute.ref)
    hours.settle(booking, by=by)
    booking.disputed_at = None
    record(
        FACTS[verb](
            dispute.ref,
            booking=booking.ref,
            expert=booking.expert.ref,
            earned=made.earned.amount,
            back_price=made.back_price.amount,
            back_fee=made.back_fee.amount,
            currency=dispute.price.currency,
        ),
        by=by,
    )
    if booking.state is BookingState.CONFIRMED:
        _complete(booking, by)


def give_back(fact: Ended, _: Event) -> None:
    """Reaction: the customer's part. Harmless the second time."""
    booking = bookings.visible(fact.booking, SYSTEM)
    price, fee = Money(fact.back_price, fact.currency), Money(fact.back_fee, fact.currency)
    payments.give_back(booking, f"dispute:{fact.subject}", price, fee)


def _complete(booking: Booking, by: Actor) -> None:
    """Nothing is open any more, and days that are still to come are free again."""
    ahead = [one.on for one in calendar.booked_shifts(booking.ref) if one.starts_at > clock.now()]
    shifts.release_days(booking.ref, ahead)
    booking_service.settle_days(booking, booking.open_days, booking.open_price, booking.open_fee)
    booking_service.complete(booking, by=by)
