"""Who is new, told once: instant, daily and weekly."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.calendar import service as calendar
from marketplace.certification.models import Certificate
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.models import Event
from marketplace.registry.models import ProfileState
from marketplace.saved_searches import looking, service
from marketplace.saved_searches.models import Alerts, Known
from tests import crashing, make, racing
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.counting import statements
from tests.saved_searches.kept import PAYROLL, indexed, keep, newcomer, told_of


def test_whoever_is_found_when_alerts_begin_is_known(cast: Cast, clock: Clock) -> None:
    keep(cast, Alerts.DAILY)
    newcomer(cast, "Pia")
    clock.forward(days=1)
    assert looking.look_at_due() == 1
    assert told_of() == [["Pia"]]


def test_nobody_is_told_of_twice(cast: Cast, clock: Clock) -> None:
    keep(cast, Alerts.DAILY)
    pia = newcomer(cast, "Pia")
    for state in (ProfileState.PUBLISHED, ProfileState.HIDDEN, ProfileState.PUBLISHED):
        make.change(pia, state=state)
        indexed()
        clock.forward(days=1)
        looking.look_at_due()
    newcomer(cast, "Rosa")
    clock.forward(days=1)
    looking.look_at_due()
    assert told_of() == [["Pia"], ["Rosa"]]


def test_becoming_free_is_news(cast: Cast, clock: Clock) -> None:
    week = {"first": "2027-03-15", "last": "2027-03-19"}
    off = calendar.add_day_off(
        cast.ana.ref, first_on=date(2027, 3, 16), last_on=date(2027, 3, 16), by=cast.actor("ana")
    )
    keep(cast, Alerts.INSTANT, **PAYROLL, **week)
    clock.forward(minutes=11)
    assert looking.look_at_due() == 1
    assert told_of() == []
    calendar.remove_day_off(off.ref, by=cast.actor("ana"))
    clock.forward(minutes=11)
    looking.look_at_due()
    assert told_of() == [["Ana"]]


def test_instant_looks_only_after_something_changed_and_rarely(cast: Cast, clock: Clock) -> None:
    keep(cast, Alerts.INSTANT)
    clock.forward(hours=2)
    assert looking.look_at_due() == 0
    newcomer(cast, "Pia")
    assert looking.look_at_due() == 1
    clock.forward(minutes=9)
    newcomer(cast, "Rosa")
    assert looking.look_at_due() == 0
    clock.forward(minutes=1)
    assert looking.look_at_due() == 1
    assert told_of() == [["Pia"], ["Rosa"]]
    clock.forward(minutes=11)
    assert looking.look_at_due() == 1, "what a change leads to may come a little later"
    clock.forward(minutes=11)
    assert looking.look_at_due() == 0


def test_when_nothing_has_changed_it_costs_two_small_statements(cast: Cast, clock: Clock) -> None:
    for number in range(20):
        keep(cast, Alerts.INSTANT, q=f"leave {number}")
    clock.forward(hours=1)
    with statements() as seen:
        looking.look_at_due()
    assert len(seen) == 2


def test_an_instant_search_is_looked_at_once_a_day_whatever_happens(cast: Cast, clock: Clock) -> None:
    make.certificate(make.expert("Pia"), cast.leave, starts_on=date(2027, 3, 2))
    keep(cast, Alerts.INSTANT)
    clock.forward(hours=25)
    looking.look_at_due()
    assert told_of() == [["Pia"]]


def test_daily_waits_for_the_morning_and_weekly_for_monday(cast: Cast, clock: Clock) -> None:
    keep(cast, Alerts.DAILY)
    keep(cast, Alerts.WEEKLY, q="leave")
    newcomer(cast, "Pia")
    db.session.rollback()
    clock.forward(hours=22)
    assert looking.look_at_due() == 0
    clock.forward(hours=1)
    assert looking.look_at_due() == 1
    clock.forward(days=5)
    assert looking.look_at_due() == 1
    clock.forward(days=1)
    assert looking.look_at_due() == 2


def test_at_most_ten_are_named_and_the_rest_counted(cast: Cast, clock: Clock) -> None:
    keep(cast, Alerts.DAILY)
    for number in range(12):
        newcomer(cast, f"Person {number:02}")
    clock.forward(days=1)
    looking.look_at_due()
    (event,) = db.session.scalars(select(Event).where(Event.kind == "ExpertsFound"))
    assert (len(event.payload["experts"]), event.payload["total"]) == (10, 12)
    assert db.session.query(Known).count() == 13


def test_it_rests_when_its_days_are_over_and_when_it_finds_everybody(
    cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated = keep(cast, Alerts.DAILY, **PAYROLL, first="2027-03-02", last="2027-03-03")
    broad = keep(cast, Alerts.DAILY)
    newcomer(cast, "Pia")
    monkeypatch.setattr(looking.standing, "MOST", 1)
    clock.forward(days=4)
    assert looking.look_at_due() == 2
    assert told_of() == []
    assert "days are over" in dated.rests
    assert "Narrow it" in broad.rests


def test_switched_on_later_the_people_of_that_day_are_known(cast: Cast, clock: Clock) -> None:
    search = keep(cast)
    newcomer(cast, "Pia")
    service.revise(search.ref, "Payroll", Alerts.DAILY, by=cast.actor("bruno"))
    newcomer(cast, "Rosa")
    clock.forward(days=1)
    looking.look_at_due()
    assert told_of() == [["Rosa"]]


def test_one_that_fails_does_not_keep_the_others_from_it(
    cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(cast, Alerts.DAILY, q="leave")
    keep(cast, Alerts.DAILY)
    newcomer(cast, "Pia")
    works = looking.standing.found

    def fails_for_words(search):
        if "q" in search.args:
            raise RuntimeError("broken")
        return works(search)

    monkeypatch.setattr(looking.standing, "found", fails_for_words)
    clock.forward(days=1)
    looking.look_at_due()
    assert told_of() == [["Pia"]]


def test_two_workers_tell_once(cast: Cast, app: Flask, clock: Clock) -> None:
    keep(cast, Alerts.DAILY)
    newcomer(cast, "Pia")
    clock.forward(days=1)
    assert racing.threads(app, [looking.look_at_due] * 4) == ["done"] * 4
    assert told_of() == [["Pia"]]


@pytest.mark.parametrize("point", crashing.points(requests=0, commits=1), ids=str)
def test_a_crash_neither_loses_nor_repeats_anybody(
    cast: Cast, app: Flask, clock: Clock, settle: Settle, point: crashing.Point
) -> None:
    keep(cast, Alerts.DAILY)
    newcomer(cast, "Pia")
    settle()
    clock.forward(days=1)
    assert crashing.dies(app, point, looking.look_at_due)
    looking.look_at_due()
    assert told_of() == [["Pia"]]


def test_a_look_takes_one_commit(cast: Cast, app: Flask, clock: Clock) -> None:
    keep(cast, Alerts.DAILY)
    newcomer(cast, "Pia")
    clock.forward(days=1)
    assert crashing.counted(app, looking.look_at_due) == (0, 1)


def test_deleted_while_it_is_looked_at(cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    search = keep(cast, Alerts.DAILY)
    newcomer(cast, "Pia")
    clock.forward(days=1)
    works = looking.standing.found

    def deleted_meanwhile(one):
        found = works(one)
        service.delete(search.ref, by=cast.actor("bruno"))
        return found

    monkeypatch.setattr(looking.standing, "found", deleted_meanwhile)
    looking.look(search.ref)
    assert told_of() == []


def test_an_expired_certificate_is_no_news_again(cast: Cast, clock: Clock) -> None:
    keep(cast, Alerts.DAILY)
    with atomic():
        db.session.execute(update(Certificate).values(starts_on=date(2027, 6, 1)))
    indexed()
    clock.forward(days=1)
    looking.look_at_due()
    with atomic():
        db.session.execute(update(Certificate).values(starts_on=date(2027, 3, 1)))
    indexed()
    clock.forward(days=1)
    looking.look_at_due()
    assert told_of() == []
