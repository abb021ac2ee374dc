"""What customers said narrows a search, from the moment it is published."""

import pytest

from marketplace.db.session import atomic
from marketplace.reviews import service
from marketplace.saved_searches import changes
from marketplace.search import checking, loosening, rebuilding
from marketplace.search.queries import search
from marketplace.search.query import Query
from tests import make
from tests.booked import WEEK
from tests.cast import Cast
from tests.conftest import Clock
from tests.reviews.reviewed import both, completed, draft, send


def found(**args: str) -> list[str]:
    return sorted(hit.expert.name for hit in search(Query.parse(args)).items)


def counts(**args: str) -> dict[str, int]:
    return {one.value: one.count for one in search(Query.parse(args)).facets["rating"]}


@pytest.fixture
def rated(cast: Cast, clock: Clock) -> Cast:
    """Ana with 4.25 stars, which read 4.2; Emil is certified, too, and has no review."""
    make.certified(make.claim(cast.emil, cast.leave), cast.actor("carla"))
    both(cast, completed(cast, clock), 4, 4, 4, 5)
    return cast


def test_only_who_has_reviews_is_found_by_them(rated: Cast) -> None:
    assert found() == ["Ana", "Emil"]
    assert found(rating="1") == found(rating="4") == found(rating="4.2") == ["Ana"]
    assert found(rating="4.3") == []
    (hit,) = search(Query.parse({"rating": "4"})).items
    assert (hit.expert.rating, hit.expert.reviews) == (42, 1)
    assert "4.2 stars from 1 review" in hit.why


def test_counts_ignore_the_rating_that_is_asked_for_and_obey_the_rest(rated: Cast) -> None:
    assert counts() == counts(rating="4.5") == {"4.5": 0, "4": 1, "3.5": 1}
    assert counts(rate="100") == {"4.5": 0, "4": 0, "3.5": 0}
    levels = {one.value: one.count for one in search(Query.parse({"rating": "4"})).facets["level"]}
    assert (levels["professional"], levels["expert"]) == (1, 0)


def test_published_hidden_and_put_back_count_in_their_own_transaction(rated: Cast, clock: Clock) -> None:
    booking = completed(rated, clock, WEEK[2:3])
    send(rated, booking, "ana")
    bruno = rated.actor("bruno")
    with pytest.raises(RuntimeError), atomic():
        service.send(booking.ref, draft(5), by=bruno)
        assert found(rating="4.6") == ["Ana"]
        raise RuntimeError
    assert found(rating="4.6") == []
    review = send(rated, booking, "bruno", 5)
    assert found(rating="4.6") == ["Ana"]
    service.hide(review.ref, "It was paid for.", by=rated.actor("carla"))
    assert found(rating="4.6") == []
    service.restore(review.ref, "It was not.", by=rated.actor("vera"))
    assert found(rating="4.6") == ["Ana"]
    rebuilding.roll()  # a month has ended since Emil was certified
    assert [one for batch in checking.differences() for one in batch] == []


def test_nobody_has_so_many_stars_but_somebody_has_fewer(rated: Cast) -> None:
    (way,) = loosening.ways(Query.parse({"rating": "5", "level": "professional"}))
    assert (way.label, way.total) == ("Any rating, or none yet", 2)


def test_saved_searches_look_again_after_a_review(rated: Cast, clock: Clock) -> None:
    clock.forward(days=1)
    assert changes.latest() < clock.now
    booking = completed(rated, clock, WEEK[3:4])
    clock.forward(hours=1)
    both(rated, booking, 5)
    assert changes.latest() == clock.now


def test_programs_read_it_too(rated: Cast) -> None:
    answer = rated.browser("visitor").get("/api/search?rating=4").get_json()
    assert answer["results"][0]["rating"] == {"average": 4.2, "reviews": 1}
    assert {"value": "4", "label": "4 stars or more", "count": 1, "chosen": True} in answer["facets"][
        "rating"
    ]
    everybody = rated.browser("visitor").get("/api/search").get_json()
    assert [one["rating"] for one in everybody["results"] if one["slug"] == "emil"] == [None]
    assert rated.browser("visitor").get("/api/search?rating=7").status_code == 400


def test_the_page_offers_it_and_takes_it_away(rated: Cast) -> None:
    page = rated.browser("visitor").get("/search?rating=4").get_data(as_text=True)
    assert 'name="rating" value="4" id="rating-4" checked' in page
    assert "4 stars or more" in page
    assert "4.2 stars from 1 review" in page
    assert (
        rated.browser("visitor").get("/search?rating=many").get_data(as_text=True).count("Between 1 and 5")
        >= 1
    )
