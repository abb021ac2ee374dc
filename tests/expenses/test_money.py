"""An expense's money: paid in without a fee, passed on in full, and left alone by whatever happens to the days."""

import pytest

from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState
from marketplace.disputes import stakes
from marketplace.expenses import service
from marketplace.expenses.models import ExpenseState
from marketplace.kit import clock as clock_of
from marketplace.kit.errors import Conflict, Invalid, NotAllowed
from marketplace.kit.money import Money
from marketplace.kit.period import add_business_days
from marketplace.ledger import queries as ledger
from marketplace.payments import queries as payments
from marketplace.payments import service as paying
from marketplace.payments import spending
from marketplace.payments.errors import AlreadyPaid, NotWaiting
from marketplace.payouts import earnings, releasing
from marketplace.payouts import paying as paying_out
from marketplace.payouts import queries as payouts
from marketplace.payouts.models import TransferState
from marketplace.reconciliation.service import compare
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.disputes import disputing
from tests.expenses.spending import approved, come_back, handed_in, now, page_for, paid, paid_for_now, spent
from tests.payments.paying import now as booking_now
from tests.payments.paying import on_account
from tests.payouts import stage
from tests.timesheets.stage import AFTER, submitted

S = ExpenseState
TICKET = 4_520


@pytest.fixture
def booking(cast: Cast, simulator: Simulator) -> Booking:
    return stage.paid(cast, expenses_percent=100)


def balanced(cast: Cast, booking: Booking, *, expert: int) -> None:
    """What came in is what the expert gets, our fee, what went back, and what still rests on the booking."""
    came = sum(one.amount.amount for one in payments.payments_of(booking.id) if one.paid_at)
    back = sum(one.amount.amount for one in payments.refunds_of(booking.id))
    rests = -on_account("booking", booking.ref)
    assert -on_account("expert", cast.ana.ref) == expert
    assert came == expert + -on_account("fees") + back + rests
    assert ledger.trial_balance() == {"EUR": 0}
    assert compare(None)[1].differences == []


