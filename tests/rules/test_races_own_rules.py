"""Two customers book at once: the same day is held for one of them, and a week takes no more than its expert allows."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from flask import Flask

from marketplace.bookings import holding
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar.models import TAKEN, Shift
from marketplace.calendar.rules import Rules, set_rules
from marketplace.db.base import db
from tests import racing
from tests.bookings.asking import WEEK, ask
from tests.cast import Cast
from tests.racing import Move

Race = Callable[[Flask, Sequence[Move]], list[str]]
races = pytest.mark.parametrize("race", [racing.threads, racing.processes])


def book(cast: Cast, who: str, organization: str, days: list[date]) -> Move:
    slug, certificate, by = cast.ana.slug, cast.certificate.ref, cast.actor(who)
    return lambda: bookings.request(slug, certificate, days, "Now.", organization_ref=organization, by=by)


def taken(cast: Cast) -> list[date]:
    db.session.rollback()
    wanted = db.select(Shift.on).where(Shift.expert_id == cast.ana.id, Shift.state.in_(TAKEN))
    return sorted(db.session.scalars(wanted))


def rule(cast: Cast, **rules: object) -> None:
    set_rules(cast.ana.ref, Rules(**rules), by=cast.actor("ana"))  # type: ignore[arg-type]


@races
def test_one_of_two_books_the_day_at_once(cast: Cast, race: Race) -> None:
    rule(cast, at_once=True)
    moves = [
        book(cast, who, team, WEEK[:2])
        for who, team in (("bruno", cast.nordwind.ref), ("gus", cast.halden.ref)) * 2
    ]
    assert sorted(race(cast.app, moves)) == ["DatesTaken"] * 3 + ["done"]
    assert taken(cast) == WEEK[:2]


@races
def test_a_week_takes_no_more_than_its_limit(cast: Cast, race: Race) -> None:
    """Four customers, four days, and Ana works on two of them."""
    rule(cast, at_once=True, week_days=2)
    moves = [
        book(cast, who, team, [WEEK[number]])
        for number, (who, team) in enumerate([("bruno", cast.nordwind.ref), ("gus", cast.halden.ref)] * 2)
    ]
    said = race(cast.app, moves)
    assert said.count("done") == 2
    assert {*said} <= {"done", "WeekFull", "DatesTaken"}
    assert len(taken(cast)) == 2


@races
def test_ana_accepts_no_more_than_her_limit(cast: Cast, race: Race) -> None:
    refs, ana = [ask(cast, [day]).ref for day in WEEK[:4]], cast.actor("ana")
    rule(cast, week_days=2)
    said = race(cast.app, [lambda ref=ref: bookings.accept(ref, by=ana) for ref in refs])
    assert sorted(said) == ["WeekFull"] * 2 + ["done"] * 2
    assert len(taken(cast)) == 2


@races
def test_an_organization_holds_no_more_at_once_than_it_may(cast: Cast, race: Race) -> None:
    rule(cast, at_once=True)
    moves = [book(cast, "bruno", cast.nordwind.ref, [day]) for day in WEEK]
    said = race(cast.app, moves)
    assert (
        sorted(said)
        == ["TooManyHolds"] * (len(WEEK) - holding.OF_ORGANIZATION) + ["done"] * holding.OF_ORGANIZATION
    )
    open_ones = db.session.query(Booking).filter_by(state=BookingState.ACCEPTED).count()
    assert open_ones == holding.OF_ORGANIZATION
