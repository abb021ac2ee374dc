"""A blueprint says how the work goes, keeps its versions, and travels as a file."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from marketplace.accounts.actor import Actor
from marketplace.catalog import blueprints, exchange, queries, revisions, versions
from marketplace.catalog.contents import content
from marketplace.catalog.outcomes import Blueprint, BlueprintState
from marketplace.catalog.plans import Deliverable, Need, Plan
from marketplace.kit import clock as kit_clock
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.kit.money import Money
from tests import make
from tests.cast import Cast
from tests.conftest import Clock
from tests.requests import requesting


def whole(cast: Cast, **other: Any) -> Plan:
    plan = Plan(
        "Close the leave year",
        "Carry-over, checked.",
        "carry over\nleave year",
        [Need(cast.leave.ref, 3)],
        days=6,
        days_a_week=2,
        hours_a_day=8,
        deliverables=[Deliverable("Balances moved", "They agree to the hour."), Deliverable()],
        checklist="A test system\n\nA list of sites\nA test system",
        price_from="600",
        price_to="750.50",
        price_currency="EUR",
    )
    return replace(plan, **other)


def test_it_says_how_the_work_goes(cast: Cast) -> None:
    made = blueprints.add(cast.ledgerline.ref, whole(cast), by=cast.actor("vera"))
    assert (made.days, made.days_a_week, made.hours_a_day) == (6, 2, 8)
    assert made.price_guide == (Money(60_000, "EUR"), Money(75_050, "EUR"))
    assert made.deliverables == [{"title": "Balances moved", "accepted_when": "They agree to the hour."}]
    assert made.checklist.splitlines() == ["A test system", "A list of sites"]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"days": 0}, "days"),
        ({"days_a_week": 8}, "days_a_week"),
        ({"hours_a_day": 25}, "hours_a_day"),
        ({"price_to": ""}, "price_to"),
        ({"price_from": "900"}, "price_to"),
        ({"price_from": "much"}, "price_from"),
        ({"price_currency": "XXX"}, "price_currency"),
        ({"deliverables": [Deliverable("", "Signed.")]}, "deliverable_1"),
        ({"deliverables": [Deliverable(f"Part {n}") for n in range(9)]}, "deliverable_1"),
        ({"checklist": "\n".join(f"Thing {n}" for n in range(21))}, "checklist"),
        ({"call_minutes": 45}, "call_minutes"),
        ({"call_minutes": 50, "days": None, "days_a_week": None, "hours_a_day": None}, "call_minutes"),
    ],
)
def test_what_makes_no_sense_is_said(cast: Cast, other: dict, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        blueprints.add(cast.ledgerline.ref, whole(cast, **other), by=cast.actor("vera"))
    assert field in refusal.value.fields


def test_whatever_customers_could_read_is_a_version(cast: Cast) -> None:
    vera = cast.actor("vera")
    made = blueprints.add(cast.ledgerline.ref, whole(cast), by=vera)
    with pytest.raises(NotFound):
        versions.current(made)
    blueprints.revise(made.ref, whole(cast, days=5), by=vera)
    blueprints.publish(made.ref, by=vera)
    blueprints.revise(made.ref, whole(cast, days=5), by=vera)
    assert [one.number for one in versions.of_blueprint(made)] == [1]
    published_again(made, whole(cast, days=4), vera)
    blueprints.retire(made.ref, by=vera)
    blueprints.revise(made.ref, whole(cast, days=3), by=vera)
    blueprints.restore(made.ref, by=vera)
    kept = [(one.number, one.content["pattern"]["days"]) for one in versions.of_blueprint(made)]
    assert kept == [(3, 3), (2, 4), (1, 5)]


def published_again(made: Blueprint, plan: Plan, by: Actor) -> None:
    blueprints.revise(made.ref, plan, by=by)
    draft = revisions.of_blueprint(made)
    assert draft
    revisions.publish(made.ref, draft.written_at.isoformat(), by=by)


def test_a_change_of_a_published_one_is_drafted_and_nobody_else_knows(cast: Cast, clock: Clock) -> None:
    vera = cast.actor("vera")
    made = blueprints.publish(blueprints.add(cast.ledgerline.ref, whole(cast), by=vera).ref, by=vera)
    asked = requesting.published(cast, blueprint=made.address)
    before = exchange.exported(cast.ledgerline)
    blueprints.revise(made.ref, whole(cast, title="Close it in half the time", days=3), by=vera)
    assert (queries.blueprint(made.ref).title, made.days) == ("Close the leave year", 6)
    assert exchange.exported(cast.ledgerline) == before
    assert [one.number for one in versions.of_blueprint(made)] == [1]
    draft = revisions.of_blueprint(made)
    assert draft
    assert revisions.plan_of(draft) == whole(cast, title="Close it in half the time", days=3)
    for act in (
        lambda by: revisions.publish(made.ref, draft.written_at.isoformat(), by=by),
        lambda by: revisions.discard(made.ref, by=by),
    ):
        for name in ("carla", "ines", "bruno"):
            with pytest.raises(NotAllowed):
                act(cast.actor(name))

    seen = draft.written_at.isoformat()
    clock.to(kit_clock.now() + timedelta(minutes=1))
    blueprints.revise(made.ref, whole(cast, days=2), by=vera)
    with pytest.raises(Conflict, match="changed since you looked"):
        revisions.publish(made.ref, seen, by=vera)
    published_again(made, whole(cast, title="Close it in half the time", days=3), vera)
    assert [(one.number, one.content["pattern"]["days"]) for one in versions.of_blueprint(made)] == [
        (2, 3),
        (1, 6),
    ]
    assert revisions.of_blueprint(made) is None
    assert (made.title, made.slug) == ("Close it in half the time", "close-the-leave-year")
    assert requesting.request_now(asked).blueprint_version == 1
    assert requesting.drafted(cast, blueprint=made.address).blueprint_version == 2


def test_a_draft_is_discarded_or_says_nothing_new_or_no_longer_fits(cast: Cast) -> None:
    vera = cast.actor("vera")
    made = blueprints.publish(blueprints.add(cast.ledgerline.ref, whole(cast), by=vera).ref, by=vera)
    blueprints.revise(made.ref, whole(cast, days=3), by=vera)
    revisions.discard(made.ref, by=vera)
    with pytest.raises(NotFound, match="no drafted change"):
        revisions.discard(made.ref, by=vera)
    blueprints.revise(made.ref, whole(cast, days=3), by=vera)
    blueprints.revise(made.ref, whole(cast), by=vera)
    assert revisions.of_blueprint(made) is None
    blueprints.revise(made.ref, whole(cast, title="Taken meanwhile"), by=vera)
    make.blueprint(cast.leave, title="Taken meanwhile")
    draft = revisions.of_blueprint(made)
    assert draft
    with pytest.raises(Invalid, match="already a blueprint called"):
        revisions.publish(made.ref, draft.written_at.isoformat(), by=vera)
    assert queries.blueprint(made.ref).title == "Close the leave year"
    blueprints.retire(made.ref, by=vera)
    blueprints.revise(made.ref, whole(cast, days=1), by=vera)
    assert revisions.of_blueprint(made) is None, "saved while it is retired, it is what will be restored"


def test_out_and_in_again_it_is_the_same(cast: Cast) -> None:
    """To another vendor with a product of that name."""
    vera, ines = cast.actor("vera"), cast.actor("ines")
    made = blueprints.publish(blueprints.add(cast.ledgerline.ref, whole(cast), by=vera).ref, by=vera)
    file = exchange.exported(cast.ledgerline)
    assert made.ref not in file
    assert "@" not in file
    assert '"Vera' not in file
    make.product(cast.stockpile, "ledgerline PAYROLL", ("leave",))
    (taken,) = exchange.take_in(cast.stockpile.ref, file.encode(), by=ines)
    assert taken.unmatched == []
    assert taken.blueprint.state is BlueprintState.DRAFT
    before, after = content(made), content(taken.blueprint)
    assert [one.pop("skills")[0]["level"] for one in (before, after)] == [3, 3]
    assert before == after
    (again,) = exchange.take_in(cast.stockpile.ref, file.encode(), by=ines)
    assert again.blueprint.title == "Close the leave year (2)"


def a_call(cast: Cast, **other: Any) -> Plan:
    return whole(cast, days=None, days_a_week=None, hours_a_day=None, call_minutes=45, **other)


def test_a_call_is_drafted_published_changed_and_travels(cast: Cast) -> None:
    vera = cast.actor("vera")
    made = blueprints.publish(blueprints.add(cast.ledgerline.ref, a_call(cast), by=vera).ref, by=vera)
    assert versions.current(made).content["pattern"] == {"call_minutes": 45}
    blueprints.revise(made.ref, a_call(cast), by=vera)
    assert revisions.of_blueprint(made) is None, "it says the same"
    published_again(made, whole(cast), vera)
    published_again(made, a_call(cast), vera)
    assert [one.content["pattern"].get("days") for one in versions.of_blueprint(made)] == [None, 6, None]
    file = exchange.exported(cast.ledgerline)
    (taken,) = exchange.take_in(cast.ledgerline.ref, file.encode(), by=vera)
    assert (taken.blueprint.call_minutes, taken.blueprint.days) == (45, None)
    before, after = content(made), content(taken.blueprint)
    assert before | {"title": after["title"]} == after
    with pytest.raises(Conflict, match="is one call"):
        requesting.drafted(cast, blueprint=made.address)


def test_a_file_from_before_there_were_calls_is_still_read(cast: Cast) -> None:
    blueprints.add(cast.ledgerline.ref, whole(cast), by=cast.actor("vera"))
    old = json.loads(exchange.exported(cast.ledgerline)) | {"version": 1}
    (taken,) = exchange.take_in(cast.ledgerline.ref, json.dumps(old).encode(), by=cast.actor("vera"))
    assert (taken.blueprint.days, taken.blueprint.call_minutes) == (6, None)


def test_what_does_not_match_is_said(cast: Cast) -> None:
    blueprints.add(cast.ledgerline.ref, whole(cast), by=cast.actor("vera"))
    file = exchange.exported(cast.ledgerline).encode()
    (taken,) = exchange.take_in(cast.stockpile.ref, file, by=cast.actor("ines"))
    assert taken.unmatched == ["You offer no skill called Ledgerline Payroll · Leave."]
    assert taken.blueprint.needs == []
    with pytest.raises(NotAllowed):
        exchange.take_in(cast.stockpile.ref, file, by=cast.actor("vera"))


def spoiled(cast: Cast, **other: Any) -> bytes:
    blueprints.add(cast.ledgerline.ref, whole(cast), by=cast.actor("vera"))
    read = json.loads(exchange.exported(cast.ledgerline))
    read["blueprints"].append(read["blueprints"][0] | other)
    return json.dumps(read).encode()


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b'{"format": "blueprints", "version": 2, "blueprints": []}',
        b'{"format": "blueprints", "version": 1, "blueprints": []}',
        b'{"format": "blueprints", "version": 1, "blueprints": [{}]}',
        b'{"format": "blueprints", "version": 1, "blueprints": [' + b"{}," * 100 + b"{}]}",
        b" " * (exchange.LARGEST + 1),
    ],
)
def test_a_file_that_is_none_is_turned_down_in_words(cast: Cast, file: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        exchange.take_in(cast.ledgerline.ref, file, by=cast.actor("vera"))
    assert refusal.value.fields["file"].endswith(".")


@pytest.mark.parametrize(
    "other",
    [
        {"title": ""},
        {"title": 7},
        {"skills": [{"product": "x"}]},
        {"pattern": {"days": "six"}},
        {"pattern": {"days": 6, "call_minutes": 45}},
        {"pattern": {"call_minutes": "45"}},
    ],
)
def test_one_bad_blueprint_keeps_the_whole_file_out(cast: Cast, other: dict) -> None:
    file = spoiled(cast, **other)
    with pytest.raises(Invalid, match="Blueprint 2 of the file"):
        exchange.take_in(cast.ledgerline.ref, file, by=cast.actor("vera"))
    assert len(queries.blueprints_of(cast.ledgerline.id)) == 1
