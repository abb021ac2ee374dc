"""A paid call is moved, made longer or shorter: the difference first, the time held until it is paid, and search true meanwhile."""

from datetime import timedelta

import pytest

from marketplace.amendments import service as amendments
from marketplace.amendments.models import Amendment, AmendmentState
from marketplace.bookings import service as bookings
from marketplace.bookings.errors import TooLate
from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar.errors import SlotTaken
from marketplace.calendar.models import TAKEN, Shift
from marketplace.calendar.rules import Rules, set_rules
from marketplace.calendar.slots import Call
from marketplace.db.base import db
from marketplace.feeds import queries as feed_entries
from marketplace.feeds import service as feeds
from marketplace.feeds import writing
from marketplace.kit.errors import Invalid, NotAllowed
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger
from marketplace.notices.models import Notice
from marketplace.payments import queries as payments_queries
from marketplace.search import checking, projection
from marketplace.simulator.serving import Simulator
from tests.amendments.changing import now, pay
from tests.bookings.asking import accepted
from tests.bookings.calling import TUESDAY, ask_call, at
from tests.bookings.test_call_life import paid_call
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import now as booking_now
from tests.payments.paying import on_account

WEDNESDAY = TUESDAY + timedelta(days=1)
RATE = Money(8_000, "EUR")


def asked(cast: Cast, booking: Booking, call: Call, *, who: str = "bruno") -> Amendment:
    return amendments.propose(booking.ref, call, RATE, "I have to be elsewhere.", by=cast.actor(who))


def when(booking: Booking) -> tuple:
    found = booking_now(booking)
    [shift] = calendar.booked_shifts(booking.ref)
    assert (shift.starts_at, shift.ends_at) == (found.starts_at, found.ends_at)
    assert shift.on == found.first_on
    assert shift.blocked_until == found.ends_at + timedelta(minutes=15)
    return found.starts_at, found.call_minutes


def held(booking: Booking) -> list[tuple]:
    """Every stretch that the booking keeps others out of, in order."""
    rows = db.session.scalars(db.select(Shift).where(Shift.owner == booking.ref, Shift.state.in_(TAKEN)))
    return sorted((one.starts_at, one.out_until) for one in rows)


def apart() -> list[object]:
    db.session.rollback()
    return [one for batch in checking.differences() for one in batch]


