"""Ana's word that her calendar is right: how long it counts, when she is asked for it, what counts as giving it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask_migrate import downgrade, upgrade

from marketplace import schedule
from marketplace.calendar import confirming, freshness, queries, service
from marketplace.calendar.models import Confirmation, ConfirmationState, DayOff
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events import log
from marketplace.kit.errors import NotAllowed
from marketplace.registry.models import ProfileState
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.notices.told import notice_for, told

TODAY = date(2027, 3, 1)
SOON = date(2027, 3, 8)


def word(cast: Cast) -> date | None:
    return queries.confirmed_on([cast.ana.id])[cast.ana.id]


def test_one_word_is_enough(cast: Cast) -> None:
    assert word(cast) is None
    confirming.confirm(cast.ana.ref, by=cast.actor("ana"))
    assert word(cast) == TODAY
    assert log.history(cast.ana.ref)[-1].kind == "AvailabilityConfirmed"
    assert queries.confirmed_on([cast.ana.id, cast.emil.id]) == {cast.ana.id: TODAY, cast.emil.id: None}


@pytest.mark.parametrize("name", ["emil", "bruno", "carla"])
def test_nobody_else_gives_her_word(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        confirming.confirm(cast.ana.ref, by=cast.actor(name))


CHANGES: list[Callable[[Cast], object]] = [
    lambda cast: service.set_weekly_hours(cast.ana.ref, {0: [(540, 1020)]}, by=cast.actor("ana")),
    lambda cast: service.add_day_off(cast.ana.ref, SOON, SOON, by=cast.actor("ana")),
    lambda cast: service.remove_day_off(
        make.row(DayOff, expert_id=cast.ana.id, first_on=SOON, last_on=SOON).ref, by=cast.actor("ana")
    ),
]


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_changes_the_calendar_has_looked_at_it(
    cast: Cast, clock: Clock, change: Callable[[Cast], object]
) -> None:
    confirming.confirm(cast.ana.ref, by=cast.actor("ana"))
    clock.forward(days=3)
    change(cast)
    assert word(cast) == date(2027, 3, 4)


def test_she_is_asked_at_ten_days_once_until_she_confirms(cast: Cast, clock: Clock, settle: Settle) -> None:
    confirming.confirm(cast.ana.ref, by=cast.actor("ana"))
    clock.forward(days=10, seconds=-1)
    confirming.confirm(cast.emil.ref, by=cast.actor("emil"))
    assert confirming.ask_lapsing() == 0
    clock.forward(seconds=1)
    assert confirming.ask_lapsing() == 1
    settle()
    assert told() == {"confirmation_asked": {"Ana"}}
    said = notice_for("Ana", "confirmation_asked")
    assert "confirmed it 10 days ago" in said.body
    assert "From Monday, 15 March 2027 on" in said.body
    for _ in range(9):
        clock.forward(days=1)
        assert confirming.ask_lapsing() == 0
    confirming.confirm(cast.ana.ref, by=cast.actor("ana"))
    confirming.confirm(cast.emil.ref, by=cast.actor("emil"))
    clock.forward(days=9)
    confirming.confirm(cast.emil.ref, by=cast.actor("emil"))
    clock.forward(days=1)
    assert confirming.ask_lapsing() == 1
    settle()
    assert len([one for one in log.history(cast.ana.ref) if one.kind == "ConfirmationAsked"]) == 2


def test_the_schedule_asks(cast: Cast, clock: Clock) -> None:
    confirming.confirm(cast.ana.ref, by=cast.actor("ana"))
    clock.forward(days=11)
    schedule.tick()
    row = db.session.get_one(Confirmation, cast.ana.id)
    assert row.state is ConfirmationState.ASKED
    assert confirming.ask_lapsing() == 0


def test_who_never_confirmed_is_asked_ten_days_after_they_came(
    cast: Cast, clock: Clock, settle: Settle
) -> None:
    clock.forward(days=9)
    assert confirming.ask_lapsing() == 0
    clock.forward(days=1)
    assert confirming.ask_lapsing() == 2
    settle()
    assert told() == {"confirmation_asked": {"Ana", "Emil"}}
    assert "have not confirmed your free days yet" in notice_for("Emil", "confirmation_asked").body
    assert word(cast) is None


def test_nobody_is_asked_about_days_that_customers_do_not_see(cast: Cast, clock: Clock) -> None:
    make.change(cast.ana, state=ProfileState.HIDDEN)
    make.hours(cast.emil, {})
    clock.forward(days=30)
    assert confirming.ask_lapsing() == 0


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin"])
def test_everybody_counts_the_same_days_wherever_they_live(cast: Cast, clock: Clock, zone: str) -> None:
    """Ranking compares experts: the same instant is the same day for all of them."""
    make.change(cast.ana, timezone=zone)
    clock.to(datetime(2027, 3, 1, 23, 30, tzinfo=UTC))
    confirming.confirm(cast.ana.ref, by=cast.actor("ana"))
    assert word(cast) == TODAY


def test_ten_days_over_the_change_of_clocks(cast: Cast, clock: Clock) -> None:
    """Berlin turns its clocks on 28 March: the ten days stay ten times 24 hours, the dates stay dates."""
    clock.to(datetime(2027, 3, 20, 8, 0, tzinfo=UTC))
    confirming.confirm(cast.ana.ref, by=cast.actor("ana"))
    confirming.confirm(cast.emil.ref, by=cast.actor("emil"))
    clock.to(datetime(2027, 3, 30, 7, 59, tzinfo=UTC))
    assert confirming.ask_lapsing() == 0
    clock.to(datetime(2027, 3, 30, 8, 0, tzinfo=UTC))
    assert confirming.ask_lapsing() == 2
    assert freshness.is_fresh(word(cast), date(2027, 4, 2))
    assert not freshness.is_fresh(word(cast), date(2027, 4, 3))


@pytest.mark.parametrize(
    "days, said",
    [
        (-1, "Confirmed free today"),
        (0, "Confirmed free today"),
        (1, "Confirmed free yesterday"),
        (3, "Confirmed free 3 days ago"),
        (13, "Confirmed free 13 days ago"),
        (14, "Not confirmed lately"),
        (400, "Not confirmed lately"),
    ],
)
def test_what_customers_read(days: int, said: str) -> None:
    on = TODAY - timedelta(days=days)
    assert freshness.said(on, TODAY) == said
    assert freshness.is_fresh(on, TODAY) == (on >= freshness.fresh_since(TODAY)) == ("free" in said)


def test_nothing_said_is_not_confirmed() -> None:
    assert freshness.said(None, TODAY) == "Not confirmed lately"


def test_a_word_lapses_when_its_last_day_is_over() -> None:
    ends = freshness.lapses_at(TODAY)
    assert not freshness.is_fresh(TODAY, ends.date())
    assert freshness.is_fresh(TODAY, (ends - timedelta(seconds=1)).date())


def test_many_experts_take_one_statement(cast: Cast) -> None:
    assert queries.confirmed_on([]) == {}
    assert set(queries.confirmed_on(one for one in (cast.ana.id, cast.emil.id))) == {
        cast.ana.id,
        cast.emil.id,
    }


def test_those_who_were_here_before_begin_with_their_last_change(cast: Cast, clock: Clock) -> None:
    service.set_weekly_hours(cast.ana.ref, {0: [(540, 1020)]}, by=cast.actor("ana"))
    clock.forward(days=2)
    service.add_day_off(cast.ana.ref, SOON, SOON, by=cast.actor("ana"))
    clock.forward(days=2)
    with atomic() as session:
        session.execute(db.delete(Confirmation))
    ana, emil = cast.ana.id, cast.emil.id
    db.session.remove()
    downgrade(revision="0005-1")
    db.session.remove()
    db.engine.dispose()
    upgrade()
    assert queries.confirmed_on([ana, emil]) == {ana: date(2027, 3, 3), emil: None}
