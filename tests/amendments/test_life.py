"""A paid booking in the hands of anybody, at any time: changed, answered, paid, given up, cancelled, while the clock moves.

Whatever happens: no day is taken twice, what was shown is what is counted, the books balance, and every refusal is a sentence.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import count, pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from marketplace.amendments import queries
from marketplace.amendments import service as amendments
from marketplace.amendments.models import Amendment, AmendmentState
from marketplace.bookings import service as bookings
from marketplace.bookings.models import BookingState, Side
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN, ShiftState
from marketplace.kit.errors import MarketError
from marketplace.kit.money import Money, total
from marketplace.ledger import queries as ledger
from marketplace.payments import queries as paid_with
from marketplace.payments import recovery
from marketplace.payments import service as payments
from marketplace.simulator import person
from marketplace.simulator.person import PageRefused
from marketplace.simulator.serving import Simulator
from tests import make
from tests.amendments.changing import NEXT
from tests.bookings.asking import WEEK
from tests.cast import Cast
from tests.conftest import MONDAY, Clock, Settle
from tests.payments.paying import now, on_account

EUR = "EUR"
DAYS = [*WEEK, *NEXT]
PEOPLE = ["expert", "bruno", "olga", "dora", "gus", "emil"]
people = st.sampled_from(["expert", "expert", "bruno", "bruno", *PEOPLE])
NUMBERS = count(1)


class Life(RuleBasedStateMachine):
    def __init__(self, cast: Cast, clock: Clock, settle: Settle) -> None:
        super().__init__()
        self.cast, self.clock, self.settle = cast, clock, settle
        clock.to(MONDAY)
        self.name = f"Ana the {next(NUMBERS)}"
        self.expert = make.expert(self.name)
        certificate = make.certificate(self.expert, cast.leave)
        asked = bookings.request(
            self.expert.slug,
            certificate.ref,
            WEEK,
            "Close March with us.",
            organization_ref=cast.nordwind.ref,
            by=cast.actor("bruno"),
        )
        self.ref = bookings.accept(asked.ref, by=self.actor("expert")).ref
        person.pay(payments.start(self.ref, by=cast.actor("dora")))
        payments.settle(paid_with.payments_of(asked.id)[-1].checkout_id or "")
        settle()

    def actor(self, who: str):
        return self.cast.actor(self.name.lower()) if who == "expert" else self.cast.actor(who)

    @property
    def booking(self):
        return now(self.ref)

    @property
    def open_one(self) -> Amendment | None:
        return queries.open_on(self.booking.id)

    @property
    def latest(self) -> Amendment | None:
        every = queries.of_booking(self.booking.id)
        return every[0] if every else None

    def tried(self, act: Callable[[], object]) -> None:
        """Done, or turned down in words."""
        try:
            act()
        except MarketError as refusal:
            assert refusal.sentence.strip().endswith((".", "!", "?")), refusal.sentence
        self.settle()

    @precondition(lambda self: not self.open_one)
    @rule(
        who=st.sampled_from(["expert", "bruno"]),
        drop=st.integers(0, 3),
        more=st.integers(0, 3),
        rate=st.sampled_from([None, None, 70_001, 50_003]),
    )
    def propose(self, who: str, drop: int, more: int, rate: int | None) -> None:
        """Something that makes sense, as far as the clock allows."""
        days = [one.on for one in calendar.booked_shifts(self.ref)]
        others = [day for day in DAYS if day not in days]
        wanted = sorted([*days[: len(days) - drop], *others[:more]])
        self.tried(lambda: self._propose(who, wanted, Money(rate, EUR) if rate else self.booking.rate))

    @rule(who=people, days=st.sets(st.sampled_from(DAYS), max_size=7))
    def propose_anything(self, who: str, days: set) -> None:
        self.tried(lambda: self._propose(who, sorted(days), Money(64_000, EUR)))

    def _propose(self, who: str, wanted: list, rate: Money) -> None:
        by = self.actor(who)
        shown = amendments.preview(self.ref, wanted, rate, by=by)
        made = amendments.propose(self.ref, wanted, rate, "", shown=shown.total.amount, by=by)
        assert (made.change, made.total) == (shown.change, shown.total)

    @precondition(lambda self: self.open_one)
    @rule()
    def the_other_side_agrees(self) -> None:
        one = self.latest
        by = self.actor("bruno" if one.side is Side.EXPERT else "expert")
        ref = one.ref
        self.tried(lambda: amendments.accept(ref, by=by))

    @precondition(lambda self: self.open_one)
    @rule(who=people)
    def accept(self, who: str) -> None:
        ref, by = self.latest.ref, self.actor(who)
        self.tried(lambda: amendments.accept(ref, by=by))

    @precondition(lambda self: self.open_one)
    @rule(who=people, how=st.sampled_from([amendments.withdraw, amendments.drop, None]))
    def end(self, who: str, how: Callable | None) -> None:
        ref, by = self.latest.ref, self.actor(who)
        self.tried(lambda: how(ref, by=by) if how else amendments.decline(ref, "No.", by=by))

    @precondition(lambda self: self.latest)
    @rule(heard=st.booleans())
    def pay(self, heard: bool) -> None:
        """The difference; the notice may be lost, and the schedule finds out."""
        ref, by = self.latest.ref, self.actor("dora")

        def act() -> None:
            try:
                person.pay(payments.start_change(ref, by=by))
            except PageRefused:
                return
            if heard:
                payments.settle(paid_with.payments_of(self.booking.id)[-1].checkout_id or "")

        self.tried(act)

    @rule(who=people)
    def cancel(self, who: str) -> None:
        if self.clock.now < WEEK_BEGINS - timedelta(days=3):
            return  # a life that is cancelled at once shows little
        by = self.actor(who)
        self.tried(lambda: bookings.cancel(self.ref, by=by, reason="It cannot be."))

    @rule(hours=st.sampled_from([1, 7, 30, 73, 150]))
    def time_passes(self, hours: int) -> None:
        self.clock.forward(hours=hours)
        recovery.resume()
        recovery.catch_up()
        amendments.remind()
        amendments.expire_unanswered()
        amendments.lapse_unpaid()
        self.settle()

    @invariant()
    def no_day_is_taken_twice(self) -> None:
        shifts = [one for one in calendar.shifts_of(self.ref) if one.state in TAKEN]
        for one, other in pairwise(sorted(shifts, key=lambda shift: shift.starts_at)):
            assert one.ends_at <= other.starts_at

    @invariant()
    def days_and_figures_agree(self) -> None:
        booking, shifts = self.booking, calendar.shifts_of(self.ref)
        assert booking.price == booking.rate * booking.days
        assert booking.fee == booking.price.share(booking.fee_basis_points)
        if booking.state is BookingState.CONFIRMED:
            booked = [one for one in shifts if one.state is ShiftState.BOOKED]
            assert (len(booked), booked[0].starts_at, booked[-1].ends_at) == (
                booking.days,
                booking.starts_at,
                booking.ends_at,
            )
            held = {one.on for one in shifts if one.state is ShiftState.HELD}
            waiting = self.open_one
            agreed = waiting is not None and waiting.state is AmendmentState.ACCEPTED
            assert held == (set(waiting.added) if agreed and waiting else set())
        else:
            assert {one.state for one in shifts} == {ShiftState.RELEASED}
            assert self.open_one is None

    @invariant()
    def what_was_shown_holds(self) -> None:
        applied = [one for one in queries.of_booking(self.booking.id) if one.state is AmendmentState.APPLIED]
        latest = max(applied, key=lambda one: (one.ended_at, one.id), default=None)
        if latest:
            assert (self.booking.total, self.booking.days) == (latest.total, len(latest.after))

    @invariant()
    def money_ties(self) -> None:
        booking = self.booking
        got = total((one.amount for one in paid_with.payments_of(booking.id) if one.paid_at), EUR)
        back = total((one.amount for one in paid_with.refunds_of(booking.id)), EUR)
        assert ledger.trial_balance([self.ref]) in ({}, {EUR: 0})
        assert back <= got
        if booking.state is BookingState.CONFIRMED:
            assert on_account("booking", self.ref) == -booking.total.amount
            assert got - back == booking.total
        else:
            assert on_account("booking", self.ref) == 0
            assert (got - back).amount >= (booking.owed or 0)
            assert booking.cancelled_by is not Side.EXPERT or got == back


WEEK_BEGINS = MONDAY + timedelta(days=14)


def test_a_booking_in_anybodys_hands(cast: Cast, clock: Clock, simulator: Simulator, settle: Settle) -> None:
    run_state_machine_as_test(
        lambda: Life(cast, clock, settle),
        settings=settings(
            max_examples=5,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
