"""How Ledgerline certifies: everybody reads it, Vera writes it."""

import re

import pytest

from marketplace.programmes import queries, service
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric
from marketplace.programmes.outline import CriterionLine, Outline, TermsLine
from tests import make
from tests.cast import Cast
from tests.counting import statements

AT = "/programmes/ledgerline/ledgerline-payroll"
TYPED = {
    "about": "For people who run leave.",
    "changes": "Leave has its own criteria.",
    "name_1": "Carry-over",
    "about_1": "Can they set it up?",
    **{f"looks_1_{level:d}": f"As {level.label}." for level in Level},
    "given_3": "y",
    "kinds_3": ["reference", "work"],
    "months_3": "24",
    "holds_3": "major",
    "grace_days_3": "60",
    "assessors_3": "2",
}


@pytest.fixture
def draft(cast: Cast) -> Rubric:
    return service.start(cast.leave.ref, by=cast.actor("vera"))


def typed(draft: Rubric, **changed: object) -> dict[str, object]:
    return {**TYPED, "revision": str(draft.revision), **changed}


def fresh(draft: Rubric, cast: Cast) -> Rubric:
    return queries.draft(draft.ref, cast.actor("vera"))


def published(cast: Cast, draft: Rubric) -> None:
    vera = cast.browser("vera")
    vera.post(f"/rubrics/{draft.ref}/edit", data=typed(draft))
    assert vera.post(f"/rubrics/{draft.ref}/publication", data={"revision": "1"}).status_code == 302


def test_a_visitor_reads_the_standard_programme_and_nothing_is_written(cast: Cast) -> None:
    visitor = cast.browser("visitor")
    page = visitor.get(AT).text
    assert "Independence" in page
    assert "within 14 days you can appeal" in page.lower()
    assert "5 working days" in page
    assert f"/claims/new?skill={make.skill(cast.payroll).ref}" in page
    assert "version" in visitor.get(f"{AT}/versions/1").text.lower()
    assert not queries.programme(make.skill(cast.payroll)).id


def test_vera_writes_and_publishes_and_a_visitor_reads(cast: Cast) -> None:
    vera = cast.browser("vera")
    assert "Write a programme of your own" in vera.get(f"{AT}/leave").text
    started = vera.post(f"/skills/{cast.leave.ref}/rubrics")
    draft = queries.programme(cast.leave).draft
    assert draft
    assert started.headers["Location"] == f"/rubrics/{draft.ref}/edit"
    saved = vera.post(started.headers["Location"], data=typed(draft))
    preview = vera.get(saved.headers["Location"]).text
    assert "Ready to be published" in preview
    assert "Criterion: Carry-over" in preview
    assert "No longer there" in preview

    done = vera.post(f"/rubrics/{draft.ref}/publication", data={"revision": "1"}, follow_redirects=True)
    assert "Published. Claims from now on" in done.text
    page = cast.browser("visitor").get(f"{AT}/leave").text
    assert "As Professional." in page
    assert "As Expert." not in page
    assert "until 60 days after the next major release, at most 24 months" in page
    assert "two assessors, each for themselves" in page
    assert "the word of a referee; approved work done here" in page
    assert "Leave has its own criteria." in page


def test_older_versions_stay_readable_with_what_changed_since(cast: Cast, draft: Rubric) -> None:
    published(cast, draft)
    visitor = cast.browser("visitor")
    assert "Replaced by a newer version" in visitor.get(f"{AT}/leave/versions/1").text
    second = visitor.get(f"{AT}/leave/versions/2").text
    assert "<ins>" in second
    assert "Every change since" in second


@pytest.mark.parametrize(
    "address",
    [
        "/programmes/nobody",
        "/programmes/ledgerline/nothing",
        f"{AT}/nothing",
        f"{AT}/versions/2",
        f"{AT}/versions/0",
        f"{AT}/versions/x",
        f"{AT}/versions/{'9' * 40}",
        f"{AT}/leave/versions/2",
    ],
)
def test_what_is_not_published_is_not_found(cast: Cast, draft: Rubric, address: str) -> None:
    assert cast.browser("visitor").get(address).status_code == 404


def test_a_mistake_is_told_beside_its_field_with_everything_kept(cast: Cast, draft: Rubric) -> None:
    vera, at = cast.browser("vera"), f"/rubrics/{draft.ref}/edit"
    for wrong, said in (
        ({"months_3": "61"}, "Months: Between 1 and 60 months"),
        ({"months_3": ""}, "Between 1 and 60 months"),
        ({"months_3": "soon"}, "A whole number, please."),
        ({"grace_days_3": "400"}, "Between 0 and 365 days"),
        ({"grace_days_3": ""}, "Between 0 and 365 days"),
        ({"name_1": ""}, "Give the criterion a name."),
        ({"name_2": "carry-over", "about_2": ""}, "already a criterion called carry-over"),
        ({f"name_{n}": f"C{n}" for n in range(1, 21)}, "That is 20 criteria"),
        ({"about": "x" * 6_000}, "There is room for 5000 characters"),
    ):
        answer = vera.post(at, data=typed(draft, **wrong))
        assert answer.status_code == 400
        assert said in answer.text
        assert "As Professional." in answer.text
    assert fresh(draft, cast).revision == 0


