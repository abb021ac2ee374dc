"""Every page that anybody can reach, on three screens, light and dark: nobody is shut out, nothing fails."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.flows.looking import Look, Met
from tests.flows.person import Person
from tests.flows.site import Site
from tests.flows.walking import walk

PUBLIC = (
    "/",
    "/search",
    "/login",
    "/register",
    "/recover",
    "/demo/mailbox",
    "/search?q=nobody+knows+this&first=2030-01-07",
    "/search?currency=EUR&rate=900",
)
SETTINGS = ("/settings", "/settings/addresses", "/settings/sign-in", "/settings/password")
ROLES = {
    "Ana Ferreira": ("/profile/photo", "/claims/new", *SETTINGS),
    "Bruno Keil": ("/experts/emil-sorensen", "/experts/emil-sorensen/bookings/new", "/organizations/new"),
    "Dora Hansen": ("/money",),
    "Carla Moreau": (),
    "Vera Lindqvist": (),
    "Fritz Adler": (),
    "Otto Lang": (),
}
"""Where each begins besides the desk: pages that no link leads to, or that look different to them."""
FORMS = {
    "Ana Ferreira": ("/profile/words", "/profile/experience/new", "/settings/addresses", "/calendar"),
    "Vera Lindqvist": ("/catalog/ledgerline/products/new",),
    "Otto Lang": ("/operations/vendors",),
}
HEAVIEST = 100_000
"""Bytes that a search may cost, all in all."""


@pytest.fixture(scope="module")
def met(request: pytest.FixtureRequest) -> Met:
    """One memory for all: what a visitor has looked at, an assessor need not."""
    return Met(whole=request.config.getoption("--whole"))


@pytest.fixture
def look(page: Page, site: Site, met: Met) -> Look:
    return Look(page, frozenset(urlsplit(each).netloc for each in (site.url, site.simulator)), met)


def test_pages_of_a_visitor(look: Look) -> None:
    for address in walk(look.page, PUBLIC):
        look.open(address)
    look.open("/no-such-page", status=404)
    assert not look.complaints, look.report


@pytest.mark.parametrize("name", ROLES)
def test_pages_of(name: str, look: Look) -> None:
    Person(name, look.page).sign_in()
    for address in walk(look.page, ("/desk", *ROLES[name]), seen_before=PUBLIC + SETTINGS):
        look.open(address)
    for address in FORMS.get(name, ()):
        look.send_empty(address)
    assert not look.complaints, look.report


def test_forms_of_a_visitor(look: Look) -> None:
    for address in ("/login", "/register"):
        look.send_empty(address)
    assert not look.complaints, look.report


def test_a_search_is_light(look: Look) -> None:
    devtools = look.page.context.new_cdp_session(look.page)
    sizes: list[float] = []
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    look.page.goto("/search", wait_until="networkidle")
    assert len(sizes) > 5
    assert sum(sizes) < HEAVIEST
    assert not look.complaints, look.report
