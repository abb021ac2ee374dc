"""The published order: by points, stable from page to page, with every fifth place of the first page for newcomers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.db.base import db
from marketplace.programmes.levels import Level
from marketplace.registry.models import Expert
from marketplace.search import projection, ranking
from marketplace.search.cursor import Cursor
from marketplace.search.queries import mixed, place_of, search
from marketplace.search.query import Query
from marketplace.search.results import Found
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

LONG_AGO = timedelta(days=200)


def crowd(cast: Cast, count: int, level: Level, *, new: bool) -> list[int]:
    """That many experts, certified long ago or lately."""
    today = cast.certificate.starts_on
    made = []
    for number in range(count):
        one = make.expert(f"{level.label} {'new' if new else 'old'} {number}")
        make.certificate(one, cast.leave, level, starts_on=today if new else today - LONG_AGO)
        made.append(one.id)
    projection.refresh(*db.session.scalars(select(Expert.id)))
    return made


def page(**args: str) -> Found:
    return search(Query.parse(args))


def places(found: Found) -> list[int]:
    return [hit.expert.id for hit in found.items]


def test_every_fifth_place_of_the_first_page_belongs_to_newcomers(cast: Cast) -> None:
    crowd(cast, 30, Level.EXPERT, new=False)
    new = [cast.ana.id, *crowd(cast, 9, Level.ASSOCIATE, new=True)]
    first = page()
    assert [number for number, one in enumerate(places(first), 1) if one in new] == [5, 10, 15, 20]
    assert [hit.newcomer for hit in first.items].count(True) == 4
    assert page().items == first.items, "the same all day"


def test_the_draw_is_made_anew_each_day(cast: Cast, clock: Clock) -> None:
    crowd(cast, 30, Level.EXPERT, new=False)
    new = set(crowd(cast, 12, Level.ASSOCIATE, new=True))
    seen = set()
    for _ in range(10):
        seen |= new & set(places(page()))
        clock.forward(days=1)
    assert len(seen) > 8


def test_nobody_is_new_for_longer_than_ninety_days(cast: Cast, clock: Clock) -> None:
    crowd(cast, 30, Level.EXPERT, new=False)
    new = set(crowd(cast, 3, Level.ASSOCIATE, new=True))
    clock.forward(days=ranking.NEWCOMER_DAYS)
    assert new <= set(places(page()))
    clock.forward(days=1)
    assert not new & set(places(page()))


@pytest.mark.parametrize("way", ["number", "cursor"])
def test_everybody_stands_on_one_page_and_nobody_on_two(cast: Cast, way: str) -> None:
    crowd(cast, 40, Level.PROFESSIONAL, new=False)
    crowd(cast, 15, Level.PRACTITIONER, new=True)
    found, seen = page(), []
    for _ in range(5):
        seen += places(found)
        if not found.has_next:
            break
        found = page(page=str(found.number + 1)) if way == "number" else page(after=found.next)
    assert len(seen) == len(set(seen)) == found.total == 56


def test_a_booking_between_two_pages_lets_nobody_be_skipped(cast: Cast) -> None:
    crowd(cast, 45, Level.PROFESSIONAL, new=False)
    first = page()
    gone = db.session.get_one(Expert, places(first)[0])
    make.change(gone, state="hidden")
    projection.refresh(gone.id)
    after = page(after=first.next)
    assert not set(places(first)) & set(places(after))
    assert (after.number, after.total, len(after.items)) == (2, 45, 20)


@pytest.mark.parametrize("after", ["", "x", "1_2_3__4", "9" * 90, "740041_50_1_1-2-3-4-5_2", "\u0661_1_1__1"])
def test_a_cursor_that_is_none_begins_at_the_beginning(cast: Cast, after: str) -> None:
    projection.refresh(cast.ana.id)
    assert page(after=after).number == 1
    assert Cursor.read(after, 740041) is None


def test_newcomers_fill_up_what_others_leave() -> None:
    others, new = [(number, 90 - number) for number in range(1, 8)], [(10, 3), (11, 2)]
    assert [one for one, _ in mixed(others, new)] == [1, 2, 3, 4, 10, 5, 6]


def test_ana_reads_where_she_stands_and_what_the_first_page_takes(cast: Cast) -> None:
    crowd(cast, 30, Level.EXPERT, new=False)
    stood = place_of(Query(), cast.ana.id)
    assert stood is not None
    assert (stood.place, stood.total, stood.bar) == (31, 31, 40)
    assert dict(stood.points) == {"Level": 30}
    assert place_of(Query(level=Level.EXPERT), cast.ana.id) is None