def test_it_is_paid_without_a_fee_and_released_like_the_rest(
    cast: Cast, booking: Booking, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    stage.onboarded(cast)
    one = paid(cast, booking)
    settle()
    with simulator.world.store.transaction():
        asked = {page["amount_total"] for page in simulator.world.store.every("checkout.session")}
    assert (asked, one.state) == ({211_200, TICKET}, S.PAID)
    (payment,) = [each for each in payments.payments_of(booking.id) if each.expense_id]
    (transfer,) = payouts.transfers_of(booking.id)
    assert (payment.fee.amount, transfer.amount, transfer.charge_id) == (0, one.claimed, payment.charge_id)
    assert transfer.release_at == add_business_days(clock.now, 2)
    balanced(cast, booking, expert=TICKET)
    assert releasing.release_due() == 0
    clock.to(transfer.release_at)
    assert releasing.release_due() == 1
    stage.worked(cast, clock, settle, booking_now(booking))
    clock.forward(days=4)
    assert releasing.release_due() == 1
    balanced(cast, booking, expert=TICKET + 192_000)
    paying_out.pay_out_due()
    earning = earnings.earning_of(booking_now(booking))
    assert [(share.amount.amount, share.expense is not None) for share in earning.shares] == [
        (192_000, False),
        (TICKET, True),
    ]
    assert spending.totals_of(cast.nordwind.id)["EUR"].net == Money(211_200 + TICKET, "EUR")
    with pytest.raises(AlreadyPaid, match="This expense is already paid"):
        page_for(cast, one)


def test_two_clicks_lead_to_one_page_and_what_changed_meanwhile_to_another(
    cast: Cast, booking: Booking, simulator: Simulator, settle: Settle
) -> None:
    one, dora = approved(cast, booking), cast.actor("dora")
    first = page_for(cast, one)
    assert page_for(cast, one) == first
    service.send_back(one.ref, "Was it not 40?", by=dora)
    service.correct(one.ref, spent(cast, "40"), by=cast.actor("ana"))
    service.approve(one.ref, by=dora)
    second = page_for(cast, one)
    assert second != first
    person.pay(first)  # before anybody has closed it
    attempt = next(each for each in payments.payments_of(booking.id) if each.expense_id)
    paying.settle(attempt.checkout_id or "")
    assert now(one).state is S.APPROVED, "45.20 does not pay for 40"
    person.pay(second)
    come_back(one)
    settle()
    assert now(one).state is S.PAID
    (refund,) = payments.refunds_of(booking.id)
    assert refund.amount.amount == TICKET
    balanced(cast, booking, expert=4_000)


def test_who_pays_for_what_was_withdrawn_gets_it_back(
    cast: Cast, booking: Booking, simulator: Simulator, settle: Settle
) -> None:
    one = approved(cast, booking)
    page = page_for(cast, one)
    service.withdraw(one.ref, by=cast.actor("ana"))
    person.pay(page)
    settle()
    assert now(one).state is S.WITHDRAWN
    assert sum(each.amount.amount for each in payments.refunds_of(booking.id)) == TICKET
    assert payouts.transfers_of(booking.id) == []
    balanced(cast, booking, expert=0)
    with pytest.raises(NotWaiting, match="does not wait"):
        page_for(cast, one)
    with pytest.raises(NotAllowed, match="can pay"):
        paying.start_expense(approved(cast, booking).ref, by=cast.actor("ana"))


def test_a_cancellation_gives_back_the_days_and_leaves_the_expense(
    cast: Cast, booking: Booking, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    one, later = paid(cast, booking, "100"), approved(cast, booking)
    settle()
    bookings.cancel(booking.ref, by=cast.actor("ana"), reason="I am ill.")
    settle()
    assert booking_now(booking).state is BookingState.CANCELLED
    assert sum(each.amount.amount for each in payments.refunds_of(booking.id)) == 211_200
    paid_for = {each.payment.expense_id for each in payments.refunds_of(booking.id)}
    assert (paid_for, now(one).state) == ({None}, S.PAID)
    person.pay(page_for(cast, later))  # bought before it was called off, and approved
    come_back(later)
    settle()
    assert on_account("booking", booking.ref) == 0
    balanced(cast, booking, expert=10_000 + TICKET)
    called_off_on = clock_of.today()
    clock.forward(days=3)
    with pytest.raises(Invalid) as refused:
        handed_in(cast, booking)
    assert "called off by then" in refused.value.fields["spent_on"]
    with pytest.raises(Invalid) as refused:
        handed_in(cast, booking, "46.81", spent_on=called_off_on)
    assert "at most €192.00, 10 % of its price" in refused.value.fields["amount"], "all of it went back"
    last = paid_for_now(cast, handed_in(cast, booking, spent_on=called_off_on))
    settle()
    assert (last.state, booking_now(booking).state) == (S.PAID, BookingState.CANCELLED)
    balanced(cast, booking, expert=10_000 + 2 * TICKET)
    assert [one.expense_id for one in payouts.transfers_of(booking.id)][-1] == last.id
    clock.forward(days=28)
    with pytest.raises(NotAllowed, match="more than 30 days ago"):
        handed_in(cast, booking, spent_on=called_off_on)
    (share, other, _) = earnings.earning_of(booking_now(booking)).shares
    assert (share.expense, other.expense) == (now(one), now(later))


def test_once_the_work_is_over_the_bound_is_a_share_of_what_it_brought(
    cast: Cast, booking: Booking, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    """Three days were paid; the hours of one were worked. Expenses that were passed on are no work."""
    waiting = handed_in(cast, booking, "641")
    paid(cast, booking, "200")
    stage.worked(cast, clock, settle, booking, 480, 0, 0)
    assert booking_now(booking).state is BookingState.COMPLETED
    with pytest.raises(Invalid) as refused:
        service.approve(waiting.ref, by=cast.actor("dora"))
    said = refused.value.fields["amount"]
    assert "at most €640.00, 100 % of what the expert keeps of its price. €440.00 of that is left" in said
    service.approve(waiting.ref, "440", "More is not covered.", by=cast.actor("dora"))


def test_a_dispute_stops_everything_and_divides_the_price_alone(
    cast: Cast, booking: Booking, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    stage.onboarded(cast)
    first, second = paid(cast, booking, "100"), approved(cast, booking)
    waiting = handed_in(cast, booking, "7")
    settle()
    clock.to(AFTER)
    submitted(cast, booking)
    open_page = page_for(cast, second)
    dispute = disputing.begin(cast, booking_now(booking))
    assert (dispute.price.amount, dispute.fee.amount) == (192_000, 19_200)
    with pytest.raises(NotAllowed, match="dispute"):
        service.approve(waiting.ref, by=cast.actor("dora"))
    with pytest.raises(NotAllowed, match="dispute"):
        page_for(cast, second)
    person.pay(open_page)  # a page that was open already is settled, and what it brought waits
    come_back(second)
    settle()
    clock.forward(days=10)
    assert releasing.release_due() == 0
    disputing.service.agree(dispute.ref, by=cast.actor("ana"))
    settle()
    assert sum(each.amount.amount for each in payments.refunds_of(booking.id)) == 70_400
    kept = [each for each in payouts.transfers_of(booking.id) if each.state is not TransferState.DROPPED]
    assert sorted(each.amount.amount for each in kept) == [TICKET, 10_000, 128_000]
    assert now(first).state is now(second).state is S.PAID
    service.approve(waiting.ref, by=cast.actor("dora"))
    clock.forward(days=10)
    assert releasing.release_due() == 3
    balanced(cast, booking, expert=128_000 + 10_000 + TICKET)


def test_an_expense_alone_is_nothing_to_dispute(
    cast: Cast, booking: Booking, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    stage.onboarded(cast)
    stage.worked(cast, clock, settle, booking)
    clock.forward(days=10)
    releasing.release_due()
    paid(cast, booking_now(booking))
    settle()
    with pytest.raises(Conflict, match="has left for the expert"):
        stakes.open_of(booking_now(booking))
