"""Ana does not come, or nobody opens to her: who says what, what counts without a word, and where the money goes."""

from datetime import timedelta

import pytest

from marketplace.absences import queries, service
from marketplace.absences.models import Absence, AbsenceState
from marketplace.amendments import queries as amendments_of
from marketplace.amendments import service as amendments
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.calendar import queries as calendar
from marketplace.disputes import service as disputes
from marketplace.disputes.models import Topic
from marketplace.disputes.wording import Wish
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from marketplace.ledger import queries as ledger
from marketplace.payments import queries as payments
from marketplace.reviews import figures
from marketplace.search import checking, projection
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets import service as hours
from tests.booked import WEEK
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.disputes.disputing import back, eur
from tests.notices.told import told
from tests.payments.paying import now, on_account
from tests.payouts.stage import paid
from tests.timesheets.stage import AFTER, submitted

DAY = 70_400
"""One day with its fee."""


def late(clock: Clock, booking: Booking, day: int = 0, **later: float) -> str:
    """It is the n-th day, ten minutes after its start or more; its ref."""
    shift = timesheets.shifts_of(booking)[day]
    clock.to(shift.starts_at + timedelta(**(later or {"minutes": 10})))
    return shift.ref


def say(cast: Cast, booking: Booking, day: str, who: str = "bruno", *, onward: bool = False) -> Absence:
    return service.say(booking.ref, day, "The desk stayed empty.", onward=onward, by=cast.actor(who))


def ties(booking: Booking) -> None:
    """What was paid has gone back or rests on the booking, and days, price and fee agree."""
    found = now(booking)
    assert on_account("booking", booking.ref) == -(
        found.total.amount if found.state is BookingState.CONFIRMED else 0
    )
    assert back(booking) + found.total.amount * (found.state is BookingState.CONFIRMED) == 211_200
    assert ledger.trial_balance() == {"EUR": 0}


