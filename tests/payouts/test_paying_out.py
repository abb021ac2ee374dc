"""From the platform's balance to Ana's, and from there to her bank."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import history
from marketplace.gateways.stripe import Payout as Returned
from marketplace.gateways.stripe import the_gateway
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payments import queries as payments
from marketplace.payouts import arriving, paying, queries, releasing, service
from marketplace.payouts.models import AccountState, Payout, PayoutState, TransferState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import make
from tests.booked import WEEK
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payouts.stage import FAILING_IBAN, onboarded, paid, transfer_of, worked
from tests.simulated import Webhooks

EUR_1920 = Money(192_000, "EUR")


@pytest.fixture
def earned(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> Booking:
    """Three days are worked, approved, and Ana can be paid."""
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking)
    return booking


def in_the_books(cast: Cast) -> tuple[int, int]:
    """What we owe Ana, and what lies in her balance at Stripe, in cents."""
    owed = ledger.balance(AccountKind.EXPERT, cast.ana.ref, "EUR")
    return -owed.amount, ledger.balance(AccountKind.CONNECTED, cast.ana.ref, "EUR").amount


def payouts() -> list[Payout]:
    return list(db.session.scalars(select(Payout).order_by(Payout.id)))


def test_money_leaves_when_its_day_has_come(cast: Cast, earned: Booking, clock: Clock) -> None:
    assert releasing.release_due() == 0
    clock.forward(days=4)
    assert releasing.release_due() == 1
    assert releasing.release_due() == 0
    transfer = transfer_of(earned)
    assert transfer.state is TransferState.SENT
    made = the_gateway().transfer_of(transfer.stripe_id or "")
    assert made.amount == EUR_1920
    assert history(transfer.ref)[-1].kind == "TransferSent"
    assert in_the_books(cast) == (192_000, 192_000)


def test_money_waits_until_ana_can_be_paid(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    worked(cast, clock, settle, booking)
    clock.forward(days=30)
    assert releasing.release_due() == 0
    onboarded(cast)
    assert releasing.release_due() == 1
    assert transfer_of(booking).state is TransferState.SENT


def test_what_has_arrived_is_paid_out_to_the_cent(cast: Cast, earned: Booking, clock: Clock) -> None:
    clock.forward(days=4)
    releasing.release_due()
    assert paying.pay_out_due() == 1
    assert paying.pay_out_due() == 0
    [payout] = payouts()
    assert (payout.state, payout.amount) == (PayoutState.SENT, EUR_1920)
    arriving.settle(payout.stripe_id or "")
    assert payout.state is PayoutState.SENT
    clock.forward(days=2)
    arriving.check_sent()
    arriving.check_sent()
    assert payout.state is PayoutState.PAID and payout.paid_at == clock.now
    assert [event.kind for event in history(payout.ref)] == ["PayoutSent", "PayoutPaid"]
    assert in_the_books(cast) == (0, 0)
    assert ledger.trial_balance() == {"EUR": 0}
    assert ledger.balance(AccountKind.BOOKING, earned.ref, "EUR").amount == 0


def test_money_that_has_not_settled_at_stripe_yet_waits(cast: Cast, earned: Booking, clock: Clock) -> None:
    clock.forward(days=4)
    make.change(transfer_of(earned), charge_id=a_charge_that_settles_later(cast))
    releasing.release_due()
    assert paying.pay_out_due() == 0
    assert payouts() == []
    clock.forward(days=3)
    assert paying.pay_out_due() == 1


def a_charge_that_settles_later(cast: Cast) -> str:
    later = tuple(day + timedelta(days=14) for day in WEEK[:3])
    return payments.payment_of(paid(cast, later).id).charge_id


def test_two_bookings_share_one_payout(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    first, second = paid(cast, WEEK[:2]), paid(cast, WEEK[2:])
    onboarded(cast)
    worked(cast, clock, settle, first)
    worked(cast, clock, settle, second)
    clock.forward(days=4)
    assert releasing.release_due() == 2
    assert paying.pay_out_due() == 1
    [payout] = payouts()
    assert payout.amount == Money(5 * 64_000, "EUR")
    clock.forward(days=2)
    arriving.check_sent()
    for booking in (first, second):
        assert [entry.what for entry in ledger.entries_of(booking.ref)][-1] == "In the expert's bank"


def test_a_payout_that_the_bank_returns_is_tried_again(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    account = onboarded(cast, iban=FAILING_IBAN)
    worked(cast, clock, settle, booking)
    clock.forward(days=4)
    releasing.release_due()
    paying.pay_out_due()
    clock.forward(days=2)
    arriving.check_sent()
    [payout] = payouts()
    assert payout.state is PayoutState.FAILED
    assert payout.failure == "no bank account was found under these details"
    assert history(payout.ref)[-1].kind == "PayoutFailed"
    assert in_the_books(cast) == (192_000, 192_000)
    assert paying.pay_out_due() == 0
    person.onboard(service.onboard(by=cast.actor("ana")))
    assert account.stripe_id
    clock.forward(days=3)
    assert paying.pay_out_due() == 1
    clock.forward(days=2)
    arriving.check_sent()
    assert [one.state for one in payouts()] == [PayoutState.FAILED, PayoutState.PAID]
    assert in_the_books(cast) == (0, 0)


def test_ana_need_not_wait_once_her_bank_details_are_mended(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    onboarded(cast, iban=FAILING_IBAN)
    worked(cast, clock, settle, booking)
    clock.forward(days=4)
    releasing.release_due()
    paying.pay_out_due()
    clock.forward(days=2)
    arriving.check_sent()
    paying.try_again(by=cast.actor("ana"))
    assert paying.pay_out_due() == 1


def test_stripes_notices_lead_to_the_same(
    cast: Cast, earned: Booking, clock: Clock, webhooks: Webhooks, settle: Settle
) -> None:
    clock.forward(days=4)
    releasing.release_due()
    paying.pay_out_due()
    webhooks()
    settle()
    clock.forward(days=2)
    the_gateway().balance(None)
    webhooks()
    settle()
    assert [one.state for one in payouts()] == [PayoutState.PAID]
    assert in_the_books(cast) == (0, 0)


def test_money_that_comes_back_days_after_it_arrived_is_owed_again(
    cast: Cast, earned: Booking, clock: Clock
) -> None:
    clock.forward(days=4)
    releasing.release_due()
    paying.pay_out_due()
    clock.forward(days=2)
    arriving.check_sent()
    [payout] = payouts()
    returned = Returned("po", "failed", payout.arrives_on, payout.amount, "account_closed")
    with atomic():
        arriving.follow(locked(Payout, payout.ref), returned)
    assert (payout.state, payout.failure) == (PayoutState.FAILED, "the bank account has been closed")
    assert in_the_books(cast) == (192_000, 192_000)
    assert transfer_of(earned).payout_id is None
    assert ledger.trial_balance() == {"EUR": 0}


def test_a_refused_transfer_is_put_off_and_the_account_looked_at(
    cast: Cast, earned: Booking, clock: Clock, simulator: Simulator
) -> None:
    person.onboard(service.onboard(by=cast.actor("ana")), "more")
    clock.forward(days=4)
    assert releasing.release_due() == 0
    transfer = transfer_of(earned)
    assert (transfer.state, transfer.attempt) == (TransferState.WAITING, 2)
    assert transfer.due_at > clock.now
    account = queries.account_of(cast.ana.id)
    assert account is not None and account.state is AccountState.RESTRICTED
    onboarded(cast)
    clock.forward(hours=1)
    assert releasing.release_due() == 1


def test_a_key_that_stripe_has_forgotten_is_not_trusted(
    cast: Cast, earned: Booking, clock: Clock, simulator: Simulator
) -> None:
    """The worker died after the transfer was made, and came back two days later."""
    clock.forward(days=4)
    transfer = transfer_of(earned)
    make.change(transfer, asked_at=clock.now)
    arguments = {"amount": transfer.amount, "source_charge": transfer.charge_id, "transfer_group": earned.ref}
    destination = queries.destination(cast.ana.id)
    the_gateway().transfer(
        destination=destination, reference=transfer.ref, key="forgotten by now", **arguments
    )
    clock.forward(days=2)
    assert releasing.release_due() == 1
    assert len(simulator.events("transfer.created")) == 1
    make.row(Payout, expert_id=cast.ana.id, amount=EUR_1920, transfers=[transfer], asked_at=clock.now)
    [payout] = payouts()
    the_gateway().payout(account=destination, amount=EUR_1920, reference=payout.ref, key="forgotten too")
    clock.forward(days=2)
    assert paying.pay_out_due() == 1
    assert payout.state is PayoutState.SENT
    assert len(simulator.events("payout.paid")) == 1
