"""A paid booking, of days or of a call, in anybody's hands: changed, answered, paid, given up, cancelled, while the clock moves.

Whatever happens: no day is taken twice, what was shown is what is counted, the books balance, and every refusal is a sentence.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import count, pairwise

import pytest
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
from marketplace.amendments.hours import Wish
from marketplace.amendments.models import Amendment, AmendmentState
from marketplace.bookings import service as bookings
from marketplace.bookings.models import BookingState, Side
from marketplace.bookings.quoting import price_of
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN, Shift, ShiftState
from marketplace.calendar.slots import Call
from marketplace.certification import queries as certification
from marketplace.db.base import db
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
from tests.bookings.calling import TUESDAY, at
from tests.cast import Cast
from tests.conftest import MONDAY, Clock, Settle
from tests.payments.paying import now, on_account

EUR = "EUR"
DAYS = [*WEEK, *NEXT]
PEOPLE = ["expert", "bruno", "olga", "dora", "gus", "emil"]
people = st.sampled_from(["expert", "expert", "bruno", "bruno", *PEOPLE])
NUMBERS = count(1)


class Life(RuleBasedStateMachine):
    """What days and calls have in common; `wanted` says what is booked first."""

    wanted: Sequence[date] | Call

    def __init__(self, cast: Cast, clock: Clock, settle: Settle) -> None:
        super().__init__()
        self.cast, self.clock, self.settle = cast, clock, settle
        clock.to(MONDAY)
        self.name = f"Ana the {next(NUMBERS)}"
        self.expert = make.expert(self.name, hour_rate_amount=8_000)
        certificate = make.certificate(self.expert, cast.leave)
        asked = bookings.request(
            self.expert.slug,
            certificate.ref,
            self.wanted,
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

    def propose_this(
        self, who: str, wanted: Sequence[date] | Call, rate: Money, hours: Wish | None = None
    ) -> None:
        by = self.actor(who)
        shown = amendments.preview(self.ref, wanted, rate, hours=hours, by=by)
        total = shown.total.amount
        made = amendments.propose(self.ref, wanted, rate, "", hours=hours, shown=total, by=by)
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

    @property
    def taken(self) -> list[Shift]:
        """Every stretch that it keeps others out of, in order; what is held beside booked shifts, too."""
        rows = db.select(Shift).where(Shift.owner == self.ref, Shift.state.in_(TAKEN))
        return list(db.session.scalars(rows.order_by(Shift.starts_at)))

    @property
    def agreed(self) -> Amendment | None:
        """The change that waits for its payment."""
        one = self.open_one
        return one if one and one.state is AmendmentState.ACCEPTED else None

    @invariant()
    def no_time_is_taken_twice(self) -> None:
        for one, other in pairwise(self.taken):
            assert one.out_until <= other.starts_at

    @invariant()
    def nothing_is_held_beside_it_but_for_a_change_that_is_agreed_on(self) -> None:
        assert self.agreed or not any(one.extra for one in self.taken)

    @invariant()
    def shifts_and_figures_agree(self) -> None:
        booking = self.booking
        assert booking.fee == booking.price.share(booking.fee_basis_points)
        if booking.state is not BookingState.CONFIRMED:
            assert {one.state for one in calendar.shifts_of(self.ref)} == {ShiftState.RELEASED}
            assert (self.taken, self.open_one) == ([], None)
            return
        booked = calendar.booked_shifts(self.ref)
        span = (len(booked), booked[0].starts_at, booked[-1].ends_at)
        assert span == (booking.days, booking.starts_at, booking.ends_at)
        assert booking.price == total((price_of(booking, one) for one in booked), EUR)
        waiting = self.agreed
        held = {one.on for one in calendar.shifts_of(self.ref) if one.state is ShiftState.HELD}
        assert held == (set(waiting.added) if waiting else set())

    @invariant()
    def what_was_shown_holds(self) -> None:
        applied = [one for one in queries.of_booking(self.booking.id) if one.state is AmendmentState.APPLIED]
        latest = max(applied, key=lambda one: (one.ended_at, one.id), default=None)
        if latest:
            assert (self.booking.total, self.booking.days) == (latest.total, len(latest.after))
            if latest.call:
                assert latest.call == Call(self.booking.starts_at, self.booking.call_minutes or 0)

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


class OfDays(Life):
    wanted = WEEK

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
        self.tried(lambda: self.propose_this(who, wanted, Money(rate, EUR) if rate else self.booking.rate))

    @rule(who=people, days=st.sets(st.sampled_from(DAYS), max_size=7))
    def propose_anything(self, who: str, days: set) -> None:
        self.tried(lambda: self.propose_this(who, sorted(days), Money(64_000, EUR)))

    @rule(
        who=st.sampled_from(["expert", "bruno"]),
        on=st.sets(st.sampled_from(DAYS), max_size=3),
        stretch=st.sampled_from([(540, 1020), (720, 1020), (540, 900), (600, 960), (480, 720)]),
        price=st.sampled_from([None, None, 40_001]),
        more=st.integers(0, 1),
    )
    def propose_hours(self, who: str, on: set, stretch: tuple, price: int | None, more: int) -> None:
        days = [one.on for one in calendar.booked_shifts(self.ref)]
        wanted = sorted([*days, *[day for day in DAYS if day not in days][:more]])
        wish = Wish(sorted(on) or wanted, stretch, Money(price, EUR) if price else None)
        self.tried(lambda: self.propose_this(who, wanted, self.booking.rate, wish))


class OfCall(Life):
    wanted = Call(at(10), 45)

    @invariant()
    def its_price_is_that_of_its_minutes(self) -> None:
        booking = self.booking
        assert booking.price == booking.rate.part(booking.call_minutes or 0, 60)

    @rule(
        who=st.sampled_from(["expert", "bruno"]),
        day=st.integers(0, 3),
        quarter=st.integers(36, 68),
        minutes=st.sampled_from([30, 45, 60, 90, 120, 50]),
        rate=st.sampled_from([None, None, 9_001]),
    )
    def propose_time(self, who: str, day: int, quarter: int, minutes: int, rate: int | None) -> None:
        call = Call(at(0, 15 * quarter, TUESDAY + timedelta(days=day)), minutes)
        self.tried(lambda: self.propose_this(who, call, Money(rate, EUR) if rate else self.booking.rate))

    @rule(who=people, minutes=st.sampled_from([30, 60, 90]))
    def propose_length(self, who: str, minutes: int) -> None:
        call = Call(self.booking.starts_at, minutes)
        self.tried(lambda: self.propose_this(who, call, self.booking.rate))

    @rule(starts=st.integers(36, 64))
    def somebody_else_calls(self, starts: int) -> None:
        """On the same days, for the same expert."""
        call = Call(at(0, 15 * starts), 30)
        self.tried(lambda: self._ask(call))

    def _ask(self, call: Call) -> None:
        [certificate] = certification.live_of([self.expert.id])[self.expert.id]
        by, halden = self.cast.actor("gus"), self.cast.halden.ref
        asked = bookings.request(
            self.expert.slug, certificate.ref, call, "Help.", organization_ref=halden, by=by
        )
        bookings.accept(asked.ref, by=self.actor("expert"))


@pytest.mark.parametrize("life", [OfDays, OfCall])
def test_a_booking_in_anybodys_hands(
    cast: Cast, clock: Clock, simulator: Simulator, settle: Settle, life: type[Life]
) -> None:
    run_state_machine_as_test(
        lambda: life(cast, clock, settle),
        settings=settings(
            max_examples=5,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
