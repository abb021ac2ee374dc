"""Two sides disagree: who may say what, what stands still meanwhile, how it ends, and where every cent goes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.amendments import service as amendments
from marketplace.bookings import service as bookings
from marketplace.bookings.models import BookingState
from marketplace.calendar import queries as calendar
from marketplace.db.base import db
from marketplace.disputes import clocks, deciding, queries, service, stakes
from marketplace.disputes.errors import AlreadyDisputed, NothingOpen, OfferChanged
from marketplace.disputes.models import DisputeState, Topic
from marketplace.events.log import history
from marketplace.evidence import uploads
from marketplace.evidence.models import Work
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from marketplace.kit.money import Money
from marketplace.kit.period import add_business_days
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payments import queries as payments
from marketplace.payouts import earnings, paying, releasing
from marketplace.payouts import queries as payouts
from marketplace.payouts.models import TransferState
from marketplace.reviews import queries as reviews
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets import service as hours
from marketplace.timesheets.models import TimesheetState
from tests import make
from tests.booked import WEEK
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.disputes.disputing import (
    FEE,
    PRICE,
    at_work,
    back,
    balance,
    begin,
    contested,
    eur,
    now,
    opine,
    taken,
)
from tests.notices.told import notice_for, told
from tests.payments.paying import now as booking_now
from tests.payouts.stage import onboarded, paid, transfer_of, worked
from tests.timesheets.stage import submitted


def test_an_opinion_divides_the_money_to_the_cent(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = at_work(cast, clock)
    one = opine(cast, taken(cast, booking).ref, 160_001)
    assert one.state is DisputeState.DECIDED
    settle()
    ended = booking_now(booking)
    assert (ended.state, ended.disputed_at) == (BookingState.COMPLETED, None)
    assert [sheet.state for sheet in timesheets.sheets_of(booking.id)] == [TimesheetState.SETTLED]
    (refund,) = payments.refunds_of(booking.id)
    assert (refund.cause, refund.price.amount, refund.fee.amount) == (f"dispute:{one.ref}", 31_999, 3_200)
    assert transfer_of(booking).amount == eur(160_001)
    assert balance(AccountKind.EXPERT, cast.ana.ref) == -160_001
    assert balance(AccountKind.FEES) == -16_000
    assert balance(AccountKind.BOOKING, booking.ref) == 0
    assert ledger.trial_balance() == {"EUR": 0}
    assert reviews.window_of(booking.id) is not None


def test_approved_hours_are_divided_anew_before_they_leave(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking, 480, 480, 0)
    one = begin(cast, booking, 30_000, who="bruno", topic=Topic.QUALITY)
    assert (one.price, one.fee, one.fee_taken) == (eur(128_000), eur(12_800), 12_800)
    clock.forward(days=5)
    assert releasing.release_due() == 0
    service.agree(one.ref, by=cast.actor("ana"))
    settle()
    assert transfer_of(booking).amount == eur(98_000)
    assert [one.amount for one in earnings.earning_of(booking).shares] == [eur(98_000)]
    assert (balance(AccountKind.FEES), balance(AccountKind.BOOKING, booking.ref)) == (-9_800, 0)
    assert back(booking) == 70_400 + 33_000
    assert releasing.release_due() == 1
    assert ledger.trial_balance() == {"EUR": 0}


def test_all_of_it_back_drops_the_transfer_for_good(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking)
    service.agree(begin(cast, booking, PRICE).ref, by=cast.actor("ana"))
    settle()
    clock.forward(days=9)
    assert releasing.release_due() == 0
    assert paying.pay_out_due() == 0
    assert [one.state for one in payouts.transfers_of(booking.id)] == [TransferState.DROPPED]
    assert [one.amount for one in earnings.earning_of(booking).shares] == [eur(0)]
    assert back(booking) == PRICE + FEE
    assert balance(AccountKind.EXPERT, cast.ana.ref) == balance(AccountKind.FEES) == 0


def test_everything_stands_still_while_it_is_open(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = at_work(cast, clock)
    (sheet,) = timesheets.sheets_of(booking.id)
    begin(cast, booking)
    for act in (
        lambda: hours.approve(sheet.ref, by=cast.actor("dora")),
        lambda: hours.send_back(sheet.ref, "Look again.", by=cast.actor("dora")),
        lambda: amendments.propose(booking.ref, WEEK[:2], eur(64_000), "", by=cast.actor("bruno")),
        lambda: bookings.cancel(booking.ref, by=cast.actor("bruno")),
        lambda: begin(cast, booking, who="ana"),
    ):
        with pytest.raises((NotAllowed, Conflict)):
            act()
    clock.forward(days=20)
    assert hours.approve_overdue() == 0
    settle()
    assert booking_now(booking).state is BookingState.CONFIRMED
    assert reviews.window_of(booking.id) is None


def test_taken_back_the_approver_has_as_long_as_before(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    booking = at_work(cast, clock)
    (sheet,) = timesheets.sheets_of(booking.id)
    before = sheet.approve_by
    clock.forward(days=3)
    one = begin(cast, booking)
    clock.forward(days=4)
    with pytest.raises(NotAllowed):
        service.withdraw(one.ref, by=cast.actor("ana"))
    service.withdraw(one.ref, by=cast.actor("dora"))
    (sheet,) = timesheets.sheets_of(booking.id)
    assert before is not None
    assert sheet.approve_by == before + timedelta(days=4 + 2 * ((before + timedelta(days=4)).weekday() == 5))
    assert booking_now(booking).disputed_at is None
    hours.approve(sheet.ref, by=cast.actor("dora"))
    with pytest.raises(AlreadyDisputed):
        begin(cast, booking, who="dora")


def test_they_agree_on_an_offer_that_was_read(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = at_work(cast, clock)
    ref = begin(cast, booking).ref
    with pytest.raises(Conflict):
        service.offer(ref, eur(50_000), by=cast.actor("dora"))
    service.offer(ref, eur(170_000), "Half of Wednesday.", by=cast.actor("ana"))
    assert (now(ref).state, now(ref).offered) == (DisputeState.REFERRED, 22_000)
    for who in ("ana", "carla"):
        with pytest.raises(NotAllowed):
            service.take_offer(ref, shown=22_000, by=cast.actor(who))
    with pytest.raises(NotAllowed, match="Only an approver"):
        service.offer(ref, eur(32_000), by=cast.actor("bruno"))
    service.offer(ref, eur(32_000), by=cast.actor("dora"))
    with pytest.raises(OfferChanged):
        service.take_offer(ref, shown=22_000, by=cast.actor("ana"))
    service.take_offer(ref, shown=32_000, by=cast.actor("ana"))
    settle()
    assert now(ref).state is DisputeState.SETTLED
    assert back(booking) == 35_200


def test_unanswered_it_goes_to_the_vendor_and_then_to_its_admins(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    one = begin(cast, at_work(cast, clock))
    assert one.answer_by == add_business_days(clock.now, 5)
    clock.to(one.answer_by)
    clocks.refer_unanswered()
    found = now(one)
    assert found.state is DisputeState.REFERRED
    assert found.opinion_by == add_business_days(clock.now, 5)
    clock.to(found.opinion_by)
    clocks.remind()
    clocks.tell_overdue()
    clocks.tell_overdue()
    assert now(one).overdue_since == clock.now
    assert queries.figures_of(cast.ledgerline.id).overdue == 1
    deciding.take(one.ref, by=cast.actor("carla"))
    assert opine(cast, one.ref, 0).back == PRICE


@pytest.mark.parametrize(
    ("handed_in", "goes_back"), [((480, 480, 0), 70_400), ((), PRICE + FEE)], ids=["two days", "nothing"]
)
def test_after_thirty_days_what_was_handed_in_counts(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, handed_in: tuple, goes_back: int
) -> None:
    booking = paid(cast)
    clock.to(booking.ends_at)
    one = begin(cast, booking, PRICE)
    if handed_in:
        submitted(cast, booking, *handed_in)
        settle()
        assert "nothing to approve" in notice_for("Dora", "timesheet_submitted").body
    clock.to(one.closes_at)
    clocks.close_old()
    settle()
    assert now(one).state is DisputeState.CLOSED
    assert back(booking) == goes_back
    assert balance(AccountKind.EXPERT, cast.ana.ref) == -(PRICE + FEE - goes_back) * 10 // 11
    assert booking_now(booking).state is BookingState.COMPLETED


def test_days_still_to_come_are_free_again(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at + timedelta(hours=9))
    service.agree(begin(cast, booking, 128_000).ref, by=cast.actor("ana"))
    assert [one.on for one in calendar.booked_shifts(booking.ref)] == list(WEEK[:1])


def test_nothing_is_left_to_disagree_about_once_the_money_is_gone(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking)
    clock.forward(days=4)
    releasing.release_due()
    with pytest.raises(NothingOpen):
        begin(cast, booking)


def test_before_the_first_day_there_are_other_ways(cast: Cast, simulator: Simulator) -> None:
    with pytest.raises(NotAllowed, match="changed or cancelled"):
        begin(cast, paid(cast))


@pytest.mark.parametrize("amount", [0, PRICE + 1])
def test_asks_for_something_and_not_for_more_than_is_open(
    cast: Cast, simulator: Simulator, clock: Clock, amount: int
) -> None:
    booking = at_work(cast, clock)
    with pytest.raises(Invalid) as refusal:
        begin(cast, booking, amount)
    assert "amount" in refusal.value.fields
    with pytest.raises(Invalid) as refusal:
        begin(cast, booking, text=" ")
    assert "text" in refusal.value.fields
    assert booking_now(booking).disputed_at is None


def test_who_is_nobody_here_sees_nothing(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    one = taken(cast, at_work(cast, clock))
    for who in ("gus", "emil", "ines", "fritz"):
        with pytest.raises(NotFound):
            queries.visible(one.ref, cast.actor(who))
    for act in (service.agree, service.withdraw, deciding.take):
        with pytest.raises((NotAllowed, WrongState)):
            act(one.ref, by=cast.actor("vera"))


def test_assessors_with_a_conflict_are_barred(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    one = contested(cast, at_work(cast, clock))
    make.join(cast.nordwind, cast.user("carla"), "finance")
    with pytest.raises(NotAllowed, match="belong to Nordwind"):
        deciding.take(one.ref, by=cast.actor("carla"))


def test_only_whoever_took_it_decides(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    make.more_staff(cast.ledgerline, nadia="assessor")
    one = taken(cast, at_work(cast, clock))
    with pytest.raises(NotAllowed):
        opine(cast, one.ref, 0, "nadia")
    deciding.leave(one.ref, by=cast.actor("vera"))
    deciding.take(one.ref, by=cast.actor("nadia"))
    with pytest.raises(Invalid):
        deciding.opine(one.ref, eur(0), " ", by=cast.actor("nadia"))


def test_files_go_with_what_is_said(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    one, ana = begin(cast, at_work(cast, clock)), cast.actor("ana")
    log = uploads.keep("log.txt", b"Wednesday 08:12 login", by=ana)
    said = service.add(one.ref, "", [log.ref], by=ana)
    (file,) = said.files
    for who in ("dora", "carla", "vera"):
        assert queries.file(file.ref, cast.actor(who)).media_type == "text/plain"
    with pytest.raises(NotFound):
        queries.file(file.ref, cast.actor("gus"))


def test_a_change_that_is_open_comes_first(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at)
    amendments.propose(booking.ref, WEEK[:2], eur(64_000), "", by=cast.actor("ana"))
    with pytest.raises(Conflict, match="change of this booking"):
        begin(cast, booking)
    db.session.rollback()


@given(price=st.integers(1, 10**9), fee=st.integers(0, 10**8), part=st.integers(0, 10**6), cut=st.booleans())
def test_any_division_adds_up(price: int, fee: int, part: int, cut: bool) -> None:
    back_price = min(part, price) if cut else price - min(part, price)
    made = stakes.division(Money(price, "EUR"), Money(fee, "EUR"), Money(back_price, "EUR"))
    assert made.earned + made.back_price == Money(price, "EUR")
    assert made.fee + made.back_fee == Money(fee, "EUR")
    assert min(made.earned.amount, made.fee.amount, made.back_price.amount, made.back_fee.amount) >= 0
    assert bool(made.back_fee) <= bool(made.back_price)


def test_a_booker_alone_releases_nothing(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = at_work(cast, clock)
    one = begin(cast, booking, PRICE, who="ana")
    with pytest.raises(NotAllowed, match="Only an approver"):
        service.agree(one.ref, by=cast.actor("bruno"))
    service.withdraw(one.ref, by=cast.actor("ana"))
    his = begin(cast, booking, 1, who="bruno")
    with pytest.raises(Conflict, match="may not release so much"):
        service.agree(his.ref, by=cast.actor("ana"))
    service.offer(his.ref, eur(PRICE - 1), by=cast.actor("ana"))
    with pytest.raises(NotAllowed, match="Only an approver"):
        service.take_offer(his.ref, shown=1, by=cast.actor("bruno"))
    service.take_offer(his.ref, shown=1, by=cast.actor("dora"))
    assert now(his).state is DisputeState.SETTLED


def test_hours_that_nobody_approved_prove_nothing(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = at_work(cast, clock)
    service.agree(begin(cast, booking, PRICE).ref, by=cast.actor("ana"))
    settle()
    assert booking_now(booking).state is BookingState.COMPLETED
    assert db.session.scalar(db.select(db.func.count(Work.id))) == 0


def test_money_that_stripe_refuses_while_a_dispute_begins_counts_as_gone(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    """And is asked for once more, by the same name, when the dispute has ended."""
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking, 480, 480, 480)
    transfer = transfer_of(booking)
    make.change(transfer, asked_at=clock.now)
    make.change(booking, disputed_at=clock.now)
    releasing._put_off(transfer.ref, "Not now.")
    assert transfer_of(booking).asked_at is not None
    make.change(booking, disputed_at=None)
    releasing._put_off(transfer.ref, "Not now.")
    assert transfer_of(booking).asked_at is None


def test_an_assessor_who_has_not_taken_it_does_not_read_the_thread(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    make.more_staff(cast.ledgerline, cleo="assessor")
    one = taken(cast, at_work(cast, clock))
    reads = {
        name: deciding.reads_thread(one, cast.actor(name)) for name in ("carla", "cleo", "vera", "fritz")
    }
    assert reads == {"carla": True, "cleo": False, "vera": True, "fritz": False}


def test_whoever_has_to_act_is_reminded_once_on_the_last_business_day(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    one = begin(cast, at_work(cast, clock))
    settle()

    begun, until = clock.now, one.answer_by
    for at, kinds in (
        (add_business_days(begun, 4) - timedelta(minutes=1), set()),
        (add_business_days(begun, 4), {"dispute_reminded"}),
    ):
        clock.to(at)
        clocks.remind()
        clocks.remind()
        settle()
        assert {"dispute_reminded", "dispute_opinion_reminded"} & set(told()) == kinds
    assert told()["dispute_reminded"] == {"Ana"}
    clock.to(until)
    clocks.refer_unanswered()
    clocks.remind()
    settle()
    assert "dispute_opinion_reminded" not in told()
    deciding.take(one.ref, by=cast.actor("carla"))
    clock.to(add_business_days(until, 4))
    clocks.remind()
    clocks.remind()
    settle()
    assert told()["dispute_opinion_reminded"] == {"Carla"}
    assert [event.kind for event in history(one.ref)].count("DisputeReminded") == 2
