"""“Tuesdays and Thursdays, for eight weeks”: what was searched for is what is ticked, and can be said on the page itself."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from marketplace.calendar.rules import Rules, set_rules
from marketplace.search import projection
from tests.bookings.asking import accepted
from tests.cast import Cast
from tests.rules.forms import forms_of

FIRST, LAST = date(2027, 3, 15), date(2027, 5, 7)
PERIOD = {"first": str(FIRST), "last": str(LAST)}
TUE_THU = [day for n in range(54) if (day := FIRST + timedelta(days=n)).weekday() in (1, 3)]


def ticked(page: str) -> list[date]:
    return [date.fromisoformat(one) for one in re.findall(r'value="([\d-]+)" checked', page)]


def chosen(cast: Cast, **query: object) -> list[date]:
    answer = cast.browser("bruno").get(f"/experts/{cast.ana.slug}/bookings/new", query_string=query)
    assert answer.status_code == 200
    return ticked(answer.text)


def followed(browser: FlaskClient, page: str, start: str) -> str:
    """The page behind the first link that begins so."""
    address = re.search(rf'href="({re.escape(start)}\?[^"]*)"', page)
    assert address
    return browser.get(unescape(address[1])).text


def test_a_search_for_tuesdays_and_thursdays_ticks_just_these(cast: Cast) -> None:
    projection.refresh(cast.ana.id)
    bruno = cast.browser("bruno")
    found = bruno.get("/search", query_string=PERIOD | {"weekdays": "tue,thu", "per_week": "2"}).text
    page = followed(bruno, followed(bruno, found, "/experts/ana"), "/experts/ana/bookings/new")
    assert ticked(page) == TUE_THU
    assert len(TUE_THU) == 16


def test_a_pattern_is_said_on_the_page_and_a_taken_day_is_left_out(cast: Cast) -> None:
    taken = accepted(cast, [TUE_THU[2]])
    bruno = cast.browser("bruno")
    at = f"/experts/{cast.ana.slug}/bookings/new"
    form = next(one for one in forms_of(bruno.get(at).text) if "per_week" in one.fields)
    wanted = form.fields | PERIOD | {"weekdays": ["tue", "thu"], "per_week": ""}
    page = bruno.get(form.action, query_string=wanted).text
    assert ticked(page) == [day for day in TUE_THU if day != taken.first_on]
    again = next(one for one in forms_of(page) if "per_week" in one.fields)
    assert {name: again.fields[name] for name in PERIOD} == PERIOD
    assert re.findall(r'name="weekdays" value="(\w+)" checked', page) == ["tue", "thu"]


def test_one_day_a_week_is_the_first_that_is_free_and_her_own_limit_holds(cast: Cast) -> None:
    assert {day.weekday() for day in chosen(cast, **PERIOD, weekdays="wed,fri", per_week="1")} == {2}
    set_rules(cast.ana.ref, Rules(week_days=1), by=cast.actor("ana"))
    assert chosen(cast, **PERIOD, weekdays="tue,thu") == TUE_THU[::2]


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ({"weekdays": "<b>,🦊", "per_week": "-3"}, 40),
        ({"weekdays": "tue,xx", "per_week": "٣"}, 8),
        ({"weekdays": ["", "tue"], "per_week": "9" * 5_000}, 8),
    ],
)
def test_what_makes_no_sense_is_left_out(cast: Cast, said: dict[str, object], days: int) -> None:
    assert len(chosen(cast, **PERIOD, **said)) == days
