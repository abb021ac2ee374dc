"""Vera lists what release 10.1 of Ledgerline Payroll changed."""

import pytest

from marketplace.catalog import listing, queries
from marketplace.catalog.listing import TopicLine
from marketplace.catalog.models import Release, Topic
from marketplace.certification.models import TopicAnswer
from marketplace.events.log import history
from marketplace.kit.errors import Invalid, NotAllowed
from tests import make
from tests.cast import Cast


@pytest.fixture
def release(cast: Cast) -> Release:
    return next(one for one in cast.payroll.releases if one.version == "10.1")


def titles(release: Release) -> list[str]:
    return [one.title for one in queries.release(release.ref).topics]


def again(topic: Topic, title: str = "") -> TopicLine:
    return TopicLine(title or topic.title, topic.about, "", topic.ref)


def test_vera_adds_changes_moves_and_removes_topics_at_once(cast: Cast, release: Release) -> None:
    vera = cast.actor("vera")
    module = cast.payroll.modules[0]
    lines = [
        TopicLine("Payslips"),
        TopicLine(""),
        TopicLine("Carry-over", "Per site.", module.ref),
        TopicLine("Filings"),
    ]
    listing.revise(release.ref, lines, by=vera)
    payslips, carry_over, filings = release.topics
    assert (carry_over.module, carry_over.about, payslips.module) == (module, "Per site.", None)

    listing.revise(
        release.ref, [again(filings), again(payslips, "E-payslips")], dropped=[carry_over.ref], by=vera
    )
    assert titles(release) == ["Filings", "E-payslips"]
    assert release.topics[1].ref == payslips.ref
    assert [one.kind for one in history(release.ref)] == ["TopicsRevised", "TopicsRevised"]


def test_a_topic_that_somebody_answered_is_only_taken_off_the_list(cast: Cast, release: Release) -> None:
    vera = cast.actor("vera")
    listing.revise(release.ref, [TopicLine("Payslips")], by=vera)
    [topic] = release.topics
    answer = make.row(TopicAnswer, claim_id=cast.certificate.claim_id, topic_id=topic.id, text="Rolled out.")
    listing.revise(release.ref, [TopicLine("", ref=topic.ref)], by=vera)
    assert titles(release) == []
    assert answer.topic.title == "Payslips"
    listing.revise(release.ref, [TopicLine("Payslips", ref=topic.ref)], by=vera)
    assert [one.ref for one in release.topics] == [topic.ref]


def test_what_a_colleague_added_meanwhile_stays(cast: Cast, release: Release) -> None:
    listing.revise(release.ref, [TopicLine("Theirs")], by=cast.actor("vera"))
    listing.revise(release.ref, [TopicLine("Mine")], by=cast.actor("vera"))
    assert titles(release) == ["Mine", "Theirs"]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (TopicLine("", about="Nameless"), "title_2"),
        (TopicLine("x" * 161), "title_2"),
        (TopicLine("payslips "), "title_2"),
        (TopicLine("A", about="x" * 2_001), "about_2"),
        (TopicLine("A", module="nonsense"), "module_2"),
    ],
)
def test_a_topic_that_cannot_be_is_refused_at_its_field(
    cast: Cast, release: Release, line: TopicLine, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        listing.revise(release.ref, [TopicLine("Payslips"), line], by=cast.actor("vera"))
    assert set(refusal.value.fields) == {field}
    assert titles(release) == []


def test_nobody_lists_a_hundred_topics(cast: Cast, release: Release) -> None:
    with pytest.raises(Invalid, match="at most 30"):
        listing.revise(release.ref, [TopicLine(f"T{n}") for n in range(100)], by=cast.actor("vera"))


@pytest.mark.parametrize("who", ["carla", "ines", "ana", "otto"])
def test_only_the_vendors_administrators_do(cast: Cast, release: Release, who: str) -> None:
    with pytest.raises(NotAllowed):
        listing.revise(release.ref, [TopicLine("Payslips")], by=cast.actor(who))
