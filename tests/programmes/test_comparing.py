"""Two versions of the rubric for Leave, side by side."""

import dataclasses

from marketplace.programmes.comparing import Group, Kind, compare, words
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric
from marketplace.programmes.outline import CriterionLine, Outline, TermsLine, write

DEPTH = CriterionLine("Depth", "How well?", {Level.EXPERT: "Explains its limits."})
PROOF = CriterionLine("Proof", "Who saw it?", {Level.EXPERT: "Several people."})
OLD = Outline("For experts.", "", [DEPTH, PROOF], [TermsLine(Level.EXPERT)])


def rubric(outline: Outline) -> Rubric:
    made = Rubric(number=1)
    write(made, outline)
    return made


def compared(**changed: object) -> list[Group]:
    return compare(rubric(OLD), rubric(dataclasses.replace(OLD, **changed)))


def marked(group: Group) -> list[str]:
    signs = {Kind.KEPT: "", Kind.GONE: "-", Kind.NEW: "+"}
    return [f"{signs[one.kind]}{one.text}" for change in group.changes for one in change.pieces]


def test_the_same_twice_is_no_difference() -> None:
    assert compared() == []


def test_words_that_change_stand_among_those_that_stay() -> None:
    assert [(one.kind, one.text) for one in words("Explains its limits.", "Explains its known limits.")] == [
        (Kind.KEPT, "Explains its "),
        (Kind.NEW, "known "),
        (Kind.KEPT, "limits."),
    ]


def test_a_sentence_that_is_written_anew_is_no_confetti() -> None:
    told = words("It tests them before they go live.", "It tests them, and can show the cases.")
    assert [(one.kind, one.text) for one in told] == [
        (Kind.KEPT, "It tests them"),
        (Kind.GONE, " before they go live"),
        (Kind.NEW, ", and can show the cases"),
        (Kind.KEPT, "."),
    ]


def test_a_criterion_that_is_renamed_is_the_same_one() -> None:
    [group] = compared(criteria=[dataclasses.replace(DEPTH, name="Depth of knowledge"), PROOF])
    assert (group.title, group.kind) == ("Criterion: Depth of knowledge", Kind.KEPT)
    assert marked(group) == ["Depth", "+ of knowledge"]


def test_a_criterion_comes_another_goes() -> None:
    new = CriterionLine("Teaching", "", {Level.EXPERT: "Teaches others."})
    groups = compared(criteria=[PROOF, DEPTH, new])
    assert [(one.title, one.kind) for one in groups] == [
        ("Criterion: Proof", Kind.KEPT),
        ("Criterion: Depth", Kind.KEPT),
        ("Criterion: Teaching", Kind.NEW),
    ]
    assert marked(groups[0]) == ["+moved from place 2 to 1"]
    [gone] = compared(criteria=[DEPTH])
    assert (gone.title, gone.kind) == ("Criterion: Proof", Kind.GONE)


def test_terms_are_compared_in_words() -> None:
    terms = [TermsLine(Level.ASSOCIATE), TermsLine(Level.EXPERT, until_major=True, months=24, assessors=2)]
    associate, expert = compared(terms=terms)
    assert (associate.title, associate.kind) == ("Level: Associate", Kind.NEW)
    assert [change.what for change in expert.changes] == ["A certificate holds", "Decided by"]
