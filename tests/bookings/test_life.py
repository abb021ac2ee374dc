"""Bookings before the first day, in anybody's hands: asked, held at once, answered, approved, paid, given up; the clock moves.

Whatever happens: no day is taken twice, what was shown is what is charged, the books balance, every refusal is a sentence, a search
finds what the calendar says, and nothing gets stuck.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
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

from marketplace.accounts.actor import Actor
from marketplace.approvals import queries as wanted
from marketplace.approvals import service as approvals
from marketplace.approvals.models import ApprovalState
from marketplace.bookings import reminding
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.bookings.quoting import price_of
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN, Shift, ShiftState
from marketplace.calendar.rules import Rules, set_rules
from marketplace.db.base import db
from marketplace.kit.errors import MarketError
from marketplace.kit.money import Money, total
from marketplace.ledger import queries as ledger
from marketplace.organizations import queries as organizations
from marketplace.organizations import team
from marketplace.payments import queries as paid_with
from marketplace.payments import recovery
from marketplace.payments import service as payments
from marketplace.payments.errors import AlreadyPaid
from marketplace.search import checking, projection, rebuilding
from marketplace.simulator import person
from marketplace.simulator.person import PageRefused
from marketplace.simulator.serving import Simulator
from tests import make
from tests.bookings.asking import WEEK
from tests.cast import Cast
from tests.conftest import MONDAY, Clock, Settle
from tests.payments.paying import now, on_account

EUR = "EUR"
S = BookingState
HAS = {S.REQUESTED: ShiftState.REQUESTED, S.ACCEPTED: ShiftState.HELD, S.CONFIRMED: ShiftState.BOOKED}
"""What its days are; released in every other state."""
people = st.sampled_from(["ana", "ana", "bruno", "bruno", "olga", "dora", "gus", "emil"])
which = st.integers(0, 9)
NUMBERS = count(1)


class Life(RuleBasedStateMachine):
    """An expert of its own, and two organizations: Nordwind, where Bruno decides about little alone, and Halden."""

    def __init__(self, cast: Cast, clock: Clock, settle: Settle) -> None:
        super().__init__()
        self.cast, self.clock, self.settle, self.number = cast, clock, settle, next(NUMBERS)
        clock.to(MONDAY)
        roles = {"olga": "owner", "bruno": "booker", "dora": "approver,finance"}
        nordwind = make.organization(
            f"Nordwind {self.number}", **{self.name(who): role for who, role in roles.items()}
        )
        halden = make.organization(f"Halden {self.number}", **{self.name("gus"): "owner"})
        self.organizations = {"gus": halden.ref}
        self.nordwind = nordwind.ref
        seats = {one.user.name: one.ref for one in organizations.members_of(nordwind.id)}
        alone = Money(100_000, EUR)
        team.set_limit(nordwind.ref, seats[self.name("bruno").capitalize()], alone, by=self.actor("olga"))
        self.expert = make.expert(self.name("ana").capitalize())
        self.certificate = make.certificate(self.expert, cast.leave)
        projection.refresh(self.expert.id)
        self.totals: dict[str, int] = {}
        self.pages: list[str] = []

    def name(self, who: str) -> str:
        return who if who == "emil" else f"{who}{self.number}"

    def actor(self, who: str) -> Actor:
        return self.cast.actor(self.name(who))

    def one(self, number: int) -> str:
        return list(self.totals)[number % len(self.totals)]

    @property
    def every(self) -> list[Booking]:
        return [now(ref) for ref in self.totals]

    def tried(self, act: Callable[[], object]) -> None:
        """Done, or turned down in words."""
        try:
            act()
        except MarketError as refusal:
            assert refusal.sentence.strip().endswith((".", "!", "?")), refusal.sentence
        self.settle()

    @rule(
        who=st.sampled_from(["bruno", "bruno", "olga", "gus", "dora", "emil"]),
        days=st.sets(st.sampled_from(WEEK), min_size=1, max_size=3),
    )
    def ask(self, who: str, days: set[date]) -> None:
        """At the price that was shown; where she books at once, the days are held."""
        organization = self.organizations.get(who, self.nordwind)
        by = self.actor(who)

        def act() -> None:
            found = organizations.organization(organization)
            given = self.expert.slug, self.certificate.ref, sorted(days)
            shown = bookings.quote(*given, organization_id=found.id if found else 0, by=by)
            made = bookings.request(
                *given,
                "Close March with us.",
                organization_ref=organization,
                shown=shown.total.amount,
                at_once_shown=shown.at_once,
                by=by,
            )
            self.totals[made.ref] = shown.total.amount
            assert made.state is (S.ACCEPTED if shown.at_once else S.REQUESTED)

        self.tried(act)

    @rule(at_once=st.booleans(), most=st.sampled_from([None, 3]))
    def other_rules(self, at_once: bool, most: int | None) -> None:
        set_rules(self.expert.ref, Rules(at_once=at_once, week_days=most), by=self.actor("ana"))
        self.settle()

    @precondition(lambda self: self.totals)
    @rule(which=which)
    def she_accepts(self, which: int) -> None:
        self.tried(lambda: bookings.accept(self.one(which), by=self.actor("ana")))

    @precondition(lambda self: self.totals)
    @rule(which=which, who=people, how=st.sampled_from(["accept", "decline", "withdraw", "cancel"]))
    def anybody_does(self, which: int, who: str, how: str) -> None:
        ref, by = self.one(which), self.actor(who)
        acts: dict[str, Callable[[], object]] = {
            "accept": lambda: bookings.accept(ref, by=by),
            "decline": lambda: bookings.decline(ref, "I am away.", by=by),
            "withdraw": lambda: bookings.withdraw(ref, by=by),
            "cancel": lambda: bookings.cancel(ref, by=by, reason="It cannot be."),
        }
        self.tried(acts[how])

    @precondition(lambda self: self.totals)
    @rule(
        which=which,
        who=st.sampled_from(["dora", "olga", "bruno", "gus"]),
        yes=st.sampled_from([True, True, False]),
    )
    def approve(self, which: int, who: str, yes: bool) -> None:
        ref, by = self.one(which), self.actor(who)
        self.tried(lambda: approvals.give(ref, by=by) if yes else approvals.refuse(ref, "Not now.", by=by))

    @precondition(lambda self: self.totals)
    @rule(
        which=which,
        who=st.sampled_from(["dora", "olga", "gus", "emil"]),
        waits=st.booleans(),
        heard=st.booleans(),
    )
    def pay(self, which: int, who: str, waits: bool, heard: bool) -> None:
        """The page may be left open and paid later; the notice may be lost, and the schedule finds out."""
        ref, by = self.one(which), self.actor(who)

        def act() -> None:
            page = payments.start(ref, by=by)
            if waits:
                self.pages.append(page)
                return
            with suppress(PageRefused):
                person.pay(page)
            if heard:
                payments.settle(paid_with.payments_of(now(ref).id)[-1].checkout_id or "")

        self.tried(act)

    @precondition(lambda self: self.pages)
    @rule()
    def pay_late(self) -> None:
        with suppress(PageRefused):
            person.pay(self.pages.pop())

    @rule(minutes=st.sampled_from([10, 20, 23 * 60, 40 * 60, 73 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)
        self.tick()

    def tick(self) -> None:
        recovery.resume()
        recovery.catch_up()
        reminding.remind()
        bookings.expire_unanswered()
        bookings.lapse_unpaid()
        self.settle()
        rebuilding.roll()
        self.a_search_finds_what_the_calendar_says()

    @invariant()
    def no_day_is_taken_twice(self) -> None:
        rows = db.select(Shift).where(Shift.expert_id == self.expert.id, Shift.state.in_(TAKEN))
        for one, other in pairwise(db.session.scalars(rows.order_by(Shift.starts_at)).all()):
            assert one.ends_at <= other.starts_at

    @invariant()
    def what_was_shown_is_what_it_costs(self) -> None:
        for one in self.every:
            shifts = calendar.shifts_of(one.ref)
            assert one.total.amount == self.totals[one.ref]
            assert one.price == total((price_of(one, each) for each in shifts), EUR)
            assert one.fee == one.price.share(one.fee_basis_points)
            assert {each.state for each in shifts} == {HAS.get(one.state, ShiftState.RELEASED)}

    @invariant()
    def money_ties(self) -> None:
        for one in self.every:
            got = total((each.amount for each in paid_with.payments_of(one.id) if each.paid_at), EUR)
            back = total((each.amount for each in paid_with.refunds_of(one.id)), EUR)
            assert ledger.trial_balance([one.ref]) in ({}, {EUR: 0})
            if one.state is S.CONFIRMED:
                assert got - back == one.total
                assert on_account("booking", one.ref) == -one.total.amount
                approval = wanted.of_booking(one.id)
                assert approval is None or approval.state is ApprovalState.GIVEN
                continue
            assert on_account("booking", one.ref) == 0
            assert got == back or (one.confirmed_at and one.cancelled_by is Side.CUSTOMER)
            assert (got - back).amount >= (one.owed or 0)

    def a_search_finds_what_the_calendar_says(self) -> None:
        found = [one for batch in checking.differences() for one in batch]
        assert not [one for one in found if one.expert == self.expert.slug]

    def teardown(self) -> None:
        """Whatever is not over goes on: an answer, or the clock; an approval and a payment, or the clock."""
        for number, ref in enumerate(self.totals):
            self.tick()
            one = now(ref)
            if one.state is S.REQUESTED and number % 2:
                bookings.decline(ref, "I am away.", by=self.actor("ana"))
                self.settle()
            elif one.state is S.REQUESTED:
                self.clock.to(one.respond_by)
                self.tick()
            elif one.state is S.ACCEPTED and number % 2:
                self.clock.to(max(self.clock.now, one.hold_until or self.clock.now))
                self.tick()
            elif one.state is S.ACCEPTED:
                self._pays(one)
            assert now(ref).state not in (S.REQUESTED, S.ACCEPTED)

    def _pays(self, one: Booking) -> None:
        by = self.actor("gus" if one.organization.ref != self.nordwind else "olga")
        approval = wanted.of_booking(one.id)
        if approval and approval.state is ApprovalState.WANTED:
            approvals.give(one.ref, by=by)
        with suppress(AlreadyPaid):  # the notice was lost, and the schedule finds out
            person.pay(payments.start(one.ref, by=by))
        self.clock.forward(minutes=10)
        self.tick()
        assert now(one.ref).state is S.CONFIRMED


def test_a_booking_before_its_first_day_in_anybodys_hands(
    cast: Cast, clock: Clock, simulator: Simulator, settle: Settle
) -> None:
    run_state_machine_as_test(
        lambda: Life(cast, clock, settle),
        settings=settings(
            max_examples=4,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
