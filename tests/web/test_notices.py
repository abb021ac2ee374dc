"""The bell, and what stands behind it."""

from marketplace.db.base import db
from marketplace.notices.models import Notice
from tests import make
from tests.cast import Cast
from tests.conftest import Settle

WHY = "The evidence is about another product."


def decline(cast: Cast, settle: Settle) -> Notice:
    make.declined(make.claim(cast.emil, cast.leave), cast.actor("carla"))
    settle()
    return db.session.query(Notice).one()


def test_emil_reads_and_is_led_to_the_claim(cast: Cast, settle: Settle) -> None:
    notice = decline(cast, settle)
    emil = cast.browser("emil")
    page = emil.get("/notices").get_data(as_text=True)
    assert "Notices, 1 unread" in page
    assert WHY in page
    assert emil.post(f"/notices/{notice.ref}/reading").location == notice.path
    assert "1 unread" not in emil.get("/notices").get_data(as_text=True)


def test_one_can_stay_or_mark_all(cast: Cast, settle: Settle) -> None:
    notice = decline(cast, settle)
    assert (
        cast.browser("emil").post(f"/notices/{notice.ref}/reading", data={"stay": "1"}).location == "/notices"
    )
    with_all = cast.browser("emil").post("/notices/reading")
    assert with_all.location == "/notices"
    assert "You have read everything" in cast.browser("emil").get("/notices").get_data(as_text=True)


def test_another_s_notice_does_not_exist(cast: Cast, settle: Settle) -> None:
    notice = decline(cast, settle)
    assert cast.browser("ana").post(f"/notices/{notice.ref}/reading").status_code == 404
    assert notice.read_at is None
    assert WHY not in cast.browser("ana").get("/notices").get_data(as_text=True)


def test_odd_pages_are_empty_not_broken(cast: Cast) -> None:
    for odd in ("0", "-1", "x", "999999999999999999999"):
        assert cast.browser("emil").get(f"/notices?page={odd}").status_code == 200