def test_rows_are_added_moved_and_removed_without_saving(cast: Cast, draft: Rubric) -> None:
    vera, at = cast.browser("vera"), f"/rubrics/{draft.ref}/edit"
    two = typed(draft, name_2="Teaching", about_2="", looks_2_4="Teaches others.")
    moved = vera.post(at, data=two | {"step": "up 2"})
    assert moved.status_code == 200
    assert moved.text.index('value="Teaching"') < moved.text.index('value="Carry-over"')
    assert "Teaches others." in moved.text
    assert re.search(r'id="given_3"[^>]*checked|checked[^>]*id="given_3"', moved.text)
    assert 'name="name_3"' in vera.post(at, data=two | {"step": "add"}).text
    assert "Teaching" not in vera.post(at, data=two | {"step": "remove 2"}).text
    assert fresh(draft, cast).revision == 0


def test_two_administrators_do_not_save_over_each_other_unseen(cast: Cast, draft: Rubric) -> None:
    make.hire(cast.ledgerline, make.user("Viktor", purpose="vendor"), "admin")
    at = f"/rubrics/{draft.ref}/edit"
    cast.browser("vera").post(at, data=typed(draft))
    late = cast.browser("viktor").post(at, data=typed(draft, about="Viktor's long text", revision="0"))
    assert late.status_code == 409
    assert "Vera has saved this draft since you opened it." in late.text
    assert "Viktor&#39;s long text" in late.text
    assert fresh(draft, cast).about == TYPED["about"]
    again = re.search(r'name="revision"[^>]*value="(\d+)"', late.text)
    assert again
    cast.browser("viktor").post(at, data=typed(draft, about="Both texts", revision=again[1]))
    assert fresh(draft, cast).about == "Both texts"


def test_nobody_publishes_what_they_have_not_read(cast: Cast, draft: Rubric) -> None:
    vera, at = cast.browser("vera"), f"/rubrics/{draft.ref}/publication"
    vera.post(f"/rubrics/{draft.ref}/edit", data=typed(draft))
    for seen in ("0", "x", ""):
        assert vera.post(at, data={"revision": seen}).status_code == 409
    assert queries.programme(cast.leave).current.number == 1


def test_an_unfinished_draft_says_what_is_missing(cast: Cast, draft: Rubric) -> None:
    vera = cast.browser("vera")
    vera.post(f"/rubrics/{draft.ref}/edit", data=typed(draft, looks_1_3=""))
    assert "Carry-over: say what Professional looks like." in vera.get(f"/rubrics/{draft.ref}").text
    assert vera.post(f"/rubrics/{draft.ref}/publication", data={"revision": "1"}).status_code == 400


def test_a_published_version_is_no_longer_edited(cast: Cast, draft: Rubric) -> None:
    published(cast, draft)
    vera = cast.browser("vera")
    for answer in (
        vera.get(f"/rubrics/{draft.ref}"),
        vera.get(f"/rubrics/{draft.ref}/edit"),
        vera.post(f"/rubrics/{draft.ref}/edit", data=typed(draft, revision="1")),
        vera.post(f"/rubrics/{draft.ref}/discarding"),
    ):
        assert answer.status_code == 409
        assert "never changes again" in answer.text


def test_vera_discards_a_draft(cast: Cast, draft: Rubric) -> None:
    ref = draft.ref
    answer = cast.browser("vera").post(f"/rubrics/{ref}/discarding", follow_redirects=True)
    assert "The draft is gone." in answer.text
    assert cast.browser("vera").get(f"/rubrics/{ref}").status_code == 404


def test_what_vera_writes_is_text_and_never_script(cast: Cast, draft: Rubric) -> None:
    evil = "<script>alert(1)</script>"
    outline = Outline(
        evil, evil, [CriterionLine(evil, evil, {Level.EXPERT: evil})], [TermsLine(Level.EXPERT)]
    )
    service.revise(draft.ref, outline, seen=0, by=cast.actor("vera"))
    assert "<script>alert" not in cast.browser("vera").get(f"/rubrics/{draft.ref}").text
    service.publish(draft.ref, seen=1, by=cast.actor("vera"))
    for address in (f"{AT}/leave", f"{AT}/leave/versions/2", "/programmes/ledgerline"):
        assert "<script>alert" not in cast.browser("visitor").get(address).text


def test_the_list_asks_the_database_no_more_for_many_products_than_for_one(cast: Cast) -> None:
    counted = []
    for names in (["A"], ["B", "C", "D", "E"]):
        for name in names:
            service.start(
                make.skill(make.product(cast.ledgerline, name, modules=("One", "Two"))).ref,
                by=cast.actor("vera"),
            )
        with statements() as seen:
            assert cast.browser("visitor").get("/programmes/ledgerline").status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_veras_desk_reminds_her_of_a_draft(cast: Cast, draft: Rubric) -> None:
    assert f"/rubrics/{draft.ref}" in cast.browser("vera").get("/desk").text
    assert f"/rubrics/{draft.ref}" not in cast.browser("carla").get("/desk").text


def test_staff_find_their_own_programmes_and_the_pages_lead_there(cast: Cast) -> None:
    answer = cast.browser("vera").get("/programmes")
    assert answer.headers["Location"] == "/programmes/ledgerline"
    assert f'href="{AT}/leave"' in cast.browser("visitor").get("/products/ledgerline/ledgerline-payroll").text
    assert 'href="/programmes/ledgerline"' in cast.browser("visitor").get("/vendors/ledgerline").text
