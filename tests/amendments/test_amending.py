"""A booking is changed: by both sides' word, for the money that was shown, within its clock, and never behind anybody's back."""

from datetime import date, timedelta

import pytest

from marketplace.amendments import queries
from marketplace.amendments import service as amendments
from marketplace.amendments.errors import AlreadyOpen, BegunAlready
from marketplace.amendments.models import AmendmentState
from marketplace.bookings import service as bookings
from marketplace.bookings.errors import NotCertified, PriceChanged, TooLate
from marketplace.bookings.models import BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar.errors import DatesTaken
from marketplace.calendar.models import ShiftState
from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from marketplace.kit.money import Money
from marketplace.kit.period import Days
from marketplace.ledger import queries as ledger
from marketplace.payments import queries as payments_queries
from marketplace.payments import recovery
from marketplace.payments import service as payments
from marketplace.payments.errors import AlreadyPaid, NotWaiting
from marketplace.search import checking, projection
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import make
from tests.amendments.changing import (
    LESS,
    MORE,
    MOVED,
    NEXT,
    RATE,
    agreed,
    booked_days,
    now,
    pay,
    propose,
    settled,
)
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import now as booking_now
from tests.payments.paying import on_account, paid
from tests.timesheets.stage import decided, submitted


def test_a_day_less_goes_back_with_its_fee(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = paid(cast)
    one = propose(cast, booking, LESS)
    assert (one.change.amount, one.total.amount) == (-70_400, 281_600)
    amendments.accept(one.ref, by=cast.actor("ana"))
    settle()
    changed = booking_now(booking)
    assert (changed.days, changed.total.amount, changed.last_on) == (4, 281_600, WEEK[3])
    assert booked_days(booking.ref) == LESS
    (refund,) = payments_queries.refunds_of(booking.id)
    assert (refund.price.amount, refund.fee.amount) == (64_000, 6_400)
    assert on_account("booking", booking.ref) == -281_600


def test_a_day_more_is_held_until_it_is_paid(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = paid(cast)
    one = agreed(cast, booking)
    assert one.state is AmendmentState.ACCEPTED
    assert booking_now(booking).days == 5
    assert [shift.state for shift in calendar.shifts_of(booking.ref)][-1] is ShiftState.HELD
    pay(cast, one)
    settle()
    changed = booking_now(booking)
    assert (changed.days, changed.total.amount, changed.last_on) == (6, 422_400, NEXT[0])
    assert booked_days(booking.ref) == MORE
    assert on_account("booking", booking.ref) == -422_400


def test_search_sees_moved_days_in_the_same_transaction(cast: Cast, simulator: Simulator) -> None:
    """Not a moment later: no reaction has run."""
    projection.refresh(cast.ana.id)
    booking = paid(cast)
    agreed(cast, booking, MOVED)
    assert _apart() == []
    held = agreed(cast, booking, [*MOVED, NEXT[1]])
    assert _apart() == []
    amendments.drop(held.ref, by=cast.actor("bruno"))
    assert _apart() == []


def _apart() -> list[object]:
    db.session.rollback()
    return [one for batch in checking.differences() for one in batch]


def test_days_move_for_nothing(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = paid(cast)
    one = agreed(cast, booking, MOVED)
    assert one.state is AmendmentState.APPLIED
    settle()
    assert booked_days(booking.ref) == MOVED
    changed = booking_now(booking)
    assert (changed.first_on, changed.last_on, changed.total.amount) == (WEEK[1], NEXT[0], 352_000)
    assert payments_queries.refunds_of(booking.id) == []


def test_another_rate_is_proposed_by_the_expert_and_answered_by_the_customer(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    booking = paid(cast)
    one = propose(cast, booking, WEEK, Money(70_000, "EUR"), who="ana")
    with pytest.raises(NotAllowed):
        amendments.accept(one.ref, by=cast.actor("ana"))
    amendments.accept(one.ref, by=cast.actor("bruno"))
    pay(cast, one)
    settle()
    assert booking_now(booking).price.amount == 350_000
    assert on_account("booking", booking.ref) == -385_000


def test_after_growing_more_goes_back_than_any_one_payment_holds(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    booking = paid(cast)
    pay(cast, agreed(cast, booking))
    settle()
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    settle()
    assert sorted(one.amount.amount for one in payments_queries.refunds_of(booking.id)) == [70_400, 352_000]
    assert on_account("booking", booking.ref) == 0
    assert ledger.trial_balance() == {"EUR": 0}


@pytest.mark.parametrize("end", ["decline", "withdraw", "expire"])
def test_unanswered_taken_back_or_declined_nothing_changes(
    cast: Cast, simulator: Simulator, clock: Clock, end: str
) -> None:
    booking = paid(cast)
    one = propose(cast, booking)
    if end == "decline":
        amendments.decline(one.ref, "I am away that Monday.", by=cast.actor("ana"))
    elif end == "withdraw":
        amendments.withdraw(one.ref, by=cast.actor("bruno"))
    else:
        clock.to(one.respond_by)
        with pytest.raises(TooLate):
            amendments.accept(one.ref, by=cast.actor("ana"))
        amendments.expire_unanswered()
    assert not now(one).open
    assert booked_days(booking.ref) == WEEK
    assert propose(cast, booking, LESS).state is AmendmentState.PROPOSED


def test_the_clock_ends_with_the_first_day_it_touches(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at - timedelta(hours=5))
    assert propose(cast, booking, WEEK[1:]).respond_by == booking.starts_at


def test_whoever_has_to_answer_is_reminded_twice(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    one = propose(cast, paid(cast))
    for hours, reminded in ((35, 0), (2, 1), (20, 1), (10, 2), (1, 2)):
        clock.forward(hours=hours)
        amendments.remind()
        kinds = [event.kind for event in history(one.ref)]
        assert kinds.count("AmendmentReminded") == reminded


def test_one_at_a_time(cast: Cast, simulator: Simulator) -> None:
    booking = paid(cast)
    propose(cast, booking)
    with pytest.raises(AlreadyOpen):
        propose(cast, booking, LESS, who="ana")


def test_not_paid_in_time_the_held_day_is_free_again(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    one = agreed(cast, booking)
    page = payments.start_change(one.ref, by=cast.actor("dora"))
    clock.to(one.pay_by)
    amendments.lapse_unpaid()
    settle()
    assert now(one).state is AmendmentState.LAPSED
    assert booked_days(booking.ref) == WEEK
    assert calendar.free_days(cast.ana.id, Days(NEXT[0], NEXT[0])) == [NEXT[0]]
    with pytest.raises(person.PageRefused):
        person.pay(page)


def test_paid_too_late_all_of_it_goes_back(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    one = agreed(cast, booking)
    page = payments.start_change(one.ref, by=cast.actor("dora"))
    person.pay(page)
    amendments.drop(one.ref, by=cast.actor("ana"))
    settled(one)
    settle()
    assert booking_now(booking).days == 5
    assert [one.amount.amount for one in payments_queries.refunds_of(booking.id)] == [70_400]
    assert on_account("booking", booking.ref) == -352_000


def test_cancelling_ends_an_open_change_and_gives_its_days_back(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    booking = paid(cast)
    one = agreed(cast, booking)
    bookings.cancel(booking.ref, by=cast.actor("ana"), reason="I am ill.")
    assert now(one).state is AmendmentState.VOID
    assert {shift.state for shift in calendar.shifts_of(booking.ref)} == {ShiftState.RELEASED}
    with pytest.raises(NotWaiting):
        payments.start_change(one.ref, by=cast.actor("dora"))
    settle()
    assert on_account("booking", booking.ref) == 0


def test_a_day_that_has_begun_cannot_be_given_up(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at)
    with pytest.raises(BegunAlready, match="Mon 15 Mar"):
        propose(cast, booking, WEEK[1:])
    assert propose(cast, booking, WEEK[:1]).removed == WEEK[1:]


def test_between_proposal_and_answer_a_day_has_begun(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at - timedelta(hours=60))
    one = propose(cast, booking, WEEK[1:])
    make.change(one, respond_by=booking.starts_at + timedelta(days=1))
    clock.to(booking.starts_at)
    with pytest.raises(BegunAlready):
        amendments.accept(one.ref, by=cast.actor("ana"))
    assert booked_days(booking.ref) == WEEK


def test_a_day_taken_meanwhile_is_named_and_nothing_changes(cast: Cast, simulator: Simulator) -> None:
    booking = paid(cast)
    one = propose(cast, booking, MOVED)
    accepted(cast, [NEXT[0]])
    with pytest.raises(DatesTaken, match="Mon 22 Mar"):
        amendments.accept(one.ref, by=cast.actor("ana"))
    assert booked_days(booking.ref) == WEEK
    assert now(one).state is AmendmentState.PROPOSED


def test_new_days_need_the_certificate(cast: Cast, simulator: Simulator) -> None:
    booking = paid(cast)
    make.change(cast.certificate, expires_on=WEEK[-1])
    with pytest.raises(NotCertified):
        propose(cast, booking)


def test_what_costs_more_leaves_time_to_pay(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast, WEEK[:3])
    clock.to(booking.ends_at - timedelta(hours=1))
    with pytest.raises(TooLate, match="too little time left"):
        propose(cast, booking, WEEK[:4])


@pytest.mark.parametrize(
    ("days", "rate", "field"),
    [
        ([], RATE, "days"),
        (WEEK, RATE, "days"),
        (WEEK, Money(0, "EUR"), "rate"),
        ([*WEEK, date(2028, 3, 1)], RATE, "days"),
        ([date(2027, 2, 26), *WEEK], RATE, "days"),
    ],
)
def test_what_makes_no_sense_is_said(
    cast: Cast, simulator: Simulator, days: list[date], rate: Money, field: str
) -> None:
    booking = paid(cast)
    with pytest.raises(Invalid) as refusal:
        propose(cast, booking, days, rate)
    assert field in refusal.value.fields


def test_only_a_paid_booking_can_be_changed(cast: Cast, simulator: Simulator) -> None:
    for booking in (ask(cast), accepted(cast, NEXT)):
        with pytest.raises(NotAllowed):
            propose(cast, booking, LESS)


def test_other_people_see_nothing_of_it(cast: Cast, simulator: Simulator) -> None:
    booking = paid(cast)
    one = propose(cast, booking)
    for act in (amendments.accept, amendments.withdraw, amendments.drop):
        with pytest.raises(NotFound):
            act(one.ref, by=cast.actor("gus"))
        with pytest.raises(NotAllowed):
            act(one.ref, by=cast.actor("dora"))


def test_figures_that_were_shown_must_still_hold(cast: Cast, simulator: Simulator) -> None:
    booking, bruno = paid(cast), cast.actor("bruno")
    shown = amendments.preview(booking.ref, MORE, RATE, by=bruno).total.amount
    with pytest.raises(PriceChanged):
        amendments.propose(booking.ref, MORE, RATE, "", shown=shown - 1, by=bruno)
    assert amendments.propose(booking.ref, MORE, RATE, "", shown=shown, by=bruno).total.amount == shown


def test_it_is_paid_once(cast: Cast, simulator: Simulator) -> None:
    one = agreed(cast, paid(cast))
    first = payments.start_change(one.ref, by=cast.actor("dora"))
    assert payments.start_change(one.ref, by=cast.actor("olga")) == first
    person.pay(first)
    with pytest.raises(AlreadyPaid):
        payments.start_change(one.ref, by=cast.actor("dora"))
    with pytest.raises(WrongState):
        amendments.drop(one.ref, by=cast.actor("bruno"))


def test_a_lost_notice_of_the_difference_is_caught_up(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    one = agreed(cast, booking)
    person.pay(payments.start_change(one.ref, by=cast.actor("dora")))
    clock.forward(minutes=11)
    recovery.catch_up()
    assert now(one).state is AmendmentState.APPLIED


def test_hours_wait_for_the_payment_of_a_change(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    one = agreed(cast, booking)
    make.change(one, pay_by=booking.ends_at + timedelta(hours=1))
    clock.to(booking.ends_at)
    with pytest.raises(Conflict, match="still waits for its payment"):
        submitted(cast, booking)


def test_hours_of_a_changed_booking_are_paid_and_the_rest_goes_back(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    pay(cast, agreed(cast, booking))
    settle()
    clock.to(booking_now(booking).ends_at)
    decided(cast, booking_now(booking), 480, 480, 0, 480, 480, 480)
    settle()
    assert booking_now(booking).state is BookingState.COMPLETED
    assert on_account("expert", cast.ana.ref) == -320_000
    assert on_account("fees") == -32_000
    assert on_account("booking", booking.ref) == 0
    assert ledger.trial_balance() == {"EUR": 0}


def test_every_version_is_kept(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking = paid(cast)
    agreed(cast, booking, LESS)
    agreed(cast, booking, WEEK[:3])
    settle()
    second, first = queries.of_booking(booking.id)
    assert (first.before, first.after) == (WEEK, LESS)
    assert (second.before, second.after) == (LESS, WEEK[:3])
    assert first.total == second.total_before
