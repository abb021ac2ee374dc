"""Outcomes that Ledgerline's customers want, and the skills they take."""

from dataclasses import replace

import pytest

from marketplace.catalog import blueprints, queries
from marketplace.catalog import service as catalog
from marketplace.catalog.blueprint_writing import MOST_WORDINGS
from marketplace.catalog.needs import MOST_SKILLS
from marketplace.catalog.plans import Need, Plan
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from tests import make
from tests.cast import Cast


def plan(cast: Cast, **values: object) -> Plan:
    usual = Plan("Close the leave year", "Carry-over, checked.", "carry over\n\n carry over\nleave year", [])
    return replace(usual, needs=[Need(cast.leave.ref, 3)], **values)  # type: ignore[arg-type]


def test_a_draft_is_published_retired_and_restored(cast: Cast) -> None:
    vera = cast.actor("vera")
    made = blueprints.add(cast.ledgerline.ref, plan(cast), by=vera)
    assert (made.address, made.said) == (
        "ledgerline/close-the-leave-year",
        ["Close the leave year", "carry over", "leave year"],
    )
    assert not queries.published_blueprints()
    blueprints.publish(made.ref, by=vera)
    assert queries.published_blueprints(product_id=cast.payroll.id) == [made]
    assert queries.blueprint_by_slug("ledgerline", made.slug) is made
    blueprints.retire(made.ref, by=vera)
    with pytest.raises(NotFound):
        queries.blueprint_by_slug("ledgerline", made.slug)
    blueprints.restore(made.ref, by=vera)
    with pytest.raises(WrongState):
        blueprints.publish(made.ref, by=vera)


def test_its_address_stays_when_its_title_changes(cast: Cast) -> None:
    made = blueprints.add(cast.ledgerline.ref, plan(cast), by=cast.actor("vera"))
    blueprints.revise(made.ref, plan(cast, title="End the year of leave"), by=cast.actor("vera"))
    assert (made.title, made.slug) == ("End the year of leave", "close-the-leave-year")


def test_skills_are_exchanged_and_put_in_order(cast: Cast) -> None:
    whole, vera = make.skill(cast.payroll), cast.actor("vera")
    made = blueprints.add(cast.ledgerline.ref, plan(cast), by=vera)
    both = replace(plan(cast), needs=[Need(whole.ref, 2), Need(), Need(cast.leave.ref, 4)])
    blueprints.revise(made.ref, both, by=vera)
    made = queries.blueprint(made.ref)
    assert [(one.skill, one.level) for one in made.needs] == [(whole, 2), (cast.leave, 4)]
    assert made.products == [cast.payroll]
    blueprints.revise(made.ref, replace(both, needs=[Need(cast.leave.ref, 1)]), by=vera)
    assert [(one.skill, one.level) for one in queries.blueprint(made.ref).needs] == [(cast.leave, 1)]


def test_a_retired_skill_stays_where_it_is_and_is_not_taken_anew(cast: Cast) -> None:
    vera = cast.actor("vera")
    made = blueprints.add(cast.ledgerline.ref, plan(cast), by=vera)
    assert cast.leave.module
    catalog.retire_module(cast.leave.module.ref, by=vera)
    blueprints.revise(made.ref, plan(cast, summary="Still so."), by=vera)
    with pytest.raises(Invalid):
        blueprints.add(cast.ledgerline.ref, plan(cast, title="Another"), by=vera)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 121}),
        ("title", {"title": "TAKEN"}),
        ("wordings", {"wordings": "\n".join(map(str, range(MOST_WORDINGS + 1)))}),
        ("wordings", {"wordings": "x" * 121}),
        ("summary", {"summary": "x" * 241}),
    ],
)
def test_mistakes_are_told_beside_their_field(cast: Cast, field: str, changed: dict[str, str]) -> None:
    make.blueprint(cast.leave, title="Taken")
    with pytest.raises(Invalid) as refused:
        blueprints.add(cast.ledgerline.ref, plan(cast, **changed), by=cast.actor("vera"))
    assert list(refused.value.fields) == [field]


def test_a_skill_is_the_vendors_own_named_once_at_a_level_there_is(cast: Cast) -> None:
    yard = make.skill(make.product(cast.stockpile, "Yard"))
    leave = cast.leave.ref
    for needs, field in (
        ([Need(yard.ref)], "skill_1"),
        ([Need(leave), Need(leave)], "skill_2"),
        ([Need(leave, 5)], "level_1"),
    ):
        with pytest.raises(Invalid) as refused:
            blueprints.add(cast.ledgerline.ref, replace(plan(cast), needs=needs), by=cast.actor("vera"))
        assert list(refused.value.fields) == [field]


def test_an_outcome_takes_a_handful_of_skills(cast: Cast) -> None:
    many = make.product(cast.ledgerline, "Many", modules=tuple(f"M{n}" for n in range(MOST_SKILLS)))
    needs = [Need(one.ref) for one in many.skills]
    with pytest.raises(Invalid, match="cannot be done"):
        blueprints.add(cast.ledgerline.ref, replace(plan(cast), needs=needs), by=cast.actor("vera"))


def test_without_a_skill_nothing_is_published(cast: Cast) -> None:
    vera = cast.actor("vera")
    bare = replace(plan(cast), needs=[Need()])
    made = blueprints.add(cast.ledgerline.ref, bare, by=vera)
    with pytest.raises(Invalid, match="at least one skill"):
        blueprints.publish(made.ref, by=vera)
    blueprints.revise(made.ref, plan(cast), by=vera)
    blueprints.publish(made.ref, by=vera)
    with pytest.raises(Invalid, match="at least one skill"):
        blueprints.revise(made.ref, bare, by=vera)
    assert queries.blueprint(made.ref).needs


def test_only_the_vendors_own_administrators_keep_them(cast: Cast) -> None:
    made = blueprints.add(cast.ledgerline.ref, plan(cast), by=cast.actor("vera"))
    for name in ("carla", "ines", "bruno"):
        for act in (blueprints.publish, blueprints.retire, blueprints.restore):
            with pytest.raises(NotAllowed):
                act(made.ref, by=cast.actor(name))
        with pytest.raises(NotAllowed):
            blueprints.revise(made.ref, plan(cast), by=cast.actor(name))
        with pytest.raises(NotAllowed):
            blueprints.add(cast.ledgerline.ref, plan(cast, title="Mine"), by=cast.actor(name))
