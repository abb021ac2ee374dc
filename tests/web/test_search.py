"""Bruno looks for somebody in the browser; so may any visitor."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from marketplace.calendar.models import Confirmation, DayOff
from marketplace.kit import clock
from marketplace.programmes.levels import Level
from marketplace.search import projection, ranking
from marketplace.search.ranking import PAGE
from marketplace.search.reader import NAMES
from tests import make
from tests.cast import Cast

PAYROLL = "ledgerline/ledgerline-payroll"
FORTNIGHT = {"first": "2027-03-08", "last": "2027-03-19"}


@pytest.fixture
def visitor(cast: Cast) -> FlaskClient:
    projection.refresh(cast.ana.id)
    return cast.browser("visitor")


def look(browser: FlaskClient, **args: str) -> str:
    answer = browser.get("/search", query_string=args, follow_redirects=True)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_a_visitor_sees_who_why_and_when(cast: Cast, visitor: FlaskClient) -> None:
    make.change(cast.ana, place_id=make.place().id, on_site_km=50)
    make.row(Confirmation, expert_id=cast.ana.id, confirmed_at=clock.now() - timedelta(days=3))
    projection.refresh(cast.ana.id)
    page = look(visitor, near="Hamburg", level="professional", rate="800", **FORTNIGHT)
    assert "1 expert" in page
    assert "Ledgerline Payroll · Leave <strong>Professional</strong>" in page
    assert f'href="/certificates/{cast.certificate.ref}"' in page
    assert "<span>free all 10 days</span>" in page
    assert "in town" in page
    assert "€640.00 a day" in page
    assert ": 10 of 10 working days free" in page
    assert 'href="/experts/ana?first=2027-03-08&last=2027-03-19"' in page
    assert "Confirmed free 3 days ago" in page


def test_the_form_keeps_the_query(visitor: FlaskClient) -> None:
    page = look(
        visitor,
        q="pay <b>roll",
        product=PAYROLL,
        module="leave",
        km="80",
        rate="700",
        remote="1",
        hours="6",
        weekdays="mon,sat",
        not_from="Smith & Co.",
        **FORTNIGHT,
    )
    assert 'value="pay <b>roll"' in page
    assert f'<input type="hidden" name="product" value="{PAYROLL}">' in page
    assert 'value="leave" id="module-leave" checked>' in page
    assert '<option value="80" selected>' in page
    assert 'id="remote" checked>' in page
    assert '<option value="6" selected>' in page
    assert [day for day in ("mon", "tue", "sat") if f'value="{day}" checked' in page] == ["mon", "sat"]
    assert ">Smith & Co.</textarea>" in page


def test_each_part_of_a_search_can_be_taken_out(visitor: FlaskClient) -> None:
    page = look(visitor, product=PAYROLL, language="de,fr", level="expert", first="2027-03-08")
    chips = re.findall(r'class="part" href="([^"]*)".*?<bdi>(.*?)</bdi><span aria', page)
    assert ("/search?product=ledgerline/ledgerline-payroll&level=expert&language=de,fr", "Mon 8 Mar") in chips
    assert (
        "/search?level=expert&first=2027-03-08&last=2027-03-08&language=de,fr",
        "Ledgerline Payroll",
    ) in chips
    left = "/search?product=ledgerline/ledgerline-payroll&level=expert&first=2027-03-08&last=2027-03-08&language="
    assert (left + "fr", "German") in chips
    assert (left + "de", "French") in chips


def test_what_was_understood_and_what_was_not(visitor: FlaskClient) -> None:
    page = look(visitor, q="ledgerline payroll professional blorpish")
    assert "<bdi>Ledgerline Payroll</bdi>" in page
    assert "“<bdi>blorpish</bdi>”" in page
    assert "so we searched without it" in page
    assert "1 expert" in page


def test_every_value_says_how_many_it_would_find(cast: Cast, visitor: FlaskClient) -> None:
    page = look(visitor, level="associate")
    assert re.search(
        r'value="professional" id="level-professional"><span>Professional</span> <span class="n">1</span>',
        page,
    )
    assert re.search(
        r'<label class="choice none"><input [^>]*value="expert"[^>]*><span>Expert</span> <span class="n">0<',
        page,
    )


def test_a_module_of_an_understood_product_is_a_link_that_names_both(visitor: FlaskClient) -> None:
    page = look(visitor, q="ledgerline payroll")
    assert f'href="/search?q=ledgerline+payroll&product={PAYROLL}&module=leave"><span>Leave</span>' in page


def test_gaps_are_named(cast: Cast, visitor: FlaskClient) -> None:
    make.row(DayOff, expert_id=cast.ana.id, first_on=date(2027, 3, 9), last_on=date(2027, 3, 9))
    projection.refresh(cast.ana.id)
    assert "Nobody fits all of this" in look(visitor, **FORTNIGHT)
    page = look(visitor, share="80", **FORTNIGHT)
    assert "not free on Tue 9 Mar" in page
    assert ": 9 of 10 working days free" in page


def test_a_newcomer_is_marked_and_the_mark_explained(cast: Cast, visitor: FlaskClient) -> None:
    for number in range(PAGE):
        veteran = make.expert(f"Person {number}")
        make.certificate(veteran, cast.leave, Level.EXPERT, starts_on=date(2026, 8, 1))
        projection.refresh(veteran.id)
    page = look(visitor)
    assert page.count(">New here</span>") == 1
    assert "New here: first certified lately" in page


def test_the_order_is_published_with_the_numbers_it_has(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "PER_LEVEL", 13)
    page = unescape(visitor.get("/how-search-works").text)
    assert "13 each" in page
    assert "every 5th place, 4 of 20, belongs to newcomers" in " ".join(page.split())


@pytest.mark.parametrize(
    "args, said",
    [
        ({"first": "2027-03-19", "last": "2027-03-08"}, "The last day comes before the first."),
        ({"first": "2027-02-01"}, "That day has passed."),
        ({"first": "2027-03-08", "last": "2028-03-08"}, "Calendars can be searched 180 days ahead"),
        ({"near": "Xyzzy"}, "We do not know a town called Xyzzy."),
        ({"product": "ledgerline/gone"}, "We do not know that product."),
        ({"q": "x" * 300}, "up to 200 characters"),
    ],
)
def test_a_mistake_is_explained_and_nobody_shown(
    visitor: FlaskClient, args: dict[str, str], said: str
) -> None:
    page = look(visitor, **args)
    assert said in page
    assert "Nothing you typed is lost" in page
    assert 'href="/experts/ana' not in page
    assert all(f'value="{value}"' in page for name, value in args.items() if name != "product")


def test_nobody_found_offers_a_way_out(cast: Cast, visitor: FlaskClient) -> None:
    page = look(visitor, rate="10", **FORTNIGHT)
    assert "Nobody fits all of this" in page
    assert (
        'href="/search?first=2027-03-08&last=2027-03-19">Any rate</a> <span class="soft">finds 1 expert<'
        in page
    )


def test_what_a_form_leaves_empty_does_not_stand_in_the_address(visitor: FlaskClient) -> None:
    sent = {"q": "payroll", "product": "", "level": "", "km": "50", "rate": "", "currency": "EUR"}
    assert visitor.get("/search", query_string=sent).location == "/search?q=payroll"


def test_a_form_without_scripts_comes_to_the_same_short_address(visitor: FlaskClient) -> None:
    days = [("weekdays", day) for day in ("mon", "tue", "wed", "thu", "fri")]
    sent = MultiDict(
        [("first", "2027-03-08"), *days, ("not_from", "A\r\nB"), ("language", "de"), ("language", "fr")]
    )
    assert visitor.get("/search", query_string=sent).location == (
        "/search?first=2027-03-08&last=2027-03-08&language=de,fr&not_from=A&not_from=B"
    )


def test_pages_keep_the_query(cast: Cast, visitor: FlaskClient) -> None:
    for number in range(PAGE):
        more = make.expert(f"Person {number}")
        make.certificate(more, cast.leave)
        projection.refresh(more.id)
    page = look(visitor, rate="900")
    assert 'rel="next" href="/search?rate=900&currency=EUR&page=2"' in page
    second = look(visitor, rate="900", page="2")
    assert 'aria-current="page" href="/search?rate=900&currency=EUR&page=2"' in second
    assert '<ol class="rows hits" start="21">' in second
    beyond = look(visitor, rate="900", page="٩٩٩٩٩٩")
    token = re.compile(r'(?<=name="csrf_token" value=")[^"]*')  # changes by the second
    assert token.sub("", second) == token.sub("", beyond)


def test_right_to_left_names_and_emoji(cast: Cast, visitor: FlaskClient) -> None:
    make.change(cast.ana, name="עדי כהן", headline="Payroll 🧾")
    projection.refresh(cast.ana.id)
    page = look(visitor, q="עדי")
    assert "<bdi>עדי כהן</bdi>" in page
    assert "Payroll 🧾" in page


TYPED = st.text(st.characters(exclude_characters="\0", codec="utf-8"))
"""What can be typed: the one character that cannot is answered before any page (tests/web/test_bookings.py)."""


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*NAMES, "page"]), TYPED))
def test_no_address_breaks_the_page(visitor: FlaskClient, args: dict[str, str]) -> None:
    look(visitor, **args)
