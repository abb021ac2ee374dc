"""Nordwind keeps people in mind, together; Ana never learns of it."""

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.notices.models import Notice
from marketplace.registry.models import ProfileState
from marketplace.shortlists import entries, queries, service
from marketplace.shortlists.models import Shortlist, ShortlistEntry
from tests import make, racing
from tests.cast import Cast
from tests.conftest import Clock, Settle


@pytest.fixture
def team(cast: Cast) -> Shortlist:
    return service.begin(cast.nordwind.ref, "Year-end team", by=cast.actor("bruno"))


def names(shortlist: Shortlist, cast: Cast, who: str) -> list[str]:
    return [one.shown_name for one in queries.entries_of(shortlist, cast.actor(who)) if one.listed]


def test_every_member_sees_it_and_nobody_else(cast: Cast, team: Shortlist) -> None:
    entries.put("ana", team.ref, "Calm in a crisis.", by=cast.actor("bruno"))
    for name in ("olga", "bruno", "dora"):
        assert names(queries.visible(team.ref, cast.actor(name)), cast, name) == ["Ana"]
    for name in ("ana", "emil", "gus", "vera", "otto"):
        with pytest.raises(NotFound):
            queries.visible(team.ref, cast.actor(name))


def test_finance_reads_and_does_not_write(cast: Cast, team: Shortlist) -> None:
    entry = entries.put("ana", team.ref, by=cast.actor("bruno"))
    fin = make.user("Fin")
    make.join(cast.nordwind, fin, "finance")
    by = cast.actor("fin")
    assert queries.visible(team.ref, by) is team
    for act in (
        lambda: service.begin(cast.nordwind.ref, "Mine", by=by),
        lambda: service.rename(team.ref, "Mine", by=by),
        lambda: service.archive(team.ref, by=by),
        lambda: entries.put("emil", team.ref, by=by),
        lambda: entries.write_note(entry.ref, "!", by=by),
        lambda: entries.take_off(entry.ref, by=by),
    ):
        with pytest.raises(NotAllowed, match="Owners, bookers and approvers of Nordwind"):
            act()


def test_a_note_says_who_wrote_it_and_when(cast: Cast, team: Shortlist, clock: Clock) -> None:
    entry = entries.put("ana", team.ref, "Calm in a crisis.", by=cast.actor("bruno"))
    clock.forward(hours=2)
    entries.write_note(entry.ref, "Dear, but worth it.\n", by=cast.actor("dora"))
    assert (entry.note, entry.noted_by.name, entry.noted_at) == ("Dear, but worth it.", "Dora", clock.now)
    assert entry.added_by.name == "Bruno"


def test_taken_off_and_put_back_with_the_note(cast: Cast, team: Shortlist) -> None:
    by = cast.actor("bruno")
    entry = entries.put("ana", team.ref, "Calm.", by=by)
    entries.take_off(entry.ref, by=by)
    assert names(team, cast, "bruno") == []
    with pytest.raises(Conflict, match="taken off"):
        entries.take_off(entry.ref, by=by)
    entries.put_back(entry.ref, by=by)
    assert names(team, cast, "bruno") == ["Ana"]
    assert entry.note == "Calm."


def test_put_on_again_is_the_same_entry(cast: Cast, team: Shortlist) -> None:
    by = cast.actor("bruno")
    entry = entries.put("ana", team.ref, "Calm.", by=by)
    with pytest.raises(Conflict, match="is on “Year-end team” already"):
        entries.put("ana", team.ref, by=by)
    entries.take_off(entry.ref, by=by)
    assert entries.put("ana", team.ref, by=by) is entry


def test_two_who_think_of_the_same_person_at_once(cast: Cast, team: Shortlist, app: Flask) -> None:
    ref, by = team.ref, cast.actor("bruno")
    outcomes = racing.threads(app, [lambda: entries.put("ana", ref, by=by)] * 4)
    assert sorted(outcomes) == ["Conflict"] * 3 + ["done"]
    assert db.session.query(ShortlistEntry).count() == 1


def test_archived_it_does_not_change(cast: Cast, team: Shortlist) -> None:
    by = cast.actor("bruno")
    service.archive(team.ref, by=by)
    assert queries.shortlists_of([cast.nordwind.id]) == []
    assert queries.shortlists_of([cast.nordwind.id], archived=True) == [team]
    with pytest.raises(Conflict, match="is archived"):
        entries.put("ana", team.ref, by=by)
    service.restore(team.ref, by=by)
    entries.put("ana", team.ref, by=by)
    assert queries.counts([team], by) == {team.id: 1}


def test_whoever_hides_is_no_longer_named(cast: Cast, team: Shortlist) -> None:
    entries.put("ana", team.ref, by=cast.actor("bruno"))
    make.change(cast.ana, state=ProfileState.HIDDEN)
    assert names(team, cast, "bruno") == ["No longer listed"]
    with pytest.raises(NotFound):
        entries.put_on_new("ana", cast.nordwind.ref, "Others", by=cast.actor("bruno"))
    assert len(queries.shortlists_of([cast.nordwind.id])) == 1, (
        "nothing is left of a list that failed to begin"
    )


def test_the_expert_never_learns_of_it_not_even_as_a_member(
    cast: Cast, team: Shortlist, settle: Settle
) -> None:
    entry = entries.put("ana", team.ref, "Calm.", by=cast.actor("bruno"))
    settle()
    assert db.session.query(Notice).count() == 0
    told = [one.payload for one in db.session.scalars(select(Event).where(Event.subject == team.ref))]
    assert told and cast.ana.ref not in str(told)
    make.join(cast.nordwind, cast.user("ana"), "owner")
    ana = cast.actor("ana")
    assert names(team, cast, "ana") == []
    assert queries.counts([team], ana) == {}
    assert queries.lists_with(cast.ana.id, ana) == []
    with pytest.raises(NotFound):
        queries.entry(entry.ref, ana)
    with pytest.raises(Invalid, match="yourself"):
        entries.put("ana", team.ref, by=ana)


def test_there_are_limits(cast: Cast, team: Shortlist, monkeypatch: pytest.MonkeyPatch) -> None:
    by = cast.actor("bruno")
    monkeypatch.setattr(service, "MOST_LISTS", 1)
    with pytest.raises(Invalid, match="Archive some first"):
        service.begin(cast.nordwind.ref, "Another", by=by)
    monkeypatch.setattr(entries, "MOST", 1)
    entries.put("ana", team.ref, by=by)
    with pytest.raises(Conflict, match="Take some off first"):
        entries.put("emil", team.ref, by=by)
    with pytest.raises(Invalid, match="there is room for 2,000"):
        entries.put("emil", team.ref, "x" * 2_001, by=by)
