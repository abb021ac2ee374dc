"""The pages about calendars elsewhere, in the browser."""

import pytest

from marketplace.calendar import linking
from marketplace.feeds import service
from tests.calendar.linked import calendar
from tests.cast import Cast
from tests.conftest import Settle
from tests.gateways.stranger import Stranger


def test_ana_links_a_calendar_and_reads_how_it_goes(cast: Cast, host: Stranger, settle: Settle) -> None:
    ana = cast.browser("ana")
    assert "keep busy times and nothing else" in ana.get("/calendar/linked").text
    address = host.at("/secret.ics", calendar("20270309/P1D"))
    assert ana.post("/calendar/linked", data={"name": "Google", "address": address}).status_code == 302
    assert "Being read" in ana.get("/calendar/linked").text
    settle()
    page = ana.get("/calendar/linked").text
    assert "Last read" in page and "127.0.0.1" in page
    assert "secret.ics" not in page, "the address is shown to nobody"
    month = ana.get("/calendar").text
    assert 'class="day busy"' in month and "Busy elsewhere" in month
    public = cast.browser("visitor").get(f"/experts/{cast.ana.slug}").text
    assert "elsewhere" not in public and ": taken" in public


def test_a_mistake_keeps_what_was_typed(cast: Cast) -> None:
    answer = cast.browser("ana").post("/calendar/linked", data={"name": "Google", "address": "ftp://x/<b>"})
    assert answer.status_code == 400
    assert "begins with https://" in answer.text
    assert 'value="Google"' in answer.text and "ftp://x/&lt;b&gt;" in answer.text


@pytest.mark.parametrize("share, status", [("75", 302), ("33", 400), ("x", 400), ("", 400)])
def test_the_rule_is_chosen_from_four(cast: Cast, share: str, status: int) -> None:
    ana = cast.browser("ana")
    assert ana.post("/calendar/linked/rule", data={"share": share}).status_code == status
    page = ana.get("/calendar/linked").text
    assert f'value="{75 if status == 302 else 50}"' in page.split("checked")[0].rsplit("<input", 1)[1]


def test_read_again_and_removed(cast: Cast) -> None:
    ana = cast.browser("ana")
    row = linking.link(cast.ana.ref, "Google", "https://a.example/x.ics", by=cast.actor("ana"))
    assert "within a minute" in ana.post(f"/calendar/linked/{row.ref}/reading", follow_redirects=True).text
    assert "is removed" in ana.post(f"/calendar/linked/{row.ref}/removal", follow_redirects=True).text
    assert linking.linked_to(cast.ana.id) == []


@pytest.mark.parametrize("name", ["ana", "bruno"])
def test_a_secret_address_is_made_copied_renewed_and_removed(cast: Cast, name: str) -> None:
    browser = cast.browser(name)
    path = "/calendar/feed" if name == "ana" else f"/organizations/{cast.nordwind.ref}/feed"
    assert "Make a secret address" in browser.get(path).text
    page = browser.post(path, follow_redirects=True)
    organization = None if name == "ana" else cast.nordwind.id
    feed = service.feed_of(cast.actor(name), organization)
    assert feed
    old = service.token(feed)
    assert f"{old}.ics" in page.text and "webcal://" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"
    renewed = browser.post(f"/feeds/{feed.ref}/renewal", follow_redirects=True).text
    assert "leads nowhere" in renewed and old not in renewed
    assert "is removed" in browser.post(f"/feeds/{feed.ref}/removal", follow_redirects=True).text


def test_somebody_without_a_profile_is_led_to_the_calendar(cast: Cast) -> None:
    bruno = cast.browser("bruno")
    for path in ("/calendar/feed", "/calendar/linked"):
        assert bruno.get(path).location == bruno.post(path).location == "/calendar"
    assert bruno.post("/calendar/linked/rule").location == "/calendar"


def test_the_way_to_them_is_on_the_pages_they_belong_to(cast: Cast) -> None:
    page = cast.browser("ana").get("/calendar").text
    assert "/calendar/linked" in page and "/calendar/feed" in page
    team = f"/organizations/{cast.nordwind.ref}"
    assert f"{team}/feed" in cast.browser("bruno").get(team).text
    assert f"{team}/feed" not in cast.browser("dora").get(team).text
