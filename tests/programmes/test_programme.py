"""Vera writes how Ledgerline certifies Leave."""

import dataclasses

import pytest
from sqlalchemy import func, select

from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.programmes import queries, rules, service
from marketplace.programmes.errors import SavedMeanwhile, Unfinished
from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Programme, Rubric, RubricState
from marketplace.programmes.outline import CriterionLine, Outline, TermsLine
from marketplace.programmes.standard import current_rubric
from tests import make
from tests.cast import Cast

RULES = CriterionLine(
    "Carry-over rules",
    "Can they set up what is carried into the next year?",
    {Level.PRACTITIONER: "Applies given rules.", Level.PROFESSIONAL: "Designs rules for several sites."},
)
OUTLINE = Outline(
    about="For people who run leave for others.",
    changes="Written for Leave itself.",
    criteria=[RULES],
    terms=[
        TermsLine(Level.PRACTITIONER, months=24),
        TermsLine(Level.PROFESSIONAL, frozenset({EvidenceKind.REFERENCE}), until_major=True, assessors=2),
    ],
)


def written(cast: Cast, outline: Outline = OUTLINE) -> Rubric:
    draft = service.start(cast.leave.ref, by=cast.actor("vera"))
    return service.revise(draft.ref, outline, seen=draft.revision, by=cast.actor("vera"))


def published(cast: Cast, outline: Outline = OUTLINE) -> Rubric:
    draft = written(cast, outline)
    return service.publish(draft.ref, seen=draft.revision, by=cast.actor("vera"))


def test_a_skill_without_a_programme_shows_the_standard_one_and_writes_nothing(cast: Cast) -> None:
    payroll = make.skill(cast.payroll)
    before = db.session.scalar(select(func.count(Programme.id)))
    shown = queries.programme(payroll).current
    assert shown.standard
    assert [one.name for one in shown.criteria] == ["Depth", "Independence", "Proof"]
    assert shown.levels == list(Level)
    assert not db.session.new
    assert db.session.scalar(select(func.count(Programme.id))) == before


def test_a_draft_begins_as_the_published_version_and_there_is_one_at_a_time(cast: Cast) -> None:
    draft = service.start(cast.leave.ref, by=cast.actor("vera"))
    assert (draft.number, draft.state) == (2, RubricState.DRAFT)
    assert Outline.of(draft) == Outline.of(current_rubric(cast.leave))
    assert service.start(cast.leave.ref, by=cast.actor("vera")).ref == draft.ref


def test_vera_writes_a_draft_and_nobody_else_sees_it(cast: Cast) -> None:
    draft = written(cast)
    assert Outline.of(queries.draft(draft.ref, cast.actor("vera"))) == OUTLINE
    assert queries.programme(cast.leave).current.number == 1
    for somebody in ("carla", "ines", "ana", "otto"):
        with pytest.raises(NotFound):
            queries.draft(draft.ref, cast.actor(somebody))
    with pytest.raises(NotFound):
        queries.version(cast.leave, draft.number)


