"""A request in anybody's hands, at any time: proposed for, countered, accepted, ended, while the clock moves.

Whatever happens: nobody is booked twice, what both read is what is booked, every refusal is a sentence, and nothing waits forever.
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

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import queries as bookings
from marketplace.bookings import service as booking_service
from marketplace.bookings.models import BookingState, Side
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN
from marketplace.db.base import db
from marketplace.kit.errors import MarketError
from marketplace.kit.money import Money
from marketplace.requests import accepting, briefs, clocks, inviting, proposing, queries
from marketplace.requests.lifecycles import PROPOSALS, REQUESTS, InvitationState, ProposalState, RequestState
from marketplace.requests.models import Audience, Proposal, Request
from marketplace.requests.proposing import Terms
from tests import make
from tests.amendments.changing import NEXT
from tests.bookings.asking import WEEK
from tests.cast import Cast
from tests.conftest import MONDAY, Clock, Settle
from tests.requests.requesting import plan

DAYS = [*WEEK, *NEXT]
NUMBERS = count(1)
people = st.sampled_from(["first", "second", "bruno", "bruno", "olga", "dora", "gus", "first", "second"])
some_days = st.sets(st.sampled_from(DAYS), min_size=1, max_size=4).map(sorted)
rates = st.sampled_from([Money(64_000, "EUR"), Money(50_003, "EUR"), Money(70_001, "EUR"), Money(0, "EUR")])


class Life(RuleBasedStateMachine):
    def __init__(self, cast: Cast, clock: Clock, settle: Settle) -> None:
        super().__init__()
        self.cast, self.clock, self.settle = cast, clock, settle
        clock.to(MONDAY)
        number = next(NUMBERS)
        self.names = {"first": f"Ana the {number}", "second": f"Emil the {number}"}
        self.experts = {who: make.expert(name) for who, name in self.names.items()}
        for expert in self.experts.values():
            make.certificate(expert, cast.leave)
        audience = Audience.INVITED if number % 2 else Audience.MATCHING
        drafted = briefs.draft(cast.nordwind.ref, plan(cast, audience=audience), by=cast.actor("bruno"))
        for expert in self.experts.values() if audience is Audience.INVITED else ():
            inviting.invite(drafted.ref, expert.slug, by=cast.actor("bruno"))
        self.ref = briefs.publish(drafted.ref, by=cast.actor("bruno")).ref

    def actor(self, who: str):
        return self.cast.actor(self.names.get(who, who).lower())

    @property
    def request(self) -> Request:
        db.session.rollback()
        return queries.visible(self.ref, SYSTEM)

    @property
    def proposals(self) -> list[Proposal]:
        return list(queries.proposals_of(self.request.id))

    def tried(self, act: Callable[[], object]) -> None:
        """Done, or turned down in words."""
        try:
            act()
        except MarketError as refusal:
            assert refusal.sentence.strip().endswith((".", "!", "?")), refusal.sentence

    @rule(who=people, days=some_days, rate=rates)
    def propose(self, who: str, days: list, rate: Money) -> None:
        by = self.actor(who)

        def act() -> None:
            shown = proposing.preview(self.ref, Terms(days, rate), by=by).quote
            made = proposing.propose(self.ref, Terms(days, rate, "", shown.total.amount), by=by)
            assert (made.latest.total, made.latest.dates) == (shown.total, list(shown.days))

        self.tried(act)

    @precondition(lambda self: self.proposals)
    @rule(who=people, days=some_days, rate=rates, which=st.integers(0, 1))
    def counter(self, who: str, days: list, rate: Money, which: int) -> None:
        one = self.proposals[which % len(self.proposals)]
        ref, number, by = one.ref, one.latest.number, self.actor(who)
        self.tried(lambda: proposing.counter(ref, number, Terms(days, rate), by=by))

    @precondition(lambda self: self.proposals)
    @rule(who=people, which=st.integers(0, 1), stale=st.sampled_from([0, 0, 0, 1]))
    def accept(self, who: str, which: int, stale: int) -> None:
        one = self.proposals[which % len(self.proposals)]
        ref, by, version = one.ref, self.actor(who), one.latest
        shown = version.total, version.dates
        number = version.number - stale

        def act() -> None:
            booking = accepting.accept(ref, number, by=by)
            assert not stale
            assert (booking.total, [each.on for each in calendar.shifts_of(booking.ref)]) == shown

        self.tried(act)

    @precondition(lambda self: self.proposals)
    @rule(who=people, which=st.integers(0, 1), how=st.sampled_from([proposing.decline, proposing.withdraw]))
    def say_no(self, who: str, which: int, how: Callable) -> None:
        ref, by = self.proposals[which % len(self.proposals)].ref, self.actor(who)
        self.tried(lambda: how(ref, "No.", by=by))

    @rule(who=people, how=st.sampled_from(["extend", "decline", "invite", "publish", "close"]))
    def lead(self, who: str, how: str) -> None:
        by, slug = self.actor(who), self.experts["first"].slug
        acts = {
            "extend": lambda: briefs.extend(self.ref, by=by),
            "decline": lambda: inviting.decline(self.ref, "", by=by),
            "invite": lambda: inviting.invite(self.ref, slug, by=by),
            "publish": lambda: briefs.publish(self.ref, by=by),
            "close": lambda: briefs.close(self.ref, "", by=by) if who == "olga" else None,
        }
        self.tried(acts[how])

    @rule(hours=st.sampled_from([1, 30, 40, 75, 150]))
    def time_passes(self, hours: int) -> None:
        self.clock.forward(hours=hours)
        clocks.remind()
        clocks.expire_proposals()
        clocks.expire_requests()
        booking_service.lapse_unpaid()
        self.settle()

    @invariant()
    def nobody_is_booked_twice(self) -> None:
        for expert in self.experts.values():
            owners = {one.ref for one in bookings.bookings_of_expert(expert.id).items}
            shifts = [s for ref in owners for s in calendar.shifts_of(ref) if s.state in TAKEN]
            for one, other in pairwise(sorted(shifts, key=lambda shift: shift.starts_at)):
                assert one.ends_at <= other.starts_at

    @invariant()
    def one_yes_is_one_booking(self) -> None:
        request = self.request
        accepted = [one for one in self.proposals if one.state is ProposalState.ACCEPTED]
        assert (request.booking is not None) == (request.state is RequestState.FILLED) == (len(accepted) == 1)
        for one in accepted:
            booking, version = request.booking, one.latest
            assert booking is not None
            assert (booking.total, booking.rate, booking.days) == (
                version.total,
                version.rate,
                len(version.days),
            )
            assert booking.state in (BookingState.ACCEPTED, BookingState.LAPSED)
            assert booking.booker_id == (
                version.author_id if version.side is Side.CUSTOMER else booking.booker_id
            )

    @invariant()
    def figures_are_what_the_days_cost(self) -> None:
        for one in self.proposals:
            assert [each.number for each in one.versions] == list(range(1, len(one.versions) + 1))
            for version in one.versions:
                assert version.price == version.rate * len(version.days)
                assert version.fee == version.price.share(version.fee_basis_points)

    @invariant()
    def whatever_is_open_has_an_end_and_a_next_step(self) -> None:
        request = self.request
        for one in self.proposals:
            assert one.open <= request.open
            assert not one.open or PROPOSALS.allows(one.state, "expire")
            assert not one.open or one.respond_by - one.asked_at <= timedelta(hours=72)
        assert not request.open or REQUESTS.allows(request.state, "expire")
        if not request.open:
            assert all(one.state is not InvitationState.OPEN for one in request.invitations)


def test_a_request_in_anybodys_hands(cast: Cast, clock: Clock, settle: Settle) -> None:
    run_state_machine_as_test(
        lambda: Life(cast, clock, settle),
        settings=settings(
            max_examples=8,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