def test_agreed_the_day_goes_back_with_its_fee_and_is_counted(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    projection.refresh(cast.ana.id)
    booking = paid(cast)
    one = say(cast, booking, late(clock, booking))
    assert one.answer_by == clock.now + timedelta(hours=24)
    service.agree(one.ref, by=cast.actor("ana"))
    assert [one for batch in checking.differences() for one in batch] == []
    settle()
    found = now(booking)
    assert (found.days, found.total.amount, found.first_on) == (2, 140_800, WEEK[1])
    (refund,) = payments.refunds_of(booking.id)
    assert (refund.price.amount, refund.fee.amount) == (64_000, 6_400)
    assert figures.of_expert(cast.ana.id).missed == 1
    ties(booking)
    assert told()["absence_settled"] >= {"Bruno", "Dora"}


def test_not_a_word_in_24_hours_counts_as_it_was_said(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    one = say(cast, booking, late(clock, booking, 1), onward=True)
    hours.save(booking.ref, {timesheets.shifts_of(booking)[0].ref: 480}, "", by=cast.actor("ana"))
    clock.to(one.answer_by - timedelta(minutes=1))
    service.settle_due()
    assert now(booking).days == 3
    clock.to(one.answer_by)
    service.settle_due()
    service.settle_due()
    settle()
    assert [shift.on for shift in calendar.booked_shifts(booking.ref)] == list(WEEK[:1])
    assert back(booking) == 2 * DAY
    ties(booking)


def test_coming_on_no_day_at_all_calls_the_booking_off(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    one = say(cast, booking, late(clock, booking), onward=True)
    service.agree(one.ref, by=cast.actor("ana"))
    settle()
    found = now(booking)
    assert (found.state, found.cancelled_by) == (BookingState.CANCELLED, Side.EXPERT)
    assert back(booking) == 211_200
    ties(booking)


def test_nobody_opened_to_ana_so_the_day_is_owed_in_full(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    one = say(cast, booking, late(clock, booking), "ana", onward=True)
    assert not one.onward
    service.agree(one.ref, by=cast.actor("dora"))
    (sheet,) = timesheets.sheets_of(booking.id)
    (entry,) = sheet.entries
    planned = entry.shift.ends_at - entry.shift.starts_at
    assert entry.minutes == planned.total_seconds() / 60
    settle()
    assert (now(booking).days, back(booking)) == (3, 0)
    assert figures.of_expert(cast.ana.id).missed == 0


def test_the_customer_may_give_up_what_is_still_to_come(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    one = say(cast, booking, late(clock, booking, 1))
    with pytest.raises(NotAllowed, match="once it is settled"):
        service.give_up_rest(one.ref, by=cast.actor("dora"))
    service.agree(one.ref, by=cast.actor("ana"))
    with pytest.raises(NotAllowed):
        service.give_up_rest(one.ref, by=cast.actor("ana"))
    service.give_up_rest(one.ref, by=cast.actor("dora"))
    settle()
    assert [shift.on for shift in calendar.booked_shifts(booking.ref)] == list(WEEK[:1])
    assert back(booking) == 2 * DAY
    with pytest.raises(NotAllowed, match="given up already"):
        service.give_up_rest(one.ref, by=cast.actor("dora"))
    ties(booking)


def test_words_that_contradict_decide_nothing_and_lead_to_a_dispute(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    day = late(clock, booking)
    one = say(cast, booking, day)
    service.object_(one.ref, "I sat in the other building.", by=cast.actor("ana"))
    clock.forward(days=2)
    service.settle_due()
    assert now(booking).days == 3
    with pytest.raises(WrongState):
        service.agree(one.ref, by=cast.actor("ana"))
    with pytest.raises(Conflict, match="about this day already"):
        say(cast, booking, day)
    disputes.begin(booking.ref, Wish(Topic.HOURS, eur(64_000), "Not there."), by=cast.actor("bruno"))
    with pytest.raises(NotAllowed, match="dispute"):
        say(cast, booking, timesheets.shifts_of(booking)[1].ref)


def test_hours_handed_in_contradict_it(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    one = say(cast, booking, late(clock, booking, 2, hours=7))
    clock.to(max(booking.ends_at, clock.now))
    submitted(cast, booking)
    clock.to(one.answer_by)
    service.settle_due()
    found = queries.of_booking(booking.id)[0]
    assert (found.state, now(booking).days) == (AbsenceState.CONTRADICTED, 3)


@pytest.mark.parametrize("how", ["approved", "disputed"])
def test_what_decides_otherwise_makes_it_void(
    cast: Cast, simulator: Simulator, clock: Clock, how: str
) -> None:
    booking = paid(cast)
    one = say(cast, booking, late(clock, booking, 2, hours=7))
    clock.to(max(AFTER, clock.now))
    if how == "approved":
        hours.approve(submitted(cast, booking).ref, by=cast.actor("dora"))
    else:
        disputes.begin(booking.ref, Wish(Topic.OTHER, eur(1), "All of it."), by=cast.actor("dora"))
    with pytest.raises(Conflict, match="decided otherwise"):
        service.agree(one.ref, by=cast.actor("ana"))
    clock.forward(days=2)
    service.settle_due()
    assert queries.of_booking(booking.id)[0].state is AbsenceState.VOID


def test_an_open_change_ends_when_days_go_back(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    day = late(clock, booking)
    amendments.propose(booking.ref, WEEK[:2], eur(64_000), "", by=cast.actor("bruno"))
    service.agree(say(cast, booking, day).ref, by=cast.actor("ana"))
    settle()
    assert amendments_of.open_on(booking.id) is None
    ties(booking)


def test_from_ten_minutes_on_and_for_a_week(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    day = late(clock, booking, minutes=9)
    with pytest.raises(Invalid, match="10 minutes"):
        say(cast, booking, day)
    late(clock, booking, days=7, minutes=1)
    with pytest.raises(Invalid, match="within 7 days"):
        say(cast, booking, day)
    with pytest.raises(Invalid) as refusal:
        say(cast, booking, "elsewhere")
    assert "day" in refusal.value.fields


def test_one_at_a_time_taken_back_or_answered_by_the_right_side(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    booking = paid(cast)
    first = late(clock, booking)
    one = say(cast, booking, first)
    with pytest.raises(Conflict, match="One at a time"):
        say(cast, booking, first, "ana")
    for act, who in ((service.agree, "bruno"), (service.withdraw, "ana"), (service.agree, "carla")):
        with pytest.raises(NotAllowed):
            act(one.ref, by=cast.actor(who))
    with pytest.raises(NotFound):
        service.agree(one.ref, by=cast.actor("gus"))
    service.withdraw(one.ref, by=cast.actor("dora"))
    clock.forward(days=2)
    service.settle_due()
    assert now(booking).days == 3


def test_the_last_week_that_nobody_came_to_ends_what_is_approved(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast, [*WEEK[:2], WEEK[0] + timedelta(days=7)])
    first, later = timesheets.weeks_of(booking)
    clock.to(first.over_at)
    written = {shift.ref: 480 for shift in first.left}
    sheet = hours.submit(booking.ref, written, "", week_on=first.on, by=cast.actor("ana"))
    hours.approve(sheet.ref, by=cast.actor("dora"))
    clock.to(later.shifts[0].starts_at + timedelta(minutes=10))
    one = say(cast, booking, later.shifts[0].ref)
    service.agree(one.ref, by=cast.actor("ana"))
    settle()
    found = now(booking)
    assert (found.state, found.days, found.open_price.amount) == (BookingState.COMPLETED, 2, 0)
    assert back(booking) == DAY
    assert on_account("booking", booking.ref) == 0
    assert ledger.trial_balance() == {"EUR": 0}


def test_said_of_all_days_to_come_it_takes_none_that_was_worked(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    first, *others = timesheets.shifts_of(booking)
    clock.to(AFTER)
    sheet = submitted(cast, booking)
    one = say(cast, booking, first.ref, onward=True)
    hours.approve_days(sheet.ref, [day.ref for day in others], "Nobody came.", by=cast.actor("dora"))
    clock.to(one.answer_by)
    service.settle_due()
    settle()
    assert queries.visible(one.ref, cast.actor("ana")).state is AbsenceState.CONTRADICTED, (
        "hours were handed in, and sent back"
    )
    found = now(booking)
    assert (found.state, found.days, found.settled_days, back(booking)) == (BookingState.CONFIRMED, 3, 2, 0)


def test_an_honest_day_off_goes_back_and_the_days_after_it_stay(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    first, *others = timesheets.shifts_of(booking)
    clock.to(AFTER)
    sheet = submitted(cast, booking, 0, 480, 480)
    one = say(cast, booking, first.ref, onward=True)
    service.agree(one.ref, by=cast.actor("ana"))
    settle()
    assert [shift.on for shift in calendar.booked_shifts(booking.ref)] == [day.on for day in others]
    assert back(booking) == DAY
    hours.approve(sheet.ref, by=cast.actor("dora"))
    settle()
    assert now(booking).state is BookingState.COMPLETED
    assert on_account("booking", booking.ref) == 0
