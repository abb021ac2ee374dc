"""Every line at Stripe is held against the ledger; what differs is named, and either comes right by itself or wants a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from marketplace import schedule
from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.log import history
from marketplace.gateways.errors import GatewayUnavailable
from marketplace.gateways.stripe import Movement, StripeGateway, the_gateway
from marketplace.kit.errors import Conflict, Invalid, NotAllowed
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger
from marketplace.ledger import service as posting
from marketplace.ledger.models import AccountKind
from marketplace.payments import service as payments
from marketplace.payments.queries import good_payments_of
from marketplace.payouts import paying, queries
from marketplace.reconciliation import queries as reconciliations
from marketplace.reconciliation import service
from marketplace.reconciliation.models import Reconciliation, ReconciliationState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests.bookings.asking import accepted
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.mailbox import mails
from tests.payments.paying import begin, now
from tests.reconciliation.stage import by_hand, released


@pytest.fixture
def booking(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> Booking:
    return released(cast, clock, settle)


def compared(*, whole: bool = True) -> Reconciliation:
    return service.run(service.begin(whole=whole, by=SYSTEM).ref)


def whys(made: Reconciliation) -> list[tuple[str, str, bool]]:
    """What it is, what it is off by, whether it comes right by itself."""
    return [(one.kind, f"{one.difference.decimal()}", one.expected) for one in made.report.differences]


def test_line_by_line_they_agree(cast: Cast, booking: Booking, clock: Clock) -> None:
    made = compared()
    assert (made.state, made.flagged, made.expected) == (ReconciliationState.FINISHED, 0, 0)
    assert made.movements == 4, "the charge, the refund, the transfer, and its other end"
    assert [one.difference.amount for one in made.report.balances] == [0, 0]


def test_a_payout_on_its_way_is_expected(cast: Cast, booking: Booking, clock: Clock) -> None:
    paying.pay_out_due()
    made = compared()
    assert [(kind, expected) for kind, _, expected in whys(made)] == [("payout", True)]
    assert "On its way to the expert's bank, expected on" in made.report.differences[0].why
    clock.forward(days=2)
    schedule.tick()
    assert whys(compared()) == []


def test_what_was_moved_by_hand_is_named_and_can_be_written_into_the_books(
    cast: Cast, booking: Booking, simulator: Simulator
) -> None:
    moved = by_hand(cast, booking)
    made = compared()
    assert whys(made) == [("transfer", "-1.00", False), ("payment", "1.00", False)]
    platform, connected = made.report.flagged
    assert platform.subject == moved and platform.foreign and connected.foreign
    otto = cast.actor("otto")
    for one in (platform, connected):
        service.correct(made.ref, one.account.owner, one.subject, "A gift to Ana", by=otto)
    again = compared()
    assert (again.flagged, again.expected) == (0, 0)
    assert ledger.trial_balance() == {"EUR": 0}
    assert ledger.balances(AccountKind.ADJUSTMENTS) == {"EUR": 0}, "out of ours and into Ana's"
    assert history(moved)[0].payload["reason"] == "A gift to Ana"


def test_a_correction_has_a_reason_an_operator_and_a_difference(cast: Cast, booking: Booking) -> None:
    moved, otto = by_hand(cast, booking), cast.actor("otto")
    ref = compared().ref
    with pytest.raises(NotAllowed):
        service.correct(ref, "", moved, "Because", by=cast.actor("vera"))
    with pytest.raises(Invalid):
        service.correct(ref, "", moved, "  ", by=otto)
    service.correct(ref, "", moved, "A gift", by=otto)
    with pytest.raises(Conflict):
        service.correct(ref, "", moved, "A gift", by=otto)
    charge = queries.transfers_of(booking.id)[0].charge_id
    with pytest.raises(Conflict):
        service.correct(ref, "", charge, "Mine now", by=otto)
    assert ledger.balances(AccountKind.ADJUSTMENTS) == {"EUR": 100}


def test_what_was_entered_here_is_no_difference_on_any_later_day(
    cast: Cast, booking: Booking, clock: Clock
) -> None:
    """The lines are older than what a daily comparison reads, the entries are new."""
    moved = by_hand(cast, booking)
    own = the_gateway().client.v1.payouts.create({"amount": 2_000, "currency": "eur"}).id
    clock.forward(days=5)
    made = compared()
    with pytest.raises(Conflict):
        service.correct(made.ref, "", own, "Our fees", by=cast.actor("otto"))
    for one in made.report.flagged:
        service.correct(made.ref, one.account.owner, one.subject, "A gift", by=cast.actor("otto"))
    for _ in range(3):
        clock.forward(days=1)
        assert whys(compared(whole=False)) == []
    assert moved in {one.subject for one in made.report.flagged}
    assert ledger.balances(AccountKind.BANK) == {"EUR": 2_000}


def test_what_moves_while_it_is_compared_is_no_difference(
    cast: Cast, booking: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day is given back after our books were read and before Stripe was asked."""
    listed = StripeGateway.movements

    def slow(
        self: StripeGateway, account: str | None, *, since: datetime | None = None
    ) -> Iterator[Movement]:
        if account is None:
            payments.give_back(booking, "goodwill", Money(500, "EUR"), Money(0, "EUR"))
        return listed(self, account, since=since)

    monkeypatch.setattr(StripeGateway, "movements", slow)
    assert whys(compared()) == []


