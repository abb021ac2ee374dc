"""Bruno looks for somebody in the browser; so may any visitor."""

from html import unescape

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.search import projection
from marketplace.search.queries import PAGE
from marketplace.search.reader import NAMES
from tests import make
from tests.cast import Cast

PAYROLL = "ledgerline/ledgerline-payroll"
FORTNIGHT = {"first": "2027-03-08", "last": "2027-03-19"}


@pytest.fixture
def visitor(cast: Cast) -> FlaskClient:
    return cast.browser("visitor")


def look(browser: FlaskClient, **args: str) -> str:
    answer = browser.get("/search", query_string=args, follow_redirects=True)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_a_visitor_sees_who_why_and_when(cast: Cast, visitor: FlaskClient) -> None:
    hamburg = make.place()
    make.change(cast.ana, place_id=hamburg.id, on_site_km=50)
    projection.reindex(cast.ana.id)
    page = look(visitor, near="Hamburg", level="professional", rate="800", **FORTNIGHT)
    assert "1 expert" in page
    assert "Ledgerline Payroll · Leave" in page
    assert "free all 10 days" in page
    assert "in town" in page
    assert "€640.00 a day" in page
    assert "10 of 10 working days free" in page
    assert 'href="/experts/ana?first=2027-03-08&last=2027-03-19"' in page


def test_the_form_keeps_the_query(visitor: FlaskClient) -> None:
    page = look(visitor, q="pay <b>roll", product=PAYROLL, module="leave", km="80", rate="700", remote="1")
    assert 'value="pay <b>roll"' in page
    assert f'<option selected value="{PAYROLL}">' in page
    assert '<option selected value="leave">' in page
    assert '<option selected value="80">' in page
    assert "checked" in page


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
    assert "Any rate" in page
    assert 'href="/search?first=2027-03-08&last=2027-03-19"' in page


def test_what_a_form_leaves_empty_does_not_stand_in_the_address(visitor: FlaskClient) -> None:
    sent = {"q": "payroll", "product": "", "level": "", "km": "50", "rate": "", "currency": "EUR"}
    assert visitor.get("/search", query_string=sent).location == "/search?q=payroll"


def test_pages_keep_the_query(cast: Cast, visitor: FlaskClient) -> None:
    for number in range(PAGE):
        make.certificate(make.expert(f"Person {number}"), cast.leave)
    page = look(visitor, rate="900")
    assert "/search?rate=900&currency=EUR&page=2" in page
    assert "Page 2 of 2" in look(visitor, rate="900", page="2")
    assert "Page 2 of 2" in look(visitor, rate="900", page="٩٩٩٩٩٩")


def test_right_to_left_names_and_emoji(cast: Cast, visitor: FlaskClient) -> None:
    make.change(cast.ana, name="עדי כהן", headline="Payroll 🧾")
    projection.reindex(cast.ana.id)
    page = look(visitor, q="עדי")
    assert "<bdi>עדי כהן</bdi>" in page
    assert "Payroll 🧾" in page


TYPED = st.text(st.characters(exclude_characters="\0", codec="utf-8"))
"""What can be typed: the one character that cannot is answered before any page (tests/web/test_bookings.py)."""


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*NAMES, "page"]), TYPED))
def test_no_address_breaks_the_page(visitor: FlaskClient, args: dict[str, str]) -> None:
    look(visitor, **args)