@pytest.mark.parametrize("who", ["carla", "ines", "ana", "otto", "fritz"])
def test_only_administrators_write_programmes(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        service.start(cast.leave.ref, by=cast.actor(who))
    draft = written(cast)
    with pytest.raises(NotFound):
        service.revise(draft.ref, OUTLINE, seen=draft.revision, by=cast.actor(who))


def test_publishing_replaces_the_version_before_and_says_so(cast: Cast) -> None:
    first = current_rubric(cast.leave)
    second = published(cast)
    assert (first.state, second.state) == (RubricState.REPLACED, RubricState.PUBLISHED)
    assert current_rubric(cast.leave).ref == second.ref
    assert second.published_by == cast.user("vera")
    assert [one.number for one in queries.programme(cast.leave).published] == [2, 1]
    assert [one.kind for one in history(second.ref)] == ["RubricStarted", "RubricRevised", "RubricPublished"]


def test_a_published_version_never_changes_again(cast: Cast) -> None:
    rubric = published(cast)
    claim = make.claim(cast.emil, cast.leave)
    third = service.start(cast.leave.ref, by=cast.actor("vera"))
    service.revise(third.ref, OUTLINE, seen=0, by=cast.actor("vera"))
    service.publish(third.ref, seen=1, by=cast.actor("vera"))
    assert claim.rubric_id == rubric.id
    for version in (rubric, third):
        before = Outline.of(version)
        for act in (
            lambda ref: service.revise(ref, Outline(), seen=1, by=cast.actor("vera")),
            lambda ref: service.publish(ref, seen=1, by=cast.actor("vera")),
            lambda ref: service.discard(ref, by=cast.actor("vera")),
        ):
            with pytest.raises(WrongState, match="never changes again"):
                act(version.ref)
        assert Outline.of(version) == before


def test_a_discarded_draft_leaves_the_published_version(cast: Cast) -> None:
    draft = written(cast)
    ref = draft.ref
    service.discard(ref, by=cast.actor("vera"))
    with pytest.raises(NotFound):
        queries.draft(ref, cast.actor("vera"))
    assert queries.programme(cast.leave).current.number == 1
    assert service.start(cast.leave.ref, by=cast.actor("vera")).number == 2


def test_nobody_saves_over_what_they_have_not_seen(cast: Cast) -> None:
    make.hire(cast.ledgerline, make.user("Viktor", purpose="vendor"), "admin")
    draft = service.start(cast.leave.ref, by=cast.actor("vera"))
    service.revise(draft.ref, OUTLINE, seen=0, by=cast.actor("vera"))
    other = dataclasses.replace(OUTLINE, about="Viktor's words.")
    for act in (
        lambda: service.revise(draft.ref, other, seen=0, by=cast.actor("viktor")),
        lambda: service.publish(draft.ref, seen=0, by=cast.actor("viktor")),
        lambda: service.publish(draft.ref, seen=None, by=cast.actor("viktor")),
    ):
        with pytest.raises(SavedMeanwhile, match="Vera has saved this draft"):
            act()
    assert queries.draft(draft.ref, cast.actor("vera")).about == OUTLINE.about
    service.revise(draft.ref, other, seen=1, by=cast.actor("viktor"))
    assert queries.draft(draft.ref, cast.actor("vera")).about == "Viktor's words."


def test_blank_rows_are_left_out_and_the_order_is_kept(cast: Cast) -> None:
    criteria = [CriterionLine("Z"), CriterionLine(), CriterionLine("  "), CriterionLine("A")]
    draft = written(cast, dataclasses.replace(OUTLINE, criteria=criteria))
    assert [(one.position, one.name) for one in draft.criteria] == [(1, "Z"), (2, "A")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"criteria": [CriterionLine(f"C{n}") for n in range(40)]}, "criteria"),
        ({"criteria": [CriterionLine("Depth"), CriterionLine(), CriterionLine("dépth ")]}, "name_3"),
        ({"criteria": [CriterionLine("", about="Nameless")]}, "name_1"),
        ({"criteria": [CriterionLine("x" * 121)]}, "name_1"),
        ({"criteria": [CriterionLine("A", looks={Level.EXPERT: "x" * 1_001})]}, "looks_1_4"),
        ({"terms": [TermsLine(Level.EXPERT, months=0)]}, "months_4"),
        ({"terms": [TermsLine(Level.EXPERT, months=61)]}, "months_4"),
        ({"terms": [TermsLine(Level.ASSOCIATE, grace_days=366)]}, "grace_days_1"),
        ({"terms": [TermsLine(Level.ASSOCIATE, assessors=3)]}, "assessors_1"),
        ({"about": "x" * 5_001}, "about"),
    ],
)
def test_a_draft_that_cannot_be_is_refused_at_its_field(cast: Cast, wrong: dict, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        written(cast, dataclasses.replace(OUTLINE, **wrong))
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        ({"criteria": []}, "Add a criterion"),
        ({"terms": []}, "at least one level"),
        ({"changes": ""}, "what is new"),
        ({"terms": [TermsLine(Level.EXPERT)]}, "Carry-over rules: say what Expert looks like"),
    ],
)
def test_an_unfinished_draft_is_kept_but_not_published(cast: Cast, gap: dict, said: str) -> None:
    draft = written(cast, dataclasses.replace(OUTLINE, **gap))
    assert any(said in sentence for sentence in rules.missing(draft))
    with pytest.raises(Unfinished, match=said):
        service.publish(draft.ref, seen=draft.revision, by=cast.actor("vera"))
    assert queries.programme(cast.leave).current.number == 1
