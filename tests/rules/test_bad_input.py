"""Whatever is typed into whatever form, the answer is a page with a clear message, never a broken one."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from tests.cast import Cast
from tests.rules.forms import Form, forms_of
from tests.rules.matrix import MATRIX
from tests.rules.world import World

RUBBISH = (
    "",
    "-1",
    "9" * 40,
    "NaN",
    "2027-02-30",
    "0001-01-01",
    "9999-12-31",
    "👩‍👧‍👦 مرحبا بالعالم",
    "\u202etxt.exe \x00\x01",
    "<script>alert(1)</script> {{ 7 * 7 }} %_\\",
    "' OR 1=1 --",
    "x" * 100_000,
)
PAGES = [row for row in MATRIX if row.method == "GET" and row.allowed]
VISITORS = sorted({min(row.allowed) for row in PAGES})
"""For each page one person who may see it."""


def pages_of(app: Flask, world: World, name: str) -> Iterator[str]:
    for row in PAGES:
        if min(row.allowed) == name:
            with app.test_request_context():
                yield app.url_for(row.endpoint, **{name: world[noun] for name, noun in row.given.items()})


Kind = tuple[str, str, frozenset[str]]
"""How it is sent, who answers, and the names of the fields."""


@pytest.fixture(scope="module")
def sent() -> set[Kind]:
    """The forms that were filled with rubbish: one that stands on many pages, or waits for several people, is sent once."""
    return set()


@pytest.mark.parametrize("name", VISITORS)
def test_no_form_breaks(app: Flask, cast: Cast, world: World, name: str, sent: set[Kind]) -> None:
    for address in pages_of(app, world, name):
        browser = cast.browser(name)
        page = browser.get(address, follow_redirects=True)
        for form in forms_of(page.text if page.mimetype == "text/html" else ""):
            action = urljoin(page.request.path, form.action)
            kind = (form.method, _answering(app, form.method, action), frozenset(form.fields))
            if kind in sent or not form.fields.keys() - {"csrf_token", "next"}:
                continue
            sent.add(kind)
            for rubbish in RUBBISH:
                answer = _send(browser, form, action, rubbish)
                assert answer < 500, f"{form.method} {form.action} with {rubbish[:40]!r} answers {answer}"


def _answering(app: Flask, method: str, action: str) -> str:
    """The endpoint behind an address."""
    return str(app.url_map.bind("localhost").match(urlsplit(action).path, method.upper())[0])


def _send(browser, form: Form, action: str, rubbish: str) -> int:
    kept = ("csrf_token",)
    typed = {name: value if name in kept else rubbish for name, value in form.fields.items()}
    if form.method == "get":
        return browser.get(action, query_string=typed).status_code
    return browser.post(action, data=typed).status_code


SOME = 31_415_926
"""Stands for a word in an address, or for a number."""


@pytest.mark.parametrize("rubbish", ["nobody", "%00", "..%2F..", "a" * 500, "🦉", "-1", "0", "1;drop"])
def test_no_address_breaks(app: Flask, cast: Cast, rubbish: str) -> None:
    browser = cast.browser("otto")
    for row in MATRIX:
        if row.method == "GET" and row.given:
            with app.test_request_context():
                address = app.url_for(row.endpoint, **dict.fromkeys(row.given, SOME))
            answer = browser.get(address.replace(str(SOME), rubbish))
            assert answer.status_code < 500, address


QUERIES = (
    "page=0",
    "page=-5",
    "page=99999999999999999999",
    "page=x",
    "cursor=%F0",
    "first=31&last=x",
    "q=%00%FF",
    "hat=x",
)


@pytest.mark.parametrize("name", VISITORS)
def test_no_query_breaks(app: Flask, cast: Cast, world: World, name: str) -> None:
    for address in pages_of(app, world, name):
        for query in QUERIES:
            answer = cast.browser(name).get(f"{address}?{query}")
            assert answer.status_code < 500, f"{address}?{query}"
