"""A paid booking that two sides disagree about, in the hands of anybody, at any time, while the clock moves.

Whatever happens: no transfer leaves while a dispute is open, what was paid is earned, back or still open, the books balance, every
refusal is a sentence, and nothing stays open for ever.
"""

from collections.abc import Callable
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from marketplace.accounts.actor import Actor
from marketplace.amendments import service as amendments
from marketplace.bookings import service as bookings
from marketplace.bookings.models import BookingState
from marketplace.disputes import clocks, deciding, queries, service
from marketplace.disputes.models import Dispute, Topic
from marketplace.disputes.wording import Wish
from marketplace.kit.errors import MarketError
from marketplace.ledger import queries as ledger
from marketplace.payments import queries as paid_with
from marketplace.payments import service as payments
from marketplace.payouts import disputed, releasing
from marketplace.payouts import queries as payouts
from marketplace.payouts import service as accounts
from marketplace.payouts.models import TransferState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets import service as hours
from tests import make
from tests.bookings.asking import WEEK
from tests.cast import Cast
from tests.conftest import MONDAY, Clock, Settle
from tests.disputes.disputing import eur
from tests.payments.paying import now, on_account

people = st.sampled_from(["expert", "expert", "expert", "dora", "dora", "dora", "olga", "gus", "carla"])
staff = st.sampled_from(["carla", "carla", "nadia", "vera", "ines", "dora"])
amounts = st.sampled_from([0, 1, 33_333, 64_000, 160_001, 320_000, 320_001])
NUMBERS = count(1)
PAID = 352_000