def test_moved_to_another_day_it_costs_the_same_and_leaves_its_time(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    booking = paid_call(cast)
    projection.refresh(cast.ana.id)
    feed = feeds.make(by=cast.actor("ana"))
    before = writing.write(feed, feed_entries.entries(feed))
    one = asked(cast, booking, Call(at(14, 15, WEDNESDAY), 45))
    assert (one.change.amount, when(booking)) == (0, (at(10), 45))
    amendments.accept(one.ref, by=cast.actor("ana"))
    assert now(one).state is AmendmentState.APPLIED
    assert when(booking) == (at(14, 15, WEDNESDAY), 45)
    assert apart() == [], "in the same transaction"
    after = writing.write(feed, feed_entries.entries(feed))
    assert (b"SEQUENCE:1\r\n" in before, b"SEQUENCE:2\r\n" in after) == (True, True), (
        "other programs move it, too"
    )
    settle()
    assert accepted(cast, [TUESDAY]).state is BookingState.ACCEPTED


def test_longer_it_is_paid_first_and_only_what_is_new_is_held(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    booking = paid_call(cast)
    projection.refresh(cast.ana.id)
    one = asked(cast, booking, Call(at(9, 45), 90), who="ana")
    assert one.price_change.amount == 6_000
    amendments.accept(one.ref, by=cast.actor("bruno"))
    assert held(booking) == [(at(9, 45), at(10)), (at(10), at(11)), (at(11), at(11, 30))]
    assert when(booking) == (at(10), 45)
    assert apart() == []
    with pytest.raises(SlotTaken):
        ask_call(cast, at(11, 15), 30, who="gus")
    pay(cast, one)
    assert when(booking) == (at(9, 45), 90)
    assert held(booking) == [(at(9, 45), at(11, 30))]
    assert apart() == []
    settle()
    assert on_account("booking", booking.ref) == -(12_000 + 1_200)


@pytest.mark.parametrize("end", ["drop", "lapse", "cancel"])
def test_not_paid_it_stays_where_it_was_and_what_was_held_is_free(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, end: str
) -> None:
    booking = paid_call(cast)
    one = asked(cast, booking, Call(at(13, 0, WEDNESDAY), 60))
    amendments.accept(one.ref, by=cast.actor("ana"))
    if end == "drop":
        amendments.drop(one.ref, by=cast.actor("bruno"))
    elif end == "lapse":
        clock.to(one.pay_by)
        amendments.lapse_unpaid()
    else:
        bookings.cancel(booking.ref, by=cast.actor("bruno"))
    settle()
    assert held(booking) == ([] if end == "cancel" else [(at(10), at(11))])
    assert ask_call(cast, at(13, 0, WEDNESDAY), 60, who="gus").is_call
    assert ledger.trial_balance() == {"EUR": 0}


def test_shorter_the_rest_goes_back(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = paid_call(cast)
    amendments.accept(asked(cast, booking, Call(at(10), 30)).ref, by=cast.actor("ana"))
    settle()
    [refund] = payments_queries.refunds_of(booking.id)
    assert (refund.price.amount, refund.fee.amount) == (2_000, 200)
    assert held(booking) == [(at(10), at(10, 45))]
    assert on_account("booking", booking.ref) == -4_400


def test_only_where_it_could_be_asked_for(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking, ana = paid_call(cast), cast.actor("ana")
    bookings.accept(ask_call(cast, at(14), 45, who="gus").ref, by=ana)
    accepted(cast, [WEDNESDAY])
    for call, wrong, said in (
        (Call(at(13, 30), 30), SlotTaken, "no longer free"),
        (Call(at(14, 45), 30), SlotTaken, "no longer free"),
        (Call(at(11, 0, WEDNESDAY), 45), SlotTaken, "no longer free"),
        (Call(at(18), 45), SlotTaken, "no longer free"),
        (Call(at(12, 10), 45), Invalid, "quarter"),
        (Call(at(12), 50), Invalid, "30, 45, 60, 90 or 120"),
        (Call(at(12, 0, TUESDAY + timedelta(days=700)), 45), Invalid, "days ahead"),
        (Call(clock.now.replace(minute=0) + timedelta(hours=2), 45), TooLate, "hours of notice"),
        (Call(at(10), 45), Invalid, "Nothing would change"),
    ):
        with pytest.raises(wrong, match=said):
            asked(cast, booking, call)
    with pytest.raises(Invalid, match="choose a time for it, not days"):
        amendments.propose(booking.ref, [TUESDAY], RATE, "", by=cast.actor("bruno"))
    set_rules(cast.ana.ref, Rules(week_days=2), by=ana)
    assert asked(cast, booking, Call(at(12), 45)).state is AmendmentState.PROPOSED, (
        "its own day fills no week"
    )


def test_taken_between_question_and_answer_it_stays(cast: Cast, simulator: Simulator) -> None:
    booking = paid_call(cast)
    one = asked(cast, booking, Call(at(14), 45))
    bookings.accept(ask_call(cast, at(14, 30), 30, who="gus").ref, by=cast.actor("ana"))
    with pytest.raises(SlotTaken):
        amendments.accept(one.ref, by=cast.actor("ana"))
    assert when(booking) == (at(10), 45)
    assert now(one).state is AmendmentState.PROPOSED


def test_once_it_has_begun_it_stays(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid_call(cast)
    clock.to(at(10))
    with pytest.raises(NotAllowed, match="has begun"):
        asked(cast, booking, Call(at(14), 45))


def test_a_call_that_is_near_can_still_become_longer(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    """It has had its notice; only paying takes its time."""
    booking = paid_call(cast)
    clock.to(at(8))
    one = asked(cast, booking, Call(at(10), 60))
    assert one.respond_by == at(9), "an hour is left to pay"
    amendments.withdraw(one.ref, by=cast.actor("bruno"))
    clock.to(at(9))
    with pytest.raises(TooLate, match="too little time"):
        asked(cast, booking, Call(at(10), 90), who="ana")


def test_a_dearer_hour_alone_holds_no_time(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = paid_call(cast)
    for call, rate, held_said in (
        (Call(at(10), 45), Money(9_000, "EUR"), "It can be paid until"),
        (Call(at(10), 60), RATE, "The new time is held until"),
    ):
        one = amendments.propose(booking.ref, call, rate, "", by=cast.actor("ana"))
        amendments.accept(one.ref, by=cast.actor("bruno"))
        settle()
        said = db.session.scalars(
            db.select(Notice.body)
            .where(Notice.kind == "amendment_accepted", Notice.user_id == cast.ana.user_id)
            .order_by(Notice.id)
        ).all()
        assert [held_said in body for body in said][-1], said
        amendments.drop(one.ref, by=cast.actor("bruno"))
