"""A paid week, or a call, to which somebody may not come, in anybody's hands, while the clock moves; and a backup who stands by.

Whatever happens: what was paid is earned, back or still open; days, price and shifts agree; the books balance; every refusal is a
sentence; and nothing that was said stays open for ever.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
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

from marketplace.absences import queries, service
from marketplace.absences.models import Absence
from marketplace.accounts.actor import Actor
from marketplace.bookings import calls
from marketplace.bookings import service as bookings
from marketplace.bookings.models import BookingState, Side
from marketplace.calendar import queries as calendar
from marketplace.calendar.slots import Call
from marketplace.covers import handing_over
from marketplace.covers import queries as covers
from marketplace.covers import service as standing_by
from marketplace.covers.models import OPEN, Cover, CoverState
from marketplace.disputes import service as disputes
from marketplace.disputes.models import Topic
from marketplace.disputes.wording import Wish
from marketplace.kit.errors import MarketError
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger
from marketplace.payments import queries as paid_with
from marketplace.payments import service as payments
from marketplace.payouts import queries as payouts
from marketplace.registry.models import Expert
from marketplace.search import projection
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets import service as hours
from tests import make
from tests.bookings.asking import WEEK
from tests.bookings.calling import at
from tests.bookings.test_substitutes import colleague
from tests.cast import Cast
from tests.conftest import MONDAY, Clock, Settle
from tests.disputes.disputing import eur
from tests.payments.paying import now, on_account

people = st.sampled_from(["expert", "expert", "expert", "bruno", "bruno", "dora", "gus", "finn"])
numbers = st.sampled_from([0, 0, 1, 1, 2, 3, 4])
NAMES = count(1)
PAID = 352_000


class Life(RuleBasedStateMachine):
    wanted: Sequence[date] | Call = WEEK
    paid = PAID

    def __init__(self, cast: Cast, clock: Clock, settle: Settle, finn: Expert) -> None:
        super().__init__()
        self.cast, self.clock, self.settle = cast, clock, settle
        clock.to(MONDAY)
        self.name = f"Ana of week {next(NAMES)}"
        expert = make.expert(self.name, hour_rate_amount=8_000)
        asked = bookings.request(
            expert.slug,
            make.certificate(expert, cast.leave).ref,
            self.wanted,
            "Close March with us.",
            organization_ref=cast.nordwind.ref,
            by=cast.actor("bruno"),
        )
        self.ref = bookings.accept(asked.ref, by=self.actor("expert")).ref
        person.pay(payments.start(self.ref, by=cast.actor("dora")))
        payments.settle(paid_with.payments_of(asked.id)[-1].checkout_id or "")
        projection.refresh(expert.id, finn.id)
        settle()

    @initialize(overlap=st.sampled_from([None, 0, 1, 3]))
    def somebody_stands_by(self, overlap: int | None) -> None:
        """Finn has days left unless an earlier life of this machine took them."""
        if overlap is not None:
            by = self.cast.actor("bruno")
            self.tried(lambda: standing_by.name(self.ref, "finn", overlap, by=by))
            if self.cover:
                ref, finn = self.cover.ref, self.cast.actor("finn")
                self.tried(lambda: standing_by.agree(ref, by=finn))
        self.begin()

    def begin(self) -> None:
        self.clock.to(now(self.ref).starts_at)
        self.clock.forward(hours=1)

    def price(self) -> Money:
        booking = now(self.ref)
        return booking.rate * booking.days

    def actor(self, who: str) -> Actor:
        return self.cast.actor(self.name.lower()) if who == "expert" else self.cast.actor(who)

    @property
    def latest(self) -> Absence | None:
        every = queries.of_booking(now(self.ref).id)
        return max(every, key=lambda one: one.id, default=None)

    @property
    def cover(self) -> Cover | None:
        return next(iter(covers.of_booking(now(self.ref).id)), None)

    def tried(self, act: Callable[[], object]) -> None:
        """Done, or turned down in words."""
        try:
            act()
        except MarketError as refusal:
            assert refusal.sentence.strip().endswith((".", "!", "?")), refusal.sentence
        else:
            self.settle()

    @rule(who=people, number=numbers, onward=st.booleans())
    def say(self, who: str, number: int, onward: bool) -> None:
        by, shifts = self.actor(who), calendar.booked_shifts(self.ref)
        day = shifts[number % len(shifts)].ref if shifts else "none"
        self.tried(lambda: service.say(self.ref, day, "The desk stayed empty.", onward=onward, by=by))

    @precondition(lambda self: self.latest)
    @rule(who=people, how=st.sampled_from(["agree", "agree", "object_", "withdraw", "give_up_rest"]))
    def answer(self, who: str, how: str) -> None:
        by, ref, words = self.actor(who), self.latest.ref, ("I was there.",) if how == "object_" else ()
        self.tried(lambda: getattr(service, how)(ref, *words, by=by))

    @rule(worked=st.lists(st.sampled_from([0, 480]), min_size=5, max_size=5))
    def hand_in(self, worked: list[int]) -> None:
        left = [shift for week in timesheets.weeks_of(now(self.ref)) for shift in week.left]
        minutes = dict(zip([one.ref for one in left], worked, strict=False))
        by = self.actor("expert")
        self.tried(lambda: hours.submit(self.ref, minutes, "", by=by))

    @rule(who=people, how=st.sampled_from(["approve", "send_back", "first day"]))
    def decide_hours(self, who: str, how: str) -> None:
        by, sheets = self.actor(who), timesheets.sheets_of(now(self.ref).id)
        ref = next((one.ref for one in sheets if not one.decided), "none")
        day = next((one.entries[0].shift.ref for one in sheets if not one.decided and one.entries), "none")
        acts: dict[str, Callable[[], object]] = {
            "approve": lambda: hours.approve(ref, by=by),
            "send_back": lambda: hours.send_back(ref, "Look again.", by=by),
            "first day": lambda: hours.approve_days(ref, [day], "The others?", by=by),
        }
        self.tried(acts[how])

    @precondition(lambda self: self.cover)
    @rule(who=people, number=numbers)
    def give_the_rest(self, who: str, number: int) -> None:
        by, ref = self.actor(who), self.cover.ref
        self.tried(lambda: handing_over.give_rest(ref, WEEK[number], "I am needed at home.", by=by))

    @rule(who=people, really=st.sampled_from([False, False, True]))
    def dispute(self, who: str, really: bool) -> None:
        """Seldom: nothing else is decided meanwhile."""
        by = self.actor(who if really else "gus")
        self.tried(lambda: disputes.begin(self.ref, Wish(Topic.QUALITY, eur(64_000), "No."), by=by))

    @rule(hours_later=st.sampled_from([1, 5, 25, 25, 60]))
    def time_passes(self, hours_later: int) -> None:
        self.clock.forward(hours=hours_later)
        self.schedule()

    def schedule(self) -> None:
        service.settle_due()
        hours.approve_overdue()
        standing_by.expire_unanswered()
        standing_by.finish_past()
        self.settle()

    @invariant()
    def money_ties(self) -> None:
        booking = now(self.ref)
        earned = sum(
            one.amount.amount + round(one.amount.amount * 0.1) for one in payouts.transfers_of(booking.id)
        )
        back = sum(one.amount.amount for one in paid_with.refunds_of(booking.id))
        still_open = -on_account("booking", self.ref)
        assert earned + back + still_open == self.paid
        assert ledger.trial_balance([self.ref]) == {"EUR": 0}

    @invariant()
    def what_is_shown_is_what_is_booked(self) -> None:
        booking = now(self.ref)
        if booking.state is BookingState.CONFIRMED:
            assert booking.days == len(calendar.booked_shifts(self.ref))
            assert booking.price == self.price()
            assert -on_account("booking", self.ref) == (booking.open_price + booking.open_fee).amount
        for week in timesheets.weeks_of(booking):
            assert sum(one.open for one in week.sheets) <= 1, "one sheet of a week is open at most"

    @invariant()
    def a_backup_is_asked_for_what_was_given_up(self) -> None:
        cover = self.cover
        assert cover is None or (cover.called is not None) == (cover.state is CoverState.CALLED)
        if cover and cover.called:
            asked = {one.on for one in calendar.shifts_of(cover.called.ref)}
            both = asked & {one.on for one in calendar.booked_shifts(self.ref)}
            assert asked <= {one.on for one in calendar.shifts_of(self.ref)}
            assert len(both) <= cover.overlap_days
            assert cover.called.total.amount * cover.days <= cover.total.amount * cover.called.days

    def teardown(self) -> None:
        """Whatever was said has come to an answer, and nobody stands by for days that are over."""
        if not now(self.ref).disputed_at:
            self.clock.forward(days=8)
            self.schedule()
            assert not (self.latest and self.latest.open)
        self.clock.forward(days=8)
        self.schedule()
        assert self.cover is None or self.cover.state not in OPEN
        self.money_ties()


class LifeOfACall(Life):
    """45 minutes that either side may call off before they begin; Finn is asked for that very time or not at all."""

    wanted = Call(at(10), 45)
    paid = 6_600

    def begin(self) -> None:
        self.clock.to(now(self.ref).starts_at - timedelta(days=3))

    def price(self) -> Money:
        return calls.price_of(now(self.ref).rate, 45)

    @rule(who=people)
    def call_off(self, who: str) -> None:
        by = self.actor(who)
        self.tried(lambda: bookings.cancel(self.ref, by=by, reason="I am ill."))

    @invariant()
    def finn_is_asked_for_that_very_time(self) -> None:
        cover = self.cover
        if cover and cover.called:
            times = [(one.starts_at, one.ends_at) for one in (cover.called, now(self.ref))]
            assert times[0] == times[1]
            assert cover.called.is_call
            assert now(self.ref).cancelled_by is Side.EXPERT


def test_a_week_in_anybodys_hands(cast: Cast, clock: Clock, simulator: Simulator, settle: Settle) -> None:
    in_anybodys_hands(Life, cast, clock, settle)


def test_a_call_in_anybodys_hands(cast: Cast, clock: Clock, simulator: Simulator, settle: Settle) -> None:
    in_anybodys_hands(LifeOfACall, cast, clock, settle)


def in_anybodys_hands(kind: type[Life], cast: Cast, clock: Clock, settle: Settle) -> None:
    finn = colleague(cast, "Finn")
    make.change(finn, hour_rate_amount=7_000)
    run_state_machine_as_test(
        lambda: kind(cast, clock, settle, finn),
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
