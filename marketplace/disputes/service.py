"""Use cases of the two sides: begin, add, contest, offer, agree, take the offer, withdraw."""

from collections.abc import Sequence
from datetime import timedelta

from marketplace.accounts.actor import Actor
from marketplace.amendments import queries as amendments
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.sides import speaks_for
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.disputes import ending, events, policy, queries, stakes, wording
from marketplace.disputes.errors import AlreadyDisputed, OfferChanged
from marketplace.disputes.models import LIFECYCLE, Dispute, DisputeState, Statement, StatementFile
from marketplace.disputes.wording import Wish
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.kit.period import add_business_days
from marketplace.organizations import queries as organizations
from marketplace.timesheets import disputed as hours
from marketplace.timesheets import queries as timesheets

CLOSED_AFTER = timedelta(days=30)


def begin(booking_ref: Ref, wish: Wish, *, by: Actor) -> Dispute:
    """Open a dispute about a paid booking; from now on everything else about it stands still.

    Raises `NothingOpen` when its money has left, `AlreadyDisputed`, `Invalid` naming the field.
    """
    with atomic() as session:
        booking = locked(Booking, bookings.visible(booking_ref, by).ref)
        permit(policy.may_open(by, booking))
        side = speaks_for(by, booking) or Side.CUSTOMER
        _check_first(booking, side)
        dispute = _row(booking, side, wish, by)
        session.add(dispute)
        session.flush()
        _say(
            dispute,
            side,
            wish.text,
            wish.files,
            by,
            needed="Say what is not right, so that the other side can answer.",
        )
        booking.disputed_at = clock.now()
        _record_opened(dispute, by)
    return dispute


def add(ref: Ref, text: str, files: Sequence[Ref] = (), *, by: Actor) -> Statement:
    """Words or files, which the other side and the assessor read."""
    with atomic():
        dispute = _open(ref, by)
        permit(policy.may_speak(by, dispute))
        side = speaks_for(by, dispute.booking) or Side.CUSTOMER
        said = _say(
            dispute, side, text, files, by, needed="" if files else "Write something, or choose a file."
        )
        record(events.StatementAdded(dispute.ref, dispute.booking.ref, str(side)), by=by)
    return said


def contest(ref: Ref, text: str, files: Sequence[Ref] = (), *, by: Actor) -> Dispute:
    """Say no: the vendor's experts give their opinion."""
    with atomic():
        dispute = _locked(ref, by)
        permit(policy.may_contest(by, dispute))
        _to_opinion(dispute, "contest")
        needed = "Say how you see it. The vendor’s assessor reads this."
        _say(dispute, dispute.answering, text, files, by, needed=needed)
        booking, until = dispute.booking.ref, str(dispute.opinion_by and dispute.opinion_by.isoformat())
        record(events.DisputeContested(dispute.ref, booking, str(dispute.answering), until), by=by)
    return dispute


def offer(ref: Ref, amount: Money, text: str = "", *, by: Actor) -> Dispute:
    """Offer a division: `amount` of the price for the own side. The latest offer counts; the first answer may be one."""
    with atomic():
        dispute = _locked(ref, by)
        permit(policy.may_speak(by, dispute))
        side = speaks_for(by, dispute.booking) or Side.CUSTOMER
        if dispute.state is DisputeState.ASKED and side is dispute.side:
            raise Conflict("The other side has not answered yet. You can offer something else once it has.")
        dispute.offered = wording.back_of(amount, side, dispute.price)
        if side is Side.CUSTOMER:
            _permit_release(dispute, dispute.offered, by)
        dispute.offer_side = side
        if dispute.state is DisputeState.ASKED:
            _to_opinion(dispute, "offer")
        else:
            dispute.become("offer")
        if text.strip():
            _say(dispute, side, text, (), by, needed="")
        currency = dispute.price.currency
        record(
            events.DisputeOffered(dispute.ref, dispute.booking.ref, str(side), dispute.offered, currency),
            by=by,
        )
    return dispute


def agree(ref: Ref, *, by: Actor) -> Dispute:
    """Give whoever opened it what they asked for."""
    with atomic():
        dispute = _locked(ref, by)
        permit(policy.may_agree(by, dispute))
        if dispute.answering is Side.CUSTOMER:
            _permit_release(dispute, dispute.asked, by)
        else:
            _check_opener(dispute)
        ending.end(dispute, "settle", dispute.asked, by=by)
    return dispute