def test_a_lost_answer_comes_right_by_itself(cast: Cast, booking: Booking, clock: Clock) -> None:
    """Stripe has made a refund; we died before we read its answer."""
    refund = payments.queries.refunds_of(booking.id)[0]
    with atomic():
        for entry in ledger.entries_of(booking.ref):
            if entry.reference == f"refund:{refund.ref}":
                amount = Money(abs(entry.postings[0].amount), "EUR")
        lines = posting.move(amount, out_of=(AccountKind.BOOKING, booking.ref), into=(AccountKind.STRIPE, ""))
        posting.post(f"refund_failed:{refund.ref}", "As if it were not here", lines, booking=booking.ref)
    made = compared()
    assert [(kind, expected) for kind, _, expected in whys(made)] == [("refund", False)]
    assert made.report.flagged[0].booking == booking.ref and not made.report.flagged[0].foreign


def test_who_has_paid_unnoticed_is_found(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    """The browser never came back, and no notice came: the list of events tells, before anything is compared."""
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    made = compared()
    assert made.fetched > 0
    assert [(kind, expected) for kind, _, expected in whys(made)] == [("payment", True)]
    assert "has paid, and we have not taken note of it yet" in made.report.differences[0].why
    schedule.tick()
    assert now(booking).state.value == "confirmed"
    assert (compared().flagged, compared().expected) == (0, 0)
    assert compared().fetched == 0, "each is kept once"


def test_an_entry_that_stripe_does_not_know(cast: Cast, booking: Booking) -> None:
    lines = posting.move(Money(1, "JPY"), out_of=(AccountKind.BOOKING, "x"), into=(AccountKind.STRIPE, ""))
    with atomic():
        posting.post("imagined", "Imagined", lines, booking=None)
    (one,) = compared().report.flagged
    assert (one.subject, one.ours, one.stripes) == ("imagined", Money(1, "JPY"), Money(0, "JPY"))
    assert "Stripe knows nothing of this" in one.why and not one.foreign


def test_what_the_platform_pays_itself_is_entered(
    simulator: Simulator, booking: Booking, clock: Clock
) -> None:
    """The operator takes the fees out, on Stripe's own pages."""
    the_gateway().client.v1.payouts.create({"amount": 2_000, "currency": "eur"})
    for _ in range(2):
        made = compared()
        assert (made.flagged, made.expected) == (0, 0)
    assert ledger.balances(AccountKind.BANK) == {"EUR": 2_000}


def test_once_a_day_and_only_what_is_new(cast: Cast, booking: Booking, clock: Clock) -> None:
    compared()
    schedule.tick()
    assert db.session.query(Reconciliation).count() == 1, "not before a day is over"
    clock.forward(days=3)
    schedule.tick()
    made = reconciliations.last_finished()
    assert made is not None and made.since is not None and made.asked_by is None
    assert (made.movements, made.flagged) == (1, 0), "the transfer of the day before the last"
    clock.forward(days=2)
    moved = by_hand(cast, booking)
    schedule.tick()
    made = reconciliations.last_finished()
    assert made and [one.subject for one in made.report.flagged if not one.account.owner] == [moved]


def test_what_reaches_over_the_edge_is_looked_at_whole(cast: Cast, booking: Booking, clock: Clock) -> None:
    """Stripe's line is old, our entry new: seen alone, each would seem to miss the other."""
    clock.forward(days=10)
    compared()
    payment = good_payments_of(booking.id)[0]
    with atomic():
        for sign in (1, -1):
            lines = posting.move(
                Money(5 * sign, "EUR"),
                out_of=(AccountKind.BOOKING, booking.ref),
                into=(AccountKind.STRIPE, ""),
            )
            posting.post(f"paid:{payment.ref}:{sign}", "There and back", lines, booking=booking.ref)
    clock.forward(days=2)
    assert whys(compared(whole=False)) == []


def test_operators_hear_of_it_and_of_nothing_else(cast: Cast, booking: Booking, settle: Settle) -> None:
    settle()
    cast.app.extensions["mailman"].outbox = []
    compared()
    settle()
    assert mails(cast.app) == []
    by_hand(cast, booking)
    compared()
    settle()
    (told,) = mails(cast.app)
    assert (told.to, told.subject) == (["otto@example.test"], "Our books and Stripe's differ about 2 things")


def test_silence_is_not_taken_for_agreement(
    cast: Cast, booking: Booking, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> None:
        raise GatewayUnavailable

    monkeypatch.setattr(StripeGateway, "movements", silent)
    ref = service.begin(whole=True, by=SYSTEM).ref
    assert service.run(ref).state is ReconciliationState.STARTED
    assert service.run(ref).tries == 1, "not again at once"
    for _ in range(service.TRIES):
        clock.forward(minutes=11)
        service.run_due()
    assert reconciliations.visible(ref, SYSTEM).state is ReconciliationState.FAILED
    monkeypatch.undo()
    clock.forward(days=1)
    service.run_due()
    assert reconciliations.last_finished() is not None


def test_one_at_a_time(cast: Cast, booking: Booking, clock: Clock) -> None:
    first = service.begin(whole=False, by=SYSTEM)
    assert service.begin(whole=True, by=cast.actor("otto")).ref == first.ref
    made = service.run(first.ref)
    assert made.since is None and made.finished_at is not None
    assert service.run(first.ref).tries == 1
    assert clock.now - made.created_at < timedelta(minutes=1)