class Life(RuleBasedStateMachine):
    def __init__(self, cast: Cast, clock: Clock, settle: Settle) -> None:
        super().__init__()
        self.cast, self.clock, self.settle = cast, clock, settle
        clock.to(MONDAY)
        self.name = f"Ana the {next(NUMBERS)}"
        expert = make.expert(self.name)
        asked = bookings.request(
            expert.slug,
            make.certificate(expert, cast.leave).ref,
            WEEK,
            "Close March with us.",
            organization_ref=cast.nordwind.ref,
            by=cast.actor("bruno"),
        )
        self.ref = bookings.accept(asked.ref, by=self.actor("expert")).ref
        person.pay(payments.start(self.ref, by=cast.actor("dora")))
        payments.settle(paid_with.payments_of(asked.id)[-1].checkout_id or "")
        person.onboard(accounts.onboard(by=self.actor("expert"), country="DE"))
        account = payouts.account_of(expert.id)
        accounts.refresh(account.stripe_id if account and account.stripe_id else "")
        clock.to(now(self.ref).ends_at)
        settle()

    @initialize(approved=st.booleans(), disputed=st.sampled_from([True, True, False]))
    def hours_are_in(self, approved: bool, disputed: bool) -> None:
        """Mostly there is something to disagree about."""
        minutes = {one.ref: 480 for one in timesheets.shifts_of(now(self.ref))}
        hours.submit(self.ref, minutes, "", by=self.actor("expert"))
        if approved:
            hours.approve(self.sheet, by=self.cast.actor("dora"))
        self.settle()
        if disputed:
            self.begin("dora", 33_333, Topic.QUALITY)

    def actor(self, who: str) -> Actor:
        return self.cast.actor(self.name.lower()) if who == "expert" else self.cast.actor(who)

    @property
    def latest(self) -> Dispute | None:
        every = queries.of_booking(now(self.ref).id)
        return every[0] if every else None

    @property
    def sheet(self) -> str:
        sheets = timesheets.sheets_of(now(self.ref).id)
        return next((one.ref for one in sheets if not one.decided), sheets[-1].ref if sheets else "none")

    def tried(self, act: Callable[[], object]) -> None:
        """Done, or turned down in words."""
        try:
            act()
        except MarketError as refusal:
            assert refusal.sentence.strip().endswith((".", "!", "?")), refusal.sentence
        else:
            self.settle()

    @rule(worked=st.lists(st.sampled_from([0, 480]), min_size=5, max_size=5))
    def submit(self, worked: list[int]) -> None:
        minutes = dict(zip([one.ref for one in timesheets.shifts_of(now(self.ref))], worked, strict=False))
        by = self.actor("expert")
        self.tried(lambda: hours.submit(self.ref, minutes, "", by=by))

    @rule(who=people, approves=st.booleans())
    def decide_hours(self, who: str, approves: bool) -> None:
        by, ref = self.actor(who), self.sheet
        self.tried(
            lambda: hours.approve(ref, by=by) if approves else hours.send_back(ref, "Look again.", by=by)
        )

    @rule(who=people, amount=amounts, topic=st.sampled_from(Topic))
    def begin(self, who: str, amount: int, topic: Topic) -> None:
        by = self.actor(who)
        self.tried(lambda: service.begin(self.ref, Wish(topic, eur(amount), "No."), by=by))

    @precondition(lambda self: self.latest)
    @rule(who=people, amount=amounts)
    def offer(self, who: str, amount: int) -> None:
        by, ref = self.actor(who), self.latest.ref
        self.tried(lambda: service.offer(ref, eur(amount), by=by))

    @precondition(lambda self: self.latest)
    @rule(who=people)
    def take_the_offer(self, who: str) -> None:
        by, one = self.actor(who), self.latest
        ref, shown = one.ref, one.offered or 0
        self.tried(lambda: service.take_offer(ref, shown=shown, by=by))

    @precondition(lambda self: self.latest)
    @rule(who=people, how=st.sampled_from(["agree", "contest", "add", "withdraw"]))
    def speak(self, who: str, how: str) -> None:
        by, ref, words = self.actor(who), self.latest.ref, ("I see.",) if how in ("contest", "add") else ()
        self.tried(lambda: getattr(service, how)(ref, *words, by=by))

    @precondition(lambda self: self.latest)
    @rule(who=staff, how=st.sampled_from(["take", "leave", "opine"]), amount=amounts)
    def judge(self, who: str, how: str, amount: int) -> None:
        by, ref = self.actor(who), self.latest.ref
        given = (eur(amount), "Half and half.") if how == "opine" else ()
        self.tried(lambda: getattr(deciding, how)(ref, *given, by=by))

    @rule(who=people, cancels=st.booleans())
    def something_else(self, who: str, cancels: bool) -> None:
        by = self.actor(who)
        self.tried(
            lambda: (
                bookings.cancel(self.ref, by=by, reason="No.")
                if cancels
                else amendments.propose(self.ref, WEEK[:2], eur(64_000), "", by=by)
            )
        )

    @rule(hours_later=st.sampled_from([1, 26, 50, 124, 170]))
    def time_passes(self, hours_later: int) -> None:
        self.clock.forward(hours=hours_later)
        self.schedule()

    def schedule(self) -> None:
        clocks.refer_unanswered()
        clocks.tell_overdue()
        clocks.close_old()
        hours.approve_overdue()
        self.settle()
        releasing.release_due()

    @invariant()
    def nothing_leaves_meanwhile(self) -> None:
        booking = now(self.ref)
        every, sent = queries.of_booking(booking.id), payouts.transfers_of(booking.id)
        open_ones = [one for one in every if one.open]
        assert len(open_ones) == (booking.disputed_at is not None)
        for transfer in sent:
            for one in every:
                until = one.ended_at or self.clock.now
                assert not (transfer.sent_at and one.created_at < transfer.sent_at < until)
        assert not open_ones or all(one.state is not TransferState.SENT for one in sent)

    @invariant()
    def money_ties(self) -> None:
        booking = now(self.ref)
        kept = [one for one in payouts.transfers_of(booking.id) if one.state is not TransferState.DROPPED]
        earned = sum(one.amount.amount for one in kept) + disputed.fee_taken(booking).amount
        back = sum(one.amount.amount for one in paid_with.refunds_of(booking.id))
        still_open = -on_account("booking", self.ref)
        assert earned + back + still_open == PAID
        assert ledger.trial_balance([self.ref]) == {"EUR": 0}
        assert (still_open == 0) == (booking.state is BookingState.COMPLETED)

    def teardown(self) -> None:
        """Whatever is open has a way forward, even if nobody does anything."""
        self.clock.forward(days=31)
        self.schedule()
        assert now(self.ref).disputed_at is None
        self.money_ties()


def test_a_dispute_in_anybodys_hands(cast: Cast, clock: Clock, simulator: Simulator, settle: Settle) -> None:
    make.more_staff(cast.ledgerline, nadia="assessor")
    run_state_machine_as_test(
        lambda: Life(cast, clock, settle),
        settings=settings(
            max_examples=4,
            stateful_step_count=9,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