def take_offer(ref: Ref, *, shown: int, by: Actor) -> Dispute:
    """Agree to the other side's offer. `shown` is what would go back to the customer, in minor units, as it was read."""
    with atomic():
        dispute = _locked(ref, by)
        LIFECYCLE.after(dispute.state, "settle")
        permit(policy.may_take_offer(by, dispute))
        if dispute.offered is None or dispute.offered != shown:
            raise OfferChanged("The other side has changed its offer since you saw it. Look at the new one.")
        if dispute.offer_side is Side.EXPERT:
            _permit_release(dispute, dispute.offered, by)
        ending.end(dispute, "settle", dispute.offered, by=by)
    return dispute


def withdraw(ref: Ref, *, by: Actor) -> Dispute:
    """Take it back: everything goes on as it was, and the clocks get back the time for which they stood still."""
    with atomic():
        dispute = _locked(ref, by)
        permit(policy.may_withdraw(by, dispute))
        dispute.become("withdraw")
        booking = dispute.booking
        hours.go_on(booking, booking.disputed_at or dispute.created_at)
        booking.disputed_at = None
        record(events.DisputeWithdrawn(dispute.ref, booking.ref, str(dispute.side)), by=by)
    return dispute


def _permit_release(dispute: Dispute, back: int, by: Actor) -> None:
    made = stakes.of(dispute, back)
    permit(policy.may_release(by, dispute, made.earned + made.fee))


def _check_opener(dispute: Dispute) -> None:
    """Who asked for it may be a booker, whose wish alone releases nothing."""
    made, opener = stakes.of(dispute, dispute.asked), organizations.actor_for(dispute.opened_by)
    if policy.may_release(opener, dispute, made.earned + made.fee) is not True:
        raise Conflict(
            f"Whoever asked for this may not release so much money for {dispute.booking.organization.name}. "
            "Offer the same division, so that somebody there who may can agree to it."
        )


def _check_first(booking: Booking, side: Side) -> None:
    earlier = queries.of_booking(booking.id)
    if any(one.back is not None for one in earlier):
        raise AlreadyDisputed("A dispute has divided the money of this booking already.")
    if any(one.side is side for one in earlier):
        raise AlreadyDisputed(
            "You have taken a dispute about this booking back already, and cannot open another."
        )
    if amendments.open_on(booking.id) is not None:
        raise Conflict("A change of this booking is still open. Answer it, take it back or give it up first.")


def _row(booking: Booking, side: Side, wish: Wish, by: Actor) -> Dispute:
    open_now = stakes.open_of(booking)
    sheets = timesheets.sheets_of(booking.id)
    return Dispute(
        booking=booking,
        timesheet_id=sheets[-1].id if len(sheets) == 1 else None,
        open_for=booking.id,
        side=side,
        opened_by_id=by.user_id,
        topic=wish.topic,
        price=open_now.price,
        fee=open_now.fee,
        fee_taken=open_now.taken.amount,
        asked=wording.asked_of(wish.amount, side, open_now.price),
        answer_by=add_business_days(clock.now(), booking.vendor.dispute_answer_business_days),
        opinion_business_days=booking.vendor.dispute_opinion_business_days,
        closes_at=clock.now() + CLOSED_AFTER,
    )


def _to_opinion(dispute: Dispute, verb: str) -> None:
    dispute.become(verb)
    dispute.opinion_by = add_business_days(clock.now(), dispute.opinion_business_days)


def _say(
    dispute: Dispute, side: Side, text: str, files: Sequence[Ref], by: Actor, *, needed: str
) -> Statement:
    words = wording.words_of(text, files, needed=needed)
    said = Statement(
        dispute_id=dispute.id,
        author_id=by.user_id,
        side=side,
        text=words,
        created_at=clock.now(),
        files=StatementFile.taken(files, by=by),
    )
    db.session.add(said)
    db.session.flush()
    return said


def _locked(ref: Ref, by: Actor) -> Dispute:
    """The dispute, its booking locked first."""
    locked(Booking, queries.visible(ref, by).booking.ref)
    return locked(Dispute, ref)


def _open(ref: Ref, by: Actor) -> Dispute:
    dispute = _locked(ref, by)
    if not dispute.open:
        raise Conflict(f"This dispute {LIFECYCLE.said[dispute.state]}, so nothing can be added any more.")
    return dispute


def _record_opened(dispute: Dispute, by: Actor) -> None:
    record(
        events.DisputeOpened(
            dispute.ref,
            booking=dispute.booking.ref,
            side=str(dispute.side),
            topic=str(dispute.topic),
            asked=dispute.asked,
            currency=dispute.price.currency,
            answer_by=dispute.answer_by.isoformat(),
        ),
        by=by,
    )
