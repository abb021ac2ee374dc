"""Whole stories in a real browser, against the demo as `make demo` starts it: web server, worker, simulator and mailbox."""

import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from marketplace.cli.story import stage
from tests.chromium import PATIENCE
from tests.conftest import postgres_database
from tests.flows.person import Person
from tests.flows.site import Site

Enter = Callable[..., Person]
"""Takes a name, and a password unless it is somebody of the demo; what else is given goes to the browser's context."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the order in which nobody waits. Stories share a running site (tests/sharing.py)."""
    for item in items:
        if "tests/flows" in item.nodeid:
            item.add_marker(pytest.mark.browser)
    # The long ones first, so that at the end no worker waits for another. The clock only moves forward: the pages are
    # looked at as the demo begins, before a story lets weeks pass.
    items.sort(
        key=lambda item: [part not in item.nodeid for part in ("tests/flows", "test_pages", "tests/rules/")]
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site_database(engine_name: str) -> Iterator[str | None]:
    """The address of the site's own database; None for the SQLite file that the demo keeps by itself."""
    if engine_name == "sqlite":
        yield None
        return
    with postgres_database("site") as address:
        yield address


@pytest.fixture(scope="session")
def site(
    chromium: Browser, site_database: str | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The demo on ports of its own. It asks for the browser first: where there is none, nothing needs to start."""
    instance = tmp_path_factory.mktemp("demo")
    port, simulator, mail = free_port(), free_port(), free_port()
    environment = os.environ | {
        "MAVENRY_ENV": "demo",
        "INSTANCE_PATH": str(instance),
        "PORT": str(port),
        "SIMULATOR_PORT": str(simulator),
        "MAIL_PORT": str(mail),
        "LOG_LEVEL": "WARNING",
    }
    if site_database:
        environment["DATABASE_URL"] = site_database
    database = site_database or f"sqlite:///{instance}/mavenry.db"
    made = Site(f"http://localhost:{port}", f"http://127.0.0.1:{simulator}", instance, database, environment)
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def context(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    made = opened(chromium, site)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def enter(chromium: Browser, site: Site) -> Iterator[Enter]:
    """People of a story come in: each gets a browser of their own."""
    contexts = []

    def person(name: str, password: str = stage.PASSWORD, **options: Any) -> Person:
        contexts.append(opened(chromium, site, **options))
        return Person(name, contexts[-1].new_page(), password)

    yield person
    for context in contexts:
        context.close()


def opened(chromium: Browser, site: Site, **options: Any) -> BrowserContext:
    made = chromium.new_context(base_url=site.url, locale="en-GB", timezone_id="Europe/Berlin", **options)
    made.set_default_timeout(PATIENCE)
    return made
