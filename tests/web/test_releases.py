"""Releases and what they changed, in Vera's browser."""

import pytest

from marketplace.catalog import listing, queries
from marketplace.catalog.listing import TopicLine
from marketplace.catalog.models import Release
from tests.cast import Cast


@pytest.fixture
def release(cast: Cast) -> Release:
    return next(one for one in cast.payroll.releases if one.version == "10.1")


def rows(*lines: tuple[str, str], **more: str) -> dict[str, str]:
    typed = dict(more)
    for n, (title, about) in enumerate(lines, 1):
        typed |= {f"title_{n}": title, f"about_{n}": about, f"module_{n}": "", f"ref_{n}": ""}
    return typed


def test_a_new_release_leads_to_what_it_changed(cast: Cast) -> None:
    vera = cast.browser("vera")
    answer = vera.post(
        f"/catalog/products/{cast.payroll.ref}/releases/new",
        data={"version": "11.0", "released_on": "2027-02-01", "notes": "", "major": "y"},
    )
    page = vera.get(answer.headers["Location"]).text
    assert "What changed in 11.0" in page
    assert "Release 11.0 is in the catalogue." in page
    assert queries.product(cast.payroll.ref).releases[0].major
    assert "Major release" in cast.browser("visitor").get("/products/ledgerline/ledgerline-payroll").text


def test_vera_lists_topics_and_everybody_reads_them(cast: Cast, release: Release) -> None:
    vera, at = cast.browser("vera"), f"/catalog/releases/{release.ref}/topics"
    typed = rows(("Payslips", "In the <browser>."), ("", ""), ("Carry-over", ""))
    typed["module_3"] = cast.payroll.modules[0].ref
    assert vera.post(at, data=typed).status_code == 302
    page = cast.browser("visitor").get("/products/ledgerline/ledgerline-payroll").text
    assert "What changed: 2 topics" in page
    assert "In the &lt;browser&gt;." in page
    assert "2 changed topics" in vera.get(f"/catalog/products/{cast.payroll.ref}").text


def test_rows_are_added_moved_and_removed_without_saving(cast: Cast, release: Release) -> None:
    vera, at = cast.browser("vera"), f"/catalog/releases/{release.ref}/topics"
    listing.revise(release.ref, [TopicLine("Old")], by=cast.actor("vera"))
    typed = rows(("Old", ""), ("New", "Typed, not saved")) | {"ref_1": release.topics[0].ref}

    moved = vera.post(at, data=typed | {"step": "down 1"})
    assert moved.status_code == 200
    assert moved.text.index('value="New"') < moved.text.index('value="Old"')
    assert "Typed, not saved" in moved.text
    assert 'name="title_3"' in vera.post(at, data=typed | {"step": "add"}).text

    removed = vera.post(at, data=typed | {"step": "remove 1"}).text
    assert f'name="gone" value="{release.topics[0].ref}"' in removed
    assert [one.title for one in queries.release(release.ref).topics] == ["Old"]
    vera.post(at, data=rows(("New", "")) | {"gone": release.topics[0].ref})
    assert [one.title for one in queries.release(release.ref).topics] == ["New"]


@pytest.mark.parametrize("step", ["up 1", "down 9", "remove 0", "remove " + "9" * 40, "up x", "x", ""])
def test_a_step_that_cannot_be_saves_what_is_typed(cast: Cast, release: Release, step: str) -> None:
    at = f"/catalog/releases/{release.ref}/topics"
    answer = cast.browser("vera").post(at, data=rows(("New", "")) | {"step": step})
    assert answer.status_code == 302


def test_a_mistake_is_told_beside_its_row_with_everything_kept(cast: Cast, release: Release) -> None:
    at = f"/catalog/releases/{release.ref}/topics"
    answer = cast.browser("vera").post(at, data=rows(("New", ""), ("", "A text without a title")))
    assert answer.status_code == 400
    assert "Topic 2: Give the topic a title." in answer.text
    assert "A text without a title" in answer.text
    many = rows(*((f"T{n}", "") for n in range(31)))
    answer = cast.browser("vera").post(at, data=many)
    assert answer.status_code == 400
    assert "at most 30" in answer.text
    assert 'value="T30"' in answer.text
