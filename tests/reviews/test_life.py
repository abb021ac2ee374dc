"""Whatever both sides, the vendor and the clock do in whatever order: blind until published, once, and counted right."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from marketplace.bookings.models import Side
from marketplace.events.log import history
from marketplace.kit.errors import Refused
from marketplace.registry import ratings
from marketplace.reviews import publishing, queries, rating, service
from marketplace.reviews.models import ReviewState, WindowState
from tests.cast import Cast
from tests.conftest import Clock
from tests.reviews.reviewed import completed, draft, window

SIDES = {"ana": Side.EXPERT, "bruno": Side.CUSTOMER, "dora": Side.CUSTOMER}


class Life(RuleBasedStateMachine):
    """One booking after another of the same two sides; `cast` and `clock` are set by the test."""

    cast: Cast
    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.clock.forward(days=14)
        publishing.publish_due()  # what the last one left open
        monday = self.clock.now + timedelta(days=7 - self.clock.now.weekday())
        self.booking = completed(self.cast, self.clock, [monday.date()])
        self.others = rating.counted([self.cast.ana.id]).get(self.cast.ana.id, (0, 0))
        self.wrote: dict[Side, int] = {}
        self.closed = False
        self.hidden: set[Side] = set()

    @rule(who=st.sampled_from(sorted(SIDES)), stars=st.integers(0, 6))
    def send(self, who: str, stars: int) -> None:
        side = SIDES[who]
        may = 1 <= stars <= 5 and side not in self.wrote and not self.over
        if attempt(lambda: service.send(self.booking.ref, draft(stars), by=self.cast.actor(who))) != may:
            raise AssertionError(f"{who} with {stars}")
        if may:
            self.wrote[side] = stars
            self.closed = self.closed or len(self.wrote) == 2

    @rule(days=st.sampled_from([1, 5, 14]))
    def wait(self, days: int) -> None:
        self.clock.forward(days=days)

    @rule()
    def tick(self) -> None:
        publishing.remind_due()
        publishing.publish_due()
        self.closed = self.closed or self.over

    @rule(side=st.sampled_from(Side), who=st.sampled_from(["carla", "ana"]), back=st.booleans())
    def moderate(self, side: Side, who: str, back: bool) -> None:
        review = queries.review_of(self.booking.id, side)
        may = who == "carla" and self.closed and (side in self.hidden) == back
        act = service.restore if back else service.hide
        if review and attempt(lambda: act(review.ref, "So it is.", by=self.cast.actor(who))) != may:
            raise AssertionError(f"{who} at {review.state}")
        if review and may:
            self.hidden ^= {side}

    @property
    def over(self) -> bool:
        return self.closed or window(self.booking).closes_at <= self.clock.now

    @invariant()
    def blind_until_closed(self) -> None:
        states = {one.side: one.state for one in queries.written(self.booking.id)}
        assert set(states) == set(self.wrote)
        for side, state in states.items():
            shown = ReviewState.HIDDEN if side in self.hidden else ReviewState.PUBLISHED
            assert state is (shown if self.closed else ReviewState.SEALED)
        ended = WindowState.PUBLISHED if self.wrote else WindowState.LAPSED
        assert window(self.booking).state is (ended if self.closed else WindowState.OPEN)

    @invariant()
    def told_once(self) -> None:
        kinds = [one.kind for one in history(window(self.booking).ref)]
        assert kinds.count("ReviewsPublished") == (self.closed and bool(self.wrote))
        assert kinds.count("ReviewsReminded") <= 1

    @invariant()
    def counted(self) -> None:
        counts = self.closed and Side.CUSTOMER in self.wrote and Side.CUSTOMER not in self.hidden
        stars = 4 * self.wrote[Side.CUSTOMER] if counts else 0
        kept = ratings.ratings_of([self.cast.ana.id]).get(self.cast.ana.id)
        ought = (self.others[0] + counts, self.others[1] + stars)
        assert ((kept.reviews, kept.stars) if kept else (0, 0)) == ought
        assert rating.wrong() == []


def test_the_life_of_two_reviews(cast: Cast, clock: Clock) -> None:
    Life.cast, Life.clock = cast, clock
    limits = settings(
        max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Life, settings=limits)


def attempt(act: Callable[[], object]) -> bool:
    try:
        act()
    except Refused as refusal:
        assert refusal.sentence.strip().endswith((".", "!", "?")), refusal.sentence
        return False
    return True
