"""Receipts in anybody's hands, before, during and after the work: handed in, sent back, corrected, taken back, approved all or in
part, paid on a page that was open for too long, and left alone while a dispute is open.

Whatever happens: what is shown is what was moved, no bound is passed in however many pieces, and every refusal is a sentence.
"""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from marketplace.bookings import service as bookings
from marketplace.bookings.models import BookingState
from marketplace.disputes import queries as disputes
from marketplace.disputes import service as arguing
from marketplace.disputes.models import Topic
from marketplace.disputes.wording import Wish
from marketplace.events import log
from marketplace.expenses import queries, reminding, service
from marketplace.expenses.models import LIFECYCLE, Expense, ExpenseState
from marketplace.kit import clock as clock_of
from marketplace.kit.errors import MarketError
from marketplace.kit.money import Money, total
from marketplace.ledger import queries as ledger
from marketplace.organizations import queries as organizations
from marketplace.organizations import team
from marketplace.payments import queries as payments
from marketplace.payments import service as paying
from marketplace.payouts import earnings
from marketplace.payouts import queries as payouts
from marketplace.payouts.models import TransferState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import make
from tests.cast import Cast
from tests.conftest import MONDAY, Clock, Settle
from tests.expenses.spending import receipt, spent
from tests.payments.paying import now, on_account
from tests.payouts.stage import paid

EUR = "EUR"
S = ExpenseState
MOST = Money(30_000, EUR)
LIMIT = Money(12_000, EUR)
"""What Dora decides alone of one booking's expenses."""
NUMBERS = iter(range(1, 1_000))
WAITS, ACCEPTED = (S.SUBMITTED, S.APPROVED, S.PAID), (S.APPROVED, S.PAID)
experts = st.sampled_from([*["expert"] * 6, "dora", "emil"])
deciders = st.sampled_from([*["dora"] * 4, "olga", "olga", "bruno", "expert"])
amounts = st.sampled_from([4_520, 6_001, 6_001, 11_999, 12_001, 24_999])
DECIDED = ("ExpenseApproved", "ExpenseSentBack")


def written(cents: int) -> str:
    return str(Money(cents, EUR).decimal())


