"""What the releases of Ledgerline Payroll changed."""

from datetime import date

from marketplace.catalog import topics
from marketplace.catalog.models import Release, Topic
from tests import make
from tests.cast import Cast


def release(cast: Cast, version: str) -> Release:
    return next(one for one in cast.payroll.releases if one.version == version)


def topic(cast: Cast, version: str, title: str, *, leave: bool = False, position: int = 1) -> Topic:
    module_id = cast.leave.module_id if leave else None
    return make.row(
        Topic, release_id=release(cast, version).id, module_id=module_id, position=position, title=title
    )


def test_the_current_release_is_the_latest_that_is_out(cast: Cast) -> None:
    def current(on: date) -> str | None:
        found = topics.current_release(cast.payroll, on)
        return found and found.version

    assert current(date(2025, 4, 30)) is None
    assert current(date(2025, 5, 1)) == "9.2"
    assert current(date(2026, 9, 30)) == "9.2"
    assert current(date(2026, 10, 1)) == "10.1"


def test_the_next_major_release_is_the_first_one_after_that_day(cast: Cast) -> None:
    assert topics.next_major(cast.payroll, date(2020, 1, 1)) is None
    make.change(release(cast, "10.1"), major=True)
    make.row(Release, product_id=cast.payroll.id, version="11.0", released_on=date(2027, 9, 1), major=True)
    found = [topics.next_major(cast.payroll, day) for day in (date(2026, 9, 30), date(2026, 10, 1))]
    assert [one and one.version for one in found] == ["10.1", "11.0"]
    assert topics.next_major(cast.payroll, date(2027, 9, 1)) is None


def test_ana_hears_of_what_changed_in_her_module_and_everywhere(cast: Cast) -> None:
    topic(cast, "9.2", "Long known")
    topic(cast, "10.1", "Carry-over per site", leave=True, position=2)
    topic(cast, "10.1", "Faster recalculation")
    module = make.product(cast.ledgerline, "Other", modules=("Pensions",)).modules[0]
    make.row(Topic, release_id=release(cast, "10.1").id, module_id=module.id, position=3, title="Elsewhere")
    old, new = release(cast, "9.2"), release(cast, "10.1")

    titles = [one.title for one in topics.changed_topics(cast.leave, old, new)]
    assert titles == ["Faster recalculation", "Carry-over per site"]
    whole = topics.changed_topics(make.skill(cast.payroll), old, new)
    assert [one.title for one in whole] == ["Faster recalculation", "Carry-over per site", "Elsewhere"]


def test_nothing_changed_for_who_knows_the_release_or_an_unknown_one(cast: Cast) -> None:
    topic(cast, "10.1", "Faster recalculation")
    old, new = release(cast, "9.2"), release(cast, "10.1")
    for since, until in ((new, new), (new, old), (None, new), (old, None)):
        assert topics.changed_topics(cast.leave, since, until) == []