class Life(RuleBasedStateMachine):
    def __init__(self, cast: Cast, clock: Clock, settle: Settle) -> None:
        super().__init__()
        self.cast, self.clock, self.settle = cast, clock, settle
        clock.to(MONDAY)
        self.name = f"Ana the {next(NUMBERS)}"
        self.expert = make.expert(self.name)
        certificate = make.certificate(self.expert, cast.leave)
        booking = paid(
            cast,
            expert=self.expert,
            certificate_id=certificate.id,
            rate=Money(33_333, EUR),
            expenses_percent=30,
        )
        self.ref = booking.ref
        (dora,) = [
            one for one in organizations.members_of(cast.nordwind.id) if one.user_id == cast.user("dora").id
        ]
        team.set_limit(cast.nordwind.ref, dora.ref, LIMIT, by=cast.actor("olga"))
        settle()

    @initialize(begun=st.booleans(), cents=st.tuples(amounts, amounts))
    def two_tickets(self, begun: bool, cents: tuple[int, int]) -> None:
        """Bought before the work begins, or on its first evening; Dora approves what she may of them."""
        if begun:
            self.clock.to(self.booking.starts_at + timedelta(hours=10))
        for each in cents:
            self.hand_in("expert", each)
        for one in self.expenses:
            self.tried(lambda ref=one.ref: service.approve(ref, by=self.cast.actor("dora")))

    def actor(self, who: str):
        return self.cast.actor(self.name.lower()) if who == "expert" else self.cast.actor(who)

    @property
    def booking(self):
        return now(self.ref)

    @property
    def expenses(self) -> list[Expense]:
        return list(queries.of_booking(self.booking.id))

    def happened(self, *kinds: str) -> int:
        found = log.history_of([one.ref for one in self.expenses])
        return sum(event.kind in kinds for event in found)

    def one_of(self, data: st.DataObject, *likely: ExpenseState) -> Expense | None:
        every = self.expenses
        fit = [one for one in every if one.state in likely]
        return data.draw(st.sampled_from(fit or every)) if every else None

    def tried(self, act: Callable[[], object]) -> bool:
        """Done, or turned down in words; in a dispute nobody decides."""
        frozen, before = self.booking.disputed_at, self.happened(*DECIDED)
        done = True
        try:
            act()
        except MarketError as refusal:
            assert refusal.sentence.strip().endswith((".", "!", "?")), refusal.sentence
            done = False
        if done:
            self.settle()
        if frozen and self.booking.disputed_at:
            assert self.happened(*DECIDED) == before
        return done

    @rule(who=experts, cents=amounts)
    def hand_in(self, who: str, cents: int) -> None:
        taken = sum(one.amount.amount for one in self.expenses if one.state in WAITS)
        ticket = receipt(self.cast, self.name.lower())
        given = spent(self.cast, written(cents), spent_on=clock_of.today(), files=[ticket])
        done = self.tried(lambda: service.hand_in(self.ref, given, by=self.actor(who)))
        assert not done or (who == "expert" and taken + cents <= MOST.amount)

    @rule(who=experts, cents=amounts, data=st.data())
    def correct(self, who: str, cents: int, data: st.DataObject) -> None:
        one = self.one_of(data, S.SENT_BACK)
        if one:
            ref, given = one.ref, spent(self.cast, written(cents), spent_on=one.spent_on, files=[])
            self.tried(lambda: service.correct(ref, given, by=self.actor(who)))

    @rule(who=experts, data=st.data())
    def withdraw(self, who: str, data: st.DataObject) -> None:
        one = self.one_of(data, S.SUBMITTED, S.SENT_BACK, S.APPROVED)
        if one:
            self.tried(lambda ref=one.ref: service.withdraw(ref, by=self.actor(who)))

    @rule(
        who=deciders,
        data=st.data(),
        less=st.sampled_from([0, 0, 1, 2_000]),
        stale=st.sampled_from([False, False, False, True]),
    )
    def approve(self, who: str, data: st.DataObject, less: int, stale: bool) -> None:
        """What stood on the button is what comes of it."""
        one = self.one_of(data, S.SUBMITTED)
        if one:
            ref, amount = one.ref, one.claimed.amount - less
            seen = one.submissions - (1 if stale else 0)
            typed = written(amount) if less else ""
            reason = "That much." if less else ""
            by = self.actor(who)
            if self.tried(lambda: service.approve(ref, typed, reason, seen=seen, by=by)):
                assert not stale
                assert next(each for each in self.expenses if each.ref == ref).approved == amount

    @rule(who=deciders, data=st.data(), why=st.sampled_from(["Which train?", " "]))
    def send_back(self, who: str, data: st.DataObject, why: str) -> None:
        one = self.one_of(data, S.SUBMITTED, S.APPROVED)
        if one:
            self.tried(lambda ref=one.ref: service.send_back(ref, why, by=self.actor(who)))

    @rule(who=st.sampled_from(["olga", "bruno", "dora", "expert"]), data=st.data(), between=st.booleans())
    def pay(self, who: str, data: st.DataObject, between: bool) -> None:
        """Sometimes it is taken back while the page is open: then the money goes back."""
        one = self.one_of(data, S.APPROVED)
        if one is None:
            return
        ref, by = one.ref, self.actor(who)

        def act() -> None:
            page = paying.start_expense(ref, by=by)
            if between:
                service.withdraw(ref, by=self.actor("expert"))
            person.pay(page)
            (*_, last) = [each for each in payments.payments_of(one.booking_id) if each.expense_id]
            paying.settle(last.checkout_id or "")

        self.tried(act)

    @rule(who=st.sampled_from(["dora", "expert"]), end=st.sampled_from(["withdraw", "agree"]))
    def argue(self, who: str, end: str) -> None:
        """A dispute is opened, or the open one ends."""
        known = disputes.open_on(self.booking.id)
        if known is None:
            back = Money(33_333 if who == "dora" else 0, EUR)
            wish = Wish(Topic.OTHER, back, "We see it differently.")
            self.tried(lambda: arguing.begin(self.ref, wish, by=self.actor(who)))
            return
        verb = arguing.withdraw if end == "withdraw" else arguing.agree
        self.tried(lambda ref=known.ref: verb(ref, by=self.actor(who)))

    @rule(who=st.sampled_from(["expert", "bruno"]))
    def call_off(self, who: str) -> None:
        self.tried(lambda: bookings.cancel(self.ref, reason="I am ill.", by=self.actor(who)))

    @rule(hours=st.sampled_from([5, 50, 200]))
    def time_passes(self, hours: int) -> None:
        self.clock.to(clock_of.now() + timedelta(hours=hours))
        reminding.remind()
        self.settle()

    @invariant()
    def no_bound_is_passed_in_pieces(self) -> None:
        counted = [one for one in self.expenses if one.state in WAITS]
        assert total((one.amount for one in counted), EUR) <= MOST
        dora = self.cast.user("dora").id
        hers = [one for one in counted if one.state in ACCEPTED and one.decided_by_id == dora]
        assert total((one.amount for one in hers), EUR) <= LIMIT
        assert all(one.approved is None or 0 < one.approved <= one.claimed.amount for one in self.expenses)

    @invariant()
    def money_shown_is_money_moved(self) -> None:
        booking = self.booking
        shown = {one.ref: one.amount for one in self.expenses if one.state is S.PAID}
        came = [one for one in payments.payments_of(booking.id) if one.expense_id and one.paid_at]
        back = [one for one in payments.refunds_of(booking.id) if one.payment.expense_id]
        kept = total((one.amount for one in came), EUR) - total((one.amount for one in back), EUR)
        assert kept == total(shown.values(), EUR)
        assert all(not one.fee for one in came)
        sent = [one for one in payouts.transfers_of(booking.id) if one.state is not TransferState.DROPPED]
        assert total((one.amount for one in sent if one.expense_id), EUR) == kept
        assert -on_account("expert", self.expert.ref) == total((one.amount for one in sent), EUR).amount
        shares = [one for one in earnings.earning_of(booking).shares if one.expense]
        assert {one.expense.ref: one.amount for one in shares if one.expense} == shown
        assert ledger.trial_balance([self.ref]) in ({}, {EUR: 0})

    @invariant()
    def there_is_always_a_way_forward(self) -> None:
        for one in self.expenses:
            ended = one.state in (S.PAID, S.WITHDRAWN)
            assert ended is (one.ended_at is not None)
            assert ended is not any(LIFECYCLE.allows(one.state, verb) for verb in ("withdraw", "pay"))
            assert (one.waits_since is None) is (ended or one.state is S.SENT_BACK)
        assert self.booking.state in (BookingState.CONFIRMED, BookingState.CANCELLED, BookingState.COMPLETED)


def test_receipts_in_anybodys_hands(cast: Cast, clock: Clock, simulator: Simulator, settle: Settle) -> None:
    run_state_machine_as_test(
        lambda: Life(cast, clock, settle),
        settings=settings(
            max_examples=4,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
